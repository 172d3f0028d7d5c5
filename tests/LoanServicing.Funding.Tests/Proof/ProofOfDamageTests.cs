namespace LoanServicing.Funding.Tests.Proof;

/// <summary>Books that a hand has changed give a proof that does not hold.</summary>
public class ProofOfDamageTests
{
    [Theory]
    [InlineData("update journal_line set amount = amount + 1 where credit = 'FEE_INCOME'", "does not match its hash")]
    [InlineData("update journal_line set debit = 'GOODWILL' where credit = 'FEE_INCOME'", "is no entry")]
    [InlineData("update journal_line set amount = 9223372036854775807 where credit = 'FEE_INCOME'", "does not match its hash")]
    [InlineData("delete from journal_entry where kind = 'repayment'", "block 1 does not follow")]
    [InlineData("delete from seal_block where log = 'journal_entry' and number = 1", "is out of its place")]
    [InlineData("delete from seal_block where log = 'journal_entry' and number = 2", "is missing")]
    [InlineData("update balance set debits = debits + 1 where account = 'CASH' and owner = 'SINA' and tranche = 'employment'", "day 2026-11-22 of CASH SINA employment")]
    [InlineData("update balance set account = 'GOODWILL' where account = 'FEES_SETTLED'", "day 2026-11-22 of GOODWILL SERVICER")]
    [InlineData("delete from balance where account = 'FEES_SETTLED'", "day 2026-11-22 of FEES_SETTLED SERVICER is missing")]
    [InlineData("update funder set remitted = remitted + 1 where code = 'SINA'", "funder SINA differs from what the entries give: remittedRials is 10, not 9")]
    [InlineData("update funded_loan set collected_sina = collected_sina + 1 where state = 'lent'", "collectedRials is 85, not 84")]
    [InlineData("update funded_loan set state = 'lent' where state = 'returned'", "returnedRials is 0, not 8400")]
    [InlineData("delete from funded_loan where state = 'returned'", "is missing from the report")]
    public async Task A_proof_of_damaged_books_says_where(string damage, string named)
    {
        using var bench = await ProofBench.FillAsync();
        bench.Damage(damage);

        var report = await ProofBench.CheckAsync(await ProofBench.WriteAsync(bench));

        Assert.Contains(report.Differences, difference => difference.Contains(named, StringComparison.Ordinal));
    }
}
