using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using LoanServicing.Host.Verbs;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Data;
using Microsoft.Data.Sqlite;
using NodaTime.Text;

namespace LoanServicing.Host.Tests.Verification;

/// <summary>Whatever money a hand changes in whatever column of whatever table, by one rial: <c>verify</c> names the row.</summary>
public sealed partial class MoneyColumnTests(FilledBooks books) : IClassFixture<FilledBooks>
{
    private const string SelectColumns =
        """
        select m.name as table_name, c.name as column_name, lower(c.type) as type
        from sqlite_master m, pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> 'schema_version'
        order by m.name, c.cid
        """;

    public static TheoryData<string> Services => [.. HostBuilding.Services.Select(service => service.Name)];

    [Fact]
    public async Task The_books_that_are_changed_here_are_sound_before() => await Looks.AssertSoundAsync(books.Folder);

    [Fact]
    public async Task The_books_that_are_changed_here_have_a_proof_that_holds()
    {
        using var folder = books.Copy();
        using var said = new StringWriter();

        var exitCode = await ProofFiles.WriteAsync(DatabaseSettings.Sqlite(folder.Path), Path.Combine(folder.Path, "proof"), said, CancellationToken.None);

        Assert.True(exitCode == ExitCodes.Success, said.ToString());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Every_whole_number_and_every_json_text_is_known_to_be_money_or_not(string service)
    {
        await using var connection = Open(books.Folder, service);
        var unknown = new List<string>();
        foreach (var column in await connection.QueryAsync<Column>(SelectColumns))
        {
            var isWhole = column.Type == "bigint" && !StoredMoney.NoMoney.ContainsKey(column.Name) && !StoredMoney.Names.ContainsKey(column.TableName);
            var isJson = column.Type == "text" && !StoredMoney.Texts.Contains(column.Name) && !StoredMoney.TextsWithoutMoney.ContainsKey(column.Name)
                && await connection.QuerySingleAsync<long>(
                    $"select count(*) from {column.TableName} where {column.ColumnName} like '{{%' or {column.ColumnName} like '[%'") > 0;
            unknown.AddRange(isWhole || isJson ? [column.Name] : []);
        }

        Assert.Empty(unknown);
    }

    [Fact]
    public async Task No_column_is_listed_that_there_is_not()
    {
        var columns = new HashSet<string>();
        foreach (var service in HostBuilding.Services)
        {
            await using var connection = Open(books.Folder, service.Name);
            columns.UnionWith((await connection.QueryAsync<Column>(SelectColumns)).Select(column => column.Name));
        }

        Assert.Empty(StoredMoney.NoMoney.Keys.Concat(StoredMoney.Texts).Concat(StoredMoney.TextsWithoutMoney.Keys).Except(columns));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_rial_more_or_less_in_any_row_is_named(string service)
    {
        using var folder = books.Copy();
        await using var connection = Open(folder.Path, service);
        await connection.ExecuteAsync("pragma ignore_check_constraints = on; pragma foreign_keys = off");
        var (found, missed) = (0, new List<string>());
        foreach (var column in (await connection.QueryAsync<Column>(SelectColumns)).Where(IsMoney).ToList())
        {
            foreach (var (row, changed) in (await RowsAsync(connection, column)).SelectMany(row => Changes(row.Value), (row, changed) => (row, changed)))
            {
                await SetAsync(connection, column, row.Key, changed);
                var problems = await Looks.AtServiceAsync(folder.Path, service);
                await SetAsync(connection, column, row.Key, row.Value);
                found++;
                missed.AddRange(problems.Any(problem => Names(problem, column, row))
                    ? []
                    : [$"{column.Name} of {row.Kind} {row.Text} as {changed}: {string.Join(" | ", problems.Take(3))}"]);
            }
        }

        Assert.True(missed.Count == 0, string.Join('\n', missed));
        Assert.True(found > 0, "there is no money");
        await Looks.AssertSoundAsync(folder.Path);
    }

    [Fact]
    public async Task Every_column_of_money_has_a_row_in_one_of_the_services()
    {
        var (all, filled) = (new HashSet<string>(), new HashSet<string>());
        foreach (var service in HostBuilding.Services)
        {
            await using var connection = Open(books.Folder, service.Name);
            foreach (var column in (await connection.QueryAsync<Column>(SelectColumns)).Where(IsMoney).ToList())
            {
                all.Add(column.Name);
                filled.UnionWith((await RowsAsync(connection, column)).Count > 0 ? [column.Name] : []);
            }
        }

        Assert.Empty(all.Except(filled));
    }

    private static bool IsMoney(Column column) => column.Type == "bigint"
        ? !StoredMoney.NoMoney.ContainsKey(column.Name) && StoredMoney.Names.ContainsKey(column.TableName)
        : StoredMoney.Texts.Contains(column.Name);

    /// <summary>One row of each kind that has a value there.</summary>
    private static async Task<IReadOnlyList<Row>> RowsAsync(SqliteConnection connection, Column column)
    {
        var (_, keys) = StoredMoney.Names[column.TableName];
        var kind = StoredMoney.Kinds.GetValueOrDefault(column.TableName, "''");
        var primary = (await connection.QueryAsync<string>("select name from pragma_table_info(@table) where pk > 0 order by pk", new { table = column.TableName })).ToList();
        var hasNumber = column.Type == "text" ? $" and {column.ColumnName} glob '*[0-9]*'" : "";
        var key = string.Join(" || ' and ' || ", primary.Select(name => $"'{name} = ' || quote({name})"));
        var names = keys.Length == 0 ? "''" : string.Join(" || '|' || ", keys.Select(name => $"case typeof({name}) when 'blob' then hex({name}) else {name} end"));
        var rows = await connection.QueryAsync<Row>(
            $"select {key} as key, {kind} as kind, {names} as text, {column.ColumnName} as value from {column.TableName} where {column.ColumnName} is not null{hasNumber}");
        return [.. rows.GroupBy(row => row.Kind).Select(group => group.OrderBy(row => row.Key, StringComparer.Ordinal).First())];
    }

    private static async Task SetAsync(SqliteConnection connection, Column column, string key, object value) =>
        Assert.Equal(1, await connection.ExecuteAsync($"update {column.TableName} set {column.ColumnName} = @value where {key}", new { value }));

    /// <summary>One more; in a text, each of its numbers in turn.</summary>
    private static IEnumerable<object> Changes(object value) => value is not string text
        ? [(long)value + 1]
        : NumberInText().Matches(text).Select(number => string.Concat(text.AsSpan(0, number.Index), More(number.Value), text.AsSpan(number.Index + number.Length)));

    private static string More(string number) => (long.Parse(number, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private static bool Names(string problem, Column column, Row row)
    {
        var (noun, keys) = StoredMoney.Names[column.TableName];
        return problem.Contains(noun, StringComparison.Ordinal)
            && keys.Zip(row.Text.Split('|')).All(key => problem.Contains(Text(key.First, key.Second), StringComparison.Ordinal));
    }

    private static string Text(string column, string stored)
    {
        if (column.EndsWith("_date", StringComparison.Ordinal))
        {
            return LocalDatePattern.Iso.Format(TypeHandlers.FromDays(int.Parse(stored, CultureInfo.InvariantCulture)));
        }

        return stored.Length == 32 && Guid.TryParseExact(stored, "N", out var id) ? id.ToString("D") : stored;
    }

    private static SqliteConnection Open(string folder, string service)
    {
        var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(folder, service)};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>As a JSON number, or between the signs of a notation of our own; a number within quotes is none.</summary>
    [GeneratedRegex("(?<=^|[:,/ \\[])[0-9]+(?=$|[:,/ }\\]])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberInText();

    private sealed record Column
    {
        public string TableName { get; init; } = "";

        public string ColumnName { get; init; } = "";

        public string Type { get; init; } = "";

        public string Name => $"{TableName}.{ColumnName}";
    }

    private sealed record Row
    {
        public string Key { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Text { get; init; } = "";

        public object Value { get; init; } = "";
    }
}
