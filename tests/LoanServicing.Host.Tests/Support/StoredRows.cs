using Dapper;
using LoanServicing.Host.Verbs;

namespace LoanServicing.Host.Tests.Support;

/// <summary>All that is stored, as one text for each table, to see whether something changed.</summary>
internal static class StoredRows
{
    /// <summary>What the machinery writes by itself, at any moment.</summary>
    private static readonly string[] OnTheirOwn = ["dispatcher", "dispatcher_slot", "dispatcher_token", "seal_block", "sqlite_sequence"];

    private const string SelectTables = "select name from sqlite_master where type = 'table' and name not in @OnTheirOwn order by name";

    private const string SelectColumns = "select name from pragma_table_info(@table) where name <> 'seal' order by cid";

    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(RunningProgramme programme)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in HostBuilding.Services)
        {
            await programme.Application.Database(service.Name).ReadAsync(
                async connection =>
                {
                    foreach (var table in await connection.QueryAsync<string>(SelectTables, new { OnTheirOwn }))
                    {
                        var columns = await connection.QueryAsync<string>(SelectColumns, new { table });
                        var row = string.Join(" || '|' || ", columns.Select(column => $"quote({column})"));
                        rows[$"{service.Name} {table}"] = string.Join('\n', await connection.QueryAsync<string>($"select {row} as line from {table} order by line"));
                    }

                    return rows.Count;
                },
                CancellationToken.None);
        }

        return rows;
    }
}
