using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verification;

/// <summary>
/// Rule R1 as stored: whatever a column of whole numbers holds is a whole number, and a day, a text or an id is one too. SQLite keeps any value in any
/// column, so a hand-made fraction or text would otherwise be read as money, or not be read at all. Each table is read once.
/// </summary>
internal static class ColumnKinds
{
    /// <summary>Columns of days, yyyymmdd, in whatever table they are.</summary>
    internal static readonly IReadOnlySet<string> Days = new HashSet<string>
    {
        "approved_on", "assessed_on", "birth_date", "booking_date", "business_date", "closed_on", "date", "due_date", "due_told", "effective_date", "execution_date",
        "fact_date", "first_day", "first_due", "last_day", "latest_value_date", "next_mark", "oldest_unpaid_due", "opened_on", "ordered_on", "overdue_told", "paid_out_on", "period_from",
        "period_to", "product_from", "reached_on", "recorded_on", "releasable_on", "released_on", "reserved_on", "resolved_on", "returned_on", "reversed_on",
        "sent_on", "signed_on", "submitted_on", "value_date", "written_off_on",
    };

    private const string SelectColumns =
        """
        select m.name as table_name, c.name as column_name, lower(c.type) as type, c.pk as key_place
        from sqlite_master m, pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite_%'
        order by m.name, c.cid
        """;

    /// <returns>Null where the types of the columns see to it.</returns>
    public static async Task<RuleFinding?> VerifyAsync(DbConnection connection, string service)
    {
        if (!connection.IsSqlite())
        {
            return null;
        }

        var problems = new List<string>();
        long counted = 0;
        foreach (var table in (await connection.QueryAsync<Column>(SelectColumns)).GroupBy(column => column.TableName).ToList())
        {
            var whole = table.Where(column => column.Type == "bigint").Select(column => $"count({column.ColumnName})").ToList();
            counted += whole.Count == 0 ? 0 : await connection.QuerySingleAsync<long>($"select {string.Join(" + ", whole)} from {table.Key}");
            problems.AddRange((await connection.QueryAsync<string>(SelectOdd(table.Key, [.. table]))).Select(odd => $"{service} {table.Key} row {odd}"));
        }

        return new RuleFinding("R1", counted, $"whole numbers of {service}", problems);
    }

    /// <summary>The rows with a value that is not of its column's kind, each by its key and what is odd about it.</summary>
    private static string SelectOdd(string table, IReadOnlyList<Column> columns)
    {
        var keys = columns.Where(column => column.KeyPlace > 0).OrderBy(column => column.KeyPlace).Select(column => column.ColumnName).DefaultIfEmpty("rowid");
        var key = string.Join(" || ' ' || ", keys.Select(name => $"case typeof({name}) when 'blob' then lower(hex({name})) else {name} end"));
        var looks = columns.Select(column => (column.ColumnName, Look: LookAt(column))).Where(look => look.Look.Odd.Length > 0).ToList();
        var said = string.Join(" || ", looks.Select(look => $"case when {look.Look.Odd} then ': {look.ColumnName} is {look.Look.Said}' else '' end"));
        return $"select {key} || {said} from {table} where {string.Join(" or ", looks.Select(look => look.Look.Odd))}";
    }

    private static (string Odd, string Said) LookAt(Column column)
    {
        var name = column.ColumnName;
        return column.Type switch
        {
            "int" when Days.Contains(name) => ($"({name} is not null and (typeof({name}) <> 'integer' or {IsNoDay(name)}))", "no day"),
            "int" or "bigint" or "integer" => ($"typeof({name}) not in ('integer', 'null')", "not a whole number"),
            "text" => ($"typeof({name}) not in ('text', 'null')", "not a text"),
            "blob" => ($"({name} is not null and (typeof({name}) <> 'blob' or length({name}) <> 16))", "not an id"),
            _ => ("", ""),
        };
    }

    private static string IsNoDay(string name)
    {
        var (year, month, day) = ($"{name} / 10000", $"{name} / 100 % 100", $"{name} % 100");
        var february = $"case when {year} % 4 = 0 and ({year} % 100 <> 0 or {year} % 400 = 0) then 29 else 28 end";
        return $"{year} not between 1 and 9999 or {month} not between 1 and 12 or {day} < 1 "
            + $"or {day} > case when {month} = 2 then {february} when {month} in (4, 6, 9, 11) then 30 else 31 end";
    }

    private sealed record Column
    {
        public string TableName { get; init; } = "";

        public string ColumnName { get; init; } = "";

        public string Type { get; init; } = "";

        public long KeyPlace { get; init; }
    }
}
