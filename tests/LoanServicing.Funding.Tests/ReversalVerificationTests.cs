using LoanServicing.Contracts;
using LoanServicing.Funding.Tests.Reconciliation;
using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests;

/// <summary>Entries that take receipts back: each damage is named (rules R2 and R7).</summary>
public class ReversalVerificationTests
{
    private const string Reversal = "(select entry_id from journal_entry where kind = 'receipt-reversal' and bank_reference = 'R-1')";

    private const string IntoSuspense = "(select entry_id from journal_entry where kind = 'receipt-reversal' and bank_reference is null)";

    [Theory]
    [InlineData("R2", $"update journal_entry set corrects = null where entry_id = {Reversal}", "does not take back what the receipt")]
    [InlineData("R2", $"update journal_entry set corrects = (select entry_id from journal_entry where bank_reference = 'R-2' and kind = 'repayment') where entry_id = {Reversal}", "does not take back what the receipt")]
    [InlineData("R2", $"update journal_line set amount = amount + 1 where entry_id = {Reversal}", "does not take back what the receipt")]
    [InlineData("R2", $"update journal_entry set subject_id = source_id where entry_id = {Reversal}", "does not take back what the receipt")]
    [InlineData("R2", $"update journal_entry set corrects = (select corrects from journal_entry where entry_id = {Reversal}) where entry_id = {IntoSuspense}", "is corrected more than once")]
    [InlineData("R2", "update journal_entry set source_id = entry_id where kind = 'suspense'", "takes a receipt back into suspense")]
    [InlineData("R2", "update journal_receipt set suspense_id = receipt_id where suspense_id is not null", "takes a receipt back into suspense")]
    [InlineData("R7", $"update bank_movement set excluded = 0 where entry_id = {Reversal}", "only one of the two is left out")]
    [InlineData("R7", "update bank_movement set excluded = 0 where reference = 'R-1' and kind = 'repayment'", "only one of the two is left out")]
    [InlineData("R7", "update bank_movement set excluded = 1 where reference = 'R-3' and kind = 'repayment'", "is left out without two people")]
    public async Task A_damaged_reversal_is_named(string rule, string damage, string named)
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(8_400);
        var receipts = Enumerable.Range(1, 3).Select(n => Facts.Repaid(loan, Facts.Exact(84 * n)) with { BankReference = $"R-{n}" }).ToList();
        await bench.SendAsync([.. receipts.Cast<IFact>(), Facts.Reversed(receipts[0]), Facts.Reversed(receipts[1], suspenseId: Guid.CreateVersion7())]);
        await bench.Database.ReadStatementAsync(Line(75_000_000, "DEP-1"));
        await bench.CompareAsync();
        await bench.AssertSoundAsync();

        bench.Damage(damage);

        Assert.Contains(
            (await bench.VerifyAsync()).Where(finding => finding.Rule == rule).SelectMany(finding => finding.Problems),
            problem => problem.Contains(named, StringComparison.Ordinal));
    }
}
