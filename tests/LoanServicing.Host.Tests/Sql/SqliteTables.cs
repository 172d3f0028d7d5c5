using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoanServicing.Host.Tests.Sql;

/// <summary>The tables of a service as SQLite has them after all of its migrations.</summary>
internal static class SqliteTables
{
    private const string Tables = "select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name";

    private const string Columns = "select name, \"notnull\" = 0 and pk = 0 as nullable, pk from pragma_table_info(@table)";

    private const string Indexes = "select name from pragma_index_list(@table) where \"unique\" = 1";

    private const string Indexed = "select name from pragma_index_info(@index) order by seqno";

    public static IReadOnlyList<DeclaredTable> Of(ServiceSchema schema)
    {
        using var folder = new TestFolder();
        SqliteDatabase.Open(folder.Path, schema, SystemClock.Instance).Dispose();
        using var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(folder.Path, schema.Name)};Pooling=False");
        connection.Open();
        return [.. connection.Query<string>(Tables).ToList().Select(table => Read(connection, table))];
    }

    private static DeclaredTable Read(SqliteConnection connection, string table)
    {
        var columns = connection.Query<Column>(Columns, new { table }).ToList();
        var keys = connection.Query<string>(Indexes, new { table }).ToList()
            .Select(index => string.Join(",", connection.Query<string>(Indexed, new { index })))
            .Append(string.Join(",", columns.Where(column => column.Pk > 0).OrderBy(column => column.Pk).Select(column => column.Name)));
        return new DeclaredTable(table, [.. columns.Select(column => (column.Name, column.Nullable))], keys.Where(key => key.Length > 0).ToHashSet());
    }

    private sealed record Column
    {
        public string Name { get; init; } = "";

        public bool Nullable { get; init; }

        public long Pk { get; init; }
    }
}
