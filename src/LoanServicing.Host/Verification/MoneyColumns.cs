using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verification;

/// <summary>
/// Rule R1 as stored: whatever a column of whole numbers holds is a whole number. SQLite keeps any value in any column, so a hand-made
/// fraction or text would otherwise be read as money.
/// </summary>
internal static class MoneyColumns
{
    private const string SelectColumns =
        """
        select m.name as table_name, c.name as column_name
        from sqlite_master m, pragma_table_info(m.name) c
        where m.type = 'table' and lower(c.type) = 'bigint'
        order by m.name, c.cid
        """;

    private const string SelectKeys =
        "select c.name from pragma_table_info(@table) c where c.pk > 0 order by c.pk";

    /// <returns>Null where the types of the columns see to it.</returns>
    public static async Task<RuleFinding?> VerifyAsync(DbConnection connection, string service)
    {
        if (!connection.IsSqlite())
        {
            return null;
        }

        var problems = new List<string>();
        long counted = 0;
        foreach (var column in (await connection.QueryAsync<Column>(SelectColumns)).ToList())
        {
            var keys = (await connection.QueryAsync<string>(SelectKeys, new { table = column.TableName })).ToList();
            var key = string.Join(" || ' ' || ", keys.Select(name => $"case typeof({name}) when 'blob' then lower(hex({name})) else {name} end"));
            counted += await connection.QuerySingleAsync<long>($"select count({column.ColumnName}) from {column.TableName}");
            var odd = await connection.QueryAsync<string>(
                $"select {key} from {column.TableName} where typeof({column.ColumnName}) not in ('integer', 'null')");
            problems.AddRange(odd.Select(row => $"{service} {column.TableName} row {row}: {column.ColumnName} is not a whole number"));
        }

        return new RuleFinding("R1", counted, $"whole numbers of {service}", problems);
    }

    private sealed record Column
    {
        public string TableName { get; init; } = "";

        public string ColumnName { get; init; } = "";
    }
}
