using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace LoanServicing.Platform.Data;

/// <summary>
/// The words in which SQLite and T-SQL differ, side by side. Every other statement is written once for both. A connection that is not SQLite's
/// takes T-SQL.
/// </summary>
public static class Dialect
{
    internal const string Sqlite = "sqlite";

    internal const string SqlServer = "sqlserver";

    private const string SqliteTables = "select count(*) from sqlite_master where type = 'table' and name = @name";

    private const string SqlServerTables = "select count(*) from INFORMATION_SCHEMA.TABLES where TABLE_NAME = @name";

    /// <summary>Whether the connection is to a SQLite file, which keeps any value in any column.</summary>
    public static bool IsSqlite(this DbConnection connection) => connection is SqliteConnection;

    /// <summary>The first rows of a query that ends with its <c>order by</c>.</summary>
    /// <param name="count">A parameter such as <c>@limit</c>, or a number.</param>
    public static string First(this DbConnection connection, string orderedQuery, string count) => connection.IsSqlite()
        ? $"{orderedQuery} limit {count}"
        : $"{orderedQuery} offset 0 rows fetch next {count} rows only";

    /// <summary>The folder of the migrations.</summary>
    internal static string NameOf(DbConnection connection) => connection.IsSqlite() ? Sqlite : SqlServer;

    /// <summary>Counts tables of the name <c>@name</c>.</summary>
    internal static string CountTables(DbConnection connection) => connection.IsSqlite() ? SqliteTables : SqlServerTables;

    /// <summary>A script as the commands to send. SQLite takes it whole; T-SQL compiles a batch before it runs it, so it goes statement by statement.</summary>
    internal static IEnumerable<string> CommandsOf(DbConnection connection, string script) =>
        connection.IsSqlite() ? [script] : Statements(script);

    /// <summary>Statements of a T-SQL script: each ends with a semicolon at the end of a line.</summary>
    internal static IEnumerable<string> Statements(string script) => script
        .ReplaceLineEndings("\n")
        .Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(statement => statement.Split('\n').Any(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal)));

    /// <summary>Forgets a savepoint, where the database keeps it until it is told so.</summary>
    internal static Task ReleaseSavepointAsync(DbTransaction transaction, string name) =>
        transaction is SqliteTransaction ? transaction.ReleaseAsync(name) : Task.CompletedTask;

    /// <summary>Whether many rows go faster through the driver's bulk copy.</summary>
    internal static bool HasBulkCopy(DbConnection connection) => connection is SqlConnection;
}
