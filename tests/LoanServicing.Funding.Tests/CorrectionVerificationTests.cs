using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Tests.Reconciliation;
using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests;

/// <summary>Entries that correct others: each damage is named (rule R2).</summary>
public class CorrectionVerificationTests
{
    [Theory]
    [InlineData("update journal_line set amount = amount + 1 where entry_id = (select entry_id from journal_entry where kind = 'reversal')", "is not the opposite")]
    [InlineData("update journal_line set owner = 'ALAVI' where entry_id = (select entry_id from journal_entry where kind = 'reversal')", "is not the opposite")]
    [InlineData("update journal_entry set corrects = null where kind = 'reversal'", "is not the opposite")]
    [InlineData("update journal_entry set corrects = (select entry_id from journal_entry where kind = 'contribution' limit 1) where kind = 'reversal'", "is not the opposite")]
    [InlineData("delete from break_resolution where action = 'reverse'", "corrects without two people")]
    [InlineData("update break_resolution set status = 'refused' where action = 'reverse'", "corrects without two people")]
    [InlineData("update withdrawal set reversed_by = null", "is not marked as what the journal has taken back")]
    [InlineData("update contribution set reversed_by = contribution_id where funder = 'SINA'", "is not marked as what the journal has taken back")]
    public async Task A_damaged_correction_is_named(string damage, string named)
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84)));
        await bench.WithdrawAsync(EntryKinds.Remittance, Funders.Sina, 9);
        await bench.Database.ReadStatementAsync(Line(75_000_000, "DEP-1"));
        await bench.CompareAsync();
        await bench.ReverseAsync((await bench.QueryAsync<Guid>("select entry_id from journal_entry where kind = 'remittance'")).Single(), 9);
        await bench.AssertSoundAsync();

        bench.Damage(damage);

        Assert.Contains(
            (await bench.VerifyAsync()).Where(finding => finding.Rule == "R2").SelectMany(finding => finding.Problems),
            problem => problem.Contains(named, StringComparison.Ordinal));
    }
}
