using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoanServicing.Platform.Data;

/// <summary>Brings a database up to date, each script in its own transaction, forward only.</summary>
internal static class Migrations
{
    private const string CreateHistory =
        """
        create table if not exists schema_version (
          component text not null,
          version int not null,
          name text not null,
          hash text not null,
          applied_at bigint not null,
          primary key (component, version))
        """;

    public static void Apply(SqliteConnection connection, ServiceSchema schema, Instant now)
    {
        connection.Execute(CreateHistory);
        var applied = connection
            .Query<AppliedMigration>("select component, version, hash from schema_version")
            .ToDictionary(row => (row.Component, row.Version));
        var known = schema.MigrationsFor("sqlite").ToList();
        RefuseNewer(schema, applied.Values, known);
        foreach (var migration in known)
        {
            if (applied.TryGetValue((migration.Component, migration.Version), out var row))
            {
                RefuseChanged(schema, migration, row);
                continue;
            }

            Run(connection, migration, now);
        }
    }

    /// <summary>For those who only read a database: it must be as this program would make it.</summary>
    /// <exception cref="StartupException">It is older or newer.</exception>
    public static async Task RequireCurrentAsync(DbConnection connection, ServiceSchema schema)
    {
        var hasHistory = await connection.QuerySingleAsync<long>("select count(*) from sqlite_master where name = 'schema_version'") > 0;
        var applied = hasHistory ? (await connection.QueryAsync<AppliedMigration>("select component, version, hash from schema_version")).ToList() : [];
        var known = schema.MigrationsFor("sqlite").ToList();
        RefuseNewer(schema, applied, known);
        if (known.FirstOrDefault(migration => !applied.Exists(row => IsOf(row, migration))) is { } missing)
        {
            throw new StartupException(
                $"The database of {schema.Name} lacks {missing.Component} version {missing.Version}; stop the older program and run the verb migrate.");
        }
    }

    private static bool IsOf(AppliedMigration row, Migration migration) => row.Component == migration.Component && row.Version == migration.Version;

    private static void RefuseNewer(ServiceSchema schema, IEnumerable<AppliedMigration> applied, List<Migration> known)
    {
        var unknown = applied.FirstOrDefault(row => !known.Exists(migration => IsOf(row, migration)));
        if (unknown is not null)
        {
            throw new StartupException(
                $"The database of {schema.Name} has {unknown.Component} version {unknown.Version}, which this program does not know; start a newer program.");
        }
    }

    private static void RefuseChanged(ServiceSchema schema, Migration migration, AppliedMigration row)
    {
        if (row.Hash != migration.Hash)
        {
            throw new StartupException(
                $"The script {migration.Component}/{migration.Name} has changed since the database of {schema.Name} was made with it; restore its released text.");
        }
    }

    private static void Run(SqliteConnection connection, Migration migration, Instant now)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(migration.Sql, transaction: transaction);
        connection.Execute(
            "insert into schema_version (component, version, name, hash, applied_at) values (@Component, @Version, @Name, @Hash, @now)",
            new { migration.Component, migration.Version, migration.Name, migration.Hash, now },
            transaction);
        transaction.Commit();
    }

    private sealed record AppliedMigration
    {
        public string Component { get; init; } = "";

        public int Version { get; init; }

        public string Hash { get; init; } = "";
    }
}
