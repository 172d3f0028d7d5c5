using System.Text.RegularExpressions;
using Dapper;
using LoanServicing.Platform.Data;

namespace LoanServicing.Repayment.Tests;

/// <summary>The script that gives places to what was told before it, on references as the program writes them.</summary>
public sealed partial class ToldTwiceMigrationTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private const string SelectShared = "select bank_reference, shared_reference from told_payment order by bank_reference, channel";

    private const string SelectPlaces = "select shared_reference, place from told_payment order by shared_reference, place";

    [Fact]
    public async Task The_migration_finds_the_banks_reference_as_the_program_does_and_numbers_what_shares_one()
    {
        foreach (var money in new[] { new Telling(host) { Reference = "MIGRATED" }, new Telling(host) { Reference = "MIGRATED-2" } })
        {
            var (_, depositId) = await money.OpenAsync();
            await money.ByMessageAsync(depositId);
            await money.ByStatementAsync([.. new[] { "", "/0a1b2c3d4e5f", "/12345678901a", "/123456789012", "/0A1B2C3D4E5F", "/0a1b2c3d4e5", "/0a1b2c3d4e5f6", "/a/0a1b2c3d4e5f" }
                .Select(suffix => money.Line(depositId, suffix))]);
        }

        await host.Database.WriteAsync(unit => unit.ExecuteAsync(
            "insert into told_payment (channel, bank_reference, shared_reference, place) values ('statement', '/0a1b2c3d4e5f', '/0a1b2c3d4e5f', 1)"));
        var before = await QueryAsync<(string, string)>(SelectShared);
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update told_payment set shared_reference = null, place = null"));

        await host.Database.WriteAsync(async unit =>
        {
            foreach (var update in Updates())
            {
                await unit.ExecuteAsync(update);
            }
        });

        Assert.Equal(before, await QueryAsync<(string, string)>(SelectShared));
        var places = await QueryAsync<(string Shared, long Place)>(SelectPlaces);
        Assert.Contains(("MIGRATED", 3L), places);
        Assert.All(places.GroupBy(row => row.Shared), group => Assert.Equal(Enumerable.Range(1, group.Count()).Select(n => (long)n), group.Select(row => row.Place)));
    }

    private static IEnumerable<string> Updates()
    {
        using var reader = new StreamReader(typeof(RepaymentService).Assembly.GetManifestResourceStream("migrations/sqlite/repayment/0006_told_twice.sql")!);
        return EndOfStatement().Split(reader.ReadToEnd()).Where(statement => statement.TrimStart().StartsWith("update", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<T>> QueryAsync<T>(string sql) =>
        host.Database.ReadAsync<IReadOnlyList<T>>(async connection => [.. await connection.QueryAsync<T>(sql)]);

    [GeneratedRegex(@";[^\n]*\n", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndOfStatement();
}
