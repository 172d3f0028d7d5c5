using Dapper;
using LoanServicing.Host.Verbs;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Data;
using Microsoft.Data.Sqlite;

namespace LoanServicing.Host.Tests.Verification;

/// <summary>Damage that cannot be read: <c>verify</c> names it, and still looks at everything else.</summary>
public sealed class UnreadableDamageTests(FilledBooks books) : IClassFixture<FilledBooks>
{
    private const string SelectColumns =
        """
        select m.name as table_name, c.name as column_name, lower(c.type) as type
        from sqlite_master m, pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> 'schema_version' and not (c.pk = 1 and lower(c.type) = 'integer')
        order by m.name, c.cid
        """;

    /// <summary>32-bit columns that hold no day.</summary>
    private static readonly HashSet<string> NoDays =
    [
        "amount_corrected", "applied", "approved_installments", "arrival", "attempts", "by_hand", "clamped", "closed", "credit", "detail", "due", "due_day",
        "entries", "entry", "excluded", "falling_due", "fee_grace_months", "fee_rate_basis_points", "file_position", "funds_released", "grace_months", "guarantees", "has_fee_in_grace", "id", "income_decile", "installments", "jobs",
        "late_rate_basis_points", "late_year_days", "latest_revision", "latest_round", "line", "lines", "lines_known", "lines_read", "lines_total", "loans", "looked", "movements", "number", "order_version", "overdue", "part", "partitions", "place",
        "payment_attempt", "pledges", "postal_code_odd", "ratio_alavi", "ratio_sina", "receipts", "recipient_number", "reclassified", "referred", "reservation_round", "reversal", "revision", "round",
        "repeated", "rows_posted", "rows_suspended", "rows_total", "rule_set_version", "rural", "slot", "stands_for_attempt", "state", "statement", "status", "submission_number", "submissions", "transfers", "version",
        "waiting",
    ];

    public static TheoryData<string> Services => [.. HostBuilding.Services.Select(service => service.Name)];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_value_that_is_not_of_its_columns_kind_is_named_with_its_table_and_column(string service)
    {
        var (changed, missed) = (0, new List<string>());
        await EachAsync(service, NotOfItsKind, together: true, (column, value, problems) =>
        {
            changed++;
            missed.AddRange(problems.Any(problem => problem.StartsWith($"{service} {column.TableName} row ", StringComparison.Ordinal) && problem.Contains($": {column.ColumnName} is ", StringComparison.Ordinal))
                ? []
                : [$"{column.TableName}.{column.ColumnName} as {value}: {string.Join(" | ", problems.Where(problem => problem.StartsWith($"{service} {column.TableName} row ", StringComparison.Ordinal)).Take(3))}"]);
        });

        Assert.True(missed.Count == 0, string.Join('\n', missed));
        Assert.True(changed > 0, "there is nothing");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_text_that_means_nothing_never_ends_the_look(string service)
    {
        var looked = 0;
        await EachAsync(service, Meaningless, together: false, (_, _, _) => looked++);

        Assert.True(looked > 0, "there is no text");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Every_32_bit_column_is_known_to_be_a_day_or_not(string service)
    {
        await using var connection = Open(books.Folder, service);
        var whole = (await connection.QueryAsync<Column>(SelectColumns)).Where(column => column.Type == "int").Select(column => column.ColumnName);

        Assert.DoesNotContain(whole, name => ColumnKinds.Days.Contains(name) == NoDays.Contains(name));
    }

    [Theory]
    [InlineData("funding", "update journal_line set amount = 'abc' where line = 0", "R2", "funding journal_line row ", "R2 could not be computed from journal_entry, journal_line and balance")]
    [InlineData("funding", "update journal_entry set value_date = 20261399 where id = 5", "R6", "funding journal_entry row 5: value_date is no day", "R6 could not be computed from funded_loan and the journal")]
    [InlineData("funding", "update journal_entry set fact_date = 20260230 where id = 5", "R11", "funding journal_entry row 5: fact_date is no day", "R11 could not be computed from")]
    [InlineData("disbursement", "update payment_order set terms = 'no json' where number = 1", "R6", "payment order ", "has terms that cannot be read")]
    [InlineData("disbursement", "update payment_order set returned_on = 1 where number = 1", "R10", "disbursement payment_order row 1: returned_on is no day", "R10 could not be computed from payment_order and payment_order_transition")]
    public async Task What_cannot_be_read_is_named_and_the_other_rules_are_looked_at(string service, string damage, string rule, string named, string told)
    {
        using var folder = books.Copy();
        await using (var connection = Open(folder.Path, service))
        {
            await connection.ExecuteAsync("pragma ignore_check_constraints = on");
            Assert.True(await connection.ExecuteAsync(damage) > 0);
        }

        var report = await Looks.WholeAsync(folder.Path);

        Assert.Contains(report.Problems, problem => problem.Contains(named, StringComparison.Ordinal));
        Assert.Contains(report.Problems, problem => problem.Contains(told, StringComparison.Ordinal));
        using var printed = new StringWriter();
        Assert.False(report.Print(printed));
        Assert.Contains($"{rule,-3} BROKEN", printed.ToString(), StringComparison.Ordinal);
        Assert.Contains("R3  ok", printed.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<object> NotOfItsKind(Column column) => column.Type switch
    {
        "int" when ColumnKinds.Days.Contains(column.ColumnName) => ["abc", 20270229],
        "int" or "bigint" => ["abc", 0.5],
        "text" => [new byte[] { 0xff }],
        "blob" => ["abc", new byte[] { 1 }],
        _ => [],
    };

    private static IEnumerable<object> Meaningless(Column column) => (column.Type, column.IsJson) switch
    {
        ("text", true) => ["nonsense", "{}", "null"],
        ("text", _) => ["nonsense"],
        _ => [],
    };

    /// <param name="together">The damages of a table are looked at together, one in each column; what could not be changed beside the others, after them.</param>
    private async Task EachAsync(string service, Func<Column, IEnumerable<object>> values, bool together, Action<Column, object, IReadOnlyList<string>> look)
    {
        using var folder = books.Copy();
        await using var connection = Open(folder.Path, service);
        await connection.ExecuteAsync("pragma ignore_check_constraints = on; pragma foreign_keys = off");
        foreach (var table in (await connection.QueryAsync<Column>(SelectColumns)).GroupBy(column => column.TableName).ToList())
        {
            await connection.ExecuteAsync($"create temp table sound as select * from main.{table.Key}");
            var left = table.SelectMany(column => values(column).Select(value => new Damage(column, value))).ToList();
            while (left.Count > 0)
            {
                var tried = together ? [.. left.DistinctBy(damage => damage.Column)] : left[..1];
                var changed = await ChangeAsync(connection, tried);
                if (changed.Count > 0)
                {
                    var problems = await Looks.AtServiceAsync(folder.Path, service);
                    changed.ForEach(damage => look(damage.Column, damage.Value, problems));
                    await connection.ExecuteAsync($"delete from main.{table.Key}; insert into main.{table.Key} select * from sound");
                }

                left = [.. left.Except(changed.Count > 0 ? changed : tried)];
            }

            await connection.ExecuteAsync("drop table sound");
        }

        await Looks.AssertSoundAsync(folder.Path); // nothing of one look was left for the next
    }

    private static async Task<List<Damage>> ChangeAsync(SqliteConnection connection, IEnumerable<Damage> damages)
    {
        var changed = new List<Damage>();
        foreach (var damage in damages)
        {
            changed.AddRange(await ChangeAsync(connection, damage.Column, damage.Value) ? [damage] : []);
        }

        return changed;
    }

    /// <summary>Changes the first row that has something there; false where the table is empty.</summary>
    private static async Task<bool> ChangeAsync(SqliteConnection connection, Column column, object value)
    {
        var keys = (await connection.QueryAsync<string>("select name from pragma_table_info(@table) where pk > 0 order by pk", new { table = column.TableName })).DefaultIfEmpty("rowid").ToList();
        var key = string.Join(" || ' and ' || ", keys.Select(name => $"'{name} = ' || quote({name})"));
        var row = await connection.QueryFirstOrDefaultAsync<string>($"select {key} from {column.TableName} order by {column.ColumnName} is null, {string.Join(", ", keys)} limit 1");
        return row is not null && await connection.ExecuteAsync($"update or ignore {column.TableName} set {column.ColumnName} = @value where {row}", new { value }) == 1;
    }

    private static SqliteConnection Open(string folder, string service)
    {
        var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(folder, service)};Pooling=False");
        connection.Open();
        return connection;
    }

    private sealed record Damage(Column Column, object Value);

    private sealed record Column
    {
        public string TableName { get; init; } = "";

        public string ColumnName { get; init; } = "";

        public string Type { get; init; } = "";

        public bool IsJson => StoredMoney.Texts.Contains($"{TableName}.{ColumnName}");
    }
}
