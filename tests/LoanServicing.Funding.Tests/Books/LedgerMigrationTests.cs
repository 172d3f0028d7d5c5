namespace LoanServicing.Funding.Tests.Books;

public class LedgerMigrationTests
{
    [Fact]
    public async Task The_migration_makes_the_ledger_of_what_is_booked_already()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 5, credit: 2));
        var before = await bench.CountAsync("ledger_entry");
        bench.Damage("delete from ledger_entry");

        bench.Damage(Backfill());

        Assert.Equal(before, await bench.CountAsync("ledger_entry"));
        await bench.AssertSoundAsync();
    }

    /// <summary>The last statement of the script that declares the ledger.</summary>
    private static string Backfill()
    {
        using var script = new StreamReader(typeof(FundingService).Assembly.GetManifestResourceStream("migrations/sqlite/funding/0004_periods.sql")!);
        var text = script.ReadToEnd();
        return text[text.LastIndexOf("insert into ledger_entry", StringComparison.Ordinal)..];
    }
}
