using System.Data.Common;
using Dapper;
using NodaTime;

namespace LoanServicing.Platform.Data;

/// <summary>Brings a database up to date, each script in its own transaction, forward only.</summary>
internal static class Migrations
{
    private const string History =
        """
        create table schema_version (
          component {0} not null,
          version int not null,
          name {0} not null,
          hash {0} not null,
          applied_at bigint not null,
          primary key (component, version))
        """;

    private const string InsertApplied =
        "insert into schema_version (component, version, name, hash, applied_at) values (@Component, @Version, @Name, @Hash, @now)";

    private const string SelectApplied = "select component, version, hash from schema_version";

    /// <param name="connection">Open, and not in a transaction.</param>
    public static void Apply(DbConnection connection, ServiceSchema schema, Instant now)
    {
        if (connection.QuerySingle<long>(Dialect.CountTables(connection), new { name = "schema_version" }) == 0)
        {
            connection.Execute(CreateHistory(Dialect.NameOf(connection)));
        }

        var applied = connection.Query<AppliedMigration>(SelectApplied).ToDictionary(row => (row.Component, row.Version));
        var known = schema.MigrationsFor(Dialect.NameOf(connection)).ToList();
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
    /// <exception cref="StartupException">It is older or newer, or was made by other scripts.</exception>
    public static async Task RequireCurrentAsync(DbConnection connection, ServiceSchema schema)
    {
        var hasHistory = await connection.QuerySingleAsync<long>(Dialect.CountTables(connection), new { name = "schema_version" }) > 0;
        var applied = hasHistory ? (await connection.QueryAsync<AppliedMigration>(SelectApplied)).ToList() : [];
        var known = schema.MigrationsFor(Dialect.NameOf(connection)).ToList();
        RefuseNewer(schema, applied, known);
        foreach (var row in applied)
        {
            RefuseChanged(schema, known.Single(migration => IsOf(row, migration)), row);
        }

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

    internal static string CreateHistory(string dialect) => string.Format(
        System.Globalization.CultureInfo.InvariantCulture, History, dialect == Dialect.Sqlite ? "text" : "nvarchar(64) collate Latin1_General_100_BIN2");

    /// <summary>The row of the history comes first: of two processes that migrate at once, its key lets one pass.</summary>
    private static void Run(DbConnection connection, Migration migration, Instant now)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(
            InsertApplied,
            new { migration.Component, migration.Version, migration.Name, migration.Hash, now },
            transaction);
        foreach (var command in Dialect.CommandsOf(connection, migration.Sql))
        {
            connection.Execute(command, transaction: transaction);
        }

        transaction.Commit();
    }

    private sealed record AppliedMigration
    {
        public string Component { get; init; } = "";

        public int Version { get; init; }

        public string Hash { get; init; } = "";
    }
}
