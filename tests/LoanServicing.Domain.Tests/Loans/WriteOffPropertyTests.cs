using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>R6: a write-off takes all that is outstanding, and what comes later goes back to the funders by the loss that each took.</summary>
public class WriteOffPropertyTests
{
    private static Gen<(Loan Loan, IReadOnlyList<LoanReceipt> Before, IReadOnlyList<LoanReceipt> After)> AnyWriteOff =>
        from start in LoanCases.Any
        from cut in Gen.Choose(0, 12)
        let sorted = start.Receipts.OrderBy(receipt => receipt.ValueDate).ToList()
        select (start.Loan, (IReadOnlyList<LoanReceipt>)[.. sorted.Take(cut)], (IReadOnlyList<LoanReceipt>)[.. start.Receipts.Except(sorted.Take(cut))]);

    [Fact]
    public void A_write_off_takes_the_whole_and_no_money_moves() => Generators.Check(AnyWriteOff, x =>
    {
        var loan = x.Loan.After([.. x.Before]);
        if (loan.State != LoanState.Active)
        {
            Assert.Throws<InvalidOperationException>(() => loan.WriteOff(loan.Ledger.PaidOutOn));
            return;
        }

        var posting = loan.WriteOff(loan.Standing.LatestValueDate ?? loan.Ledger.PaidOutOn);

        Assert.Equal((Rials.Zero, loan.OutstandingShares), (posting.Amount, posting.WrittenOff));
        Assert.Equal((Rials.Zero, Rials.Zero, FunderShares.Zero), (posting.After.Outstanding, posting.After.Settlement(loan.Ledger.PaidOutOn.PlusDays(9_000)), posting.After.Recovered));
        Assert.Null(posting.After.NextDue);
        Assert.Equal(Arrears.None, posting.After.ArrearsOn(loan.Ledger.PaidOutOn.PlusDays(9_000), LoanCases.NoHolidays));
    });

    [Fact]
    public void What_comes_later_recovers_the_loss_and_never_more_whatever_the_order() => Generators.Check(AnyWriteOff, x =>
    {
        var loan = x.Loan.After([.. x.Before]);
        if (loan.State != LoanState.Active)
        {
            return;
        }

        var received = x.Before.ToList();
        loan = loan.WriteOff(loan.Standing.LatestValueDate ?? loan.Ledger.PaidOutOn).After;
        foreach (var receipt in x.After)
        {
            var posting = loan.NeedsReplay(receipt.ValueDate) ? loan.Receive(receipt, received) : loan.Receive(receipt);
            received.Add(receipt);
            loan = posting.After;

            Assert.Equal(receipt.Amount, posting.Amount);
            Assert.Equal(loan.Ledger.Principal, loan.Standing.PrincipalRepaid + loan.Outstanding + loan.WrittenOff.Total);
            Assert.Equal(loan.Shares, loan.Repaid + loan.WrittenOff);
            Assert.True(loan.Recovered.Alavi <= loan.WrittenOff.Alavi && loan.Recovered.Sina <= loan.WrittenOff.Sina);
            Assert.False(loan.Recovered.Alavi.IsNegative || loan.Recovered.Sina.IsNegative);
            Assert.Equal(loan.Standing.Recovered, loan.Recovered.Total);
            Assert.Equal(loan.Ledger.Replay(received).Standing, loan.Standing);
            Assert.True(loan.Standing.Credit.IsZero || loan.Recovered == loan.WrittenOff || loan.WrittenOff.Total.IsZero);
        }

        while (received.Count > 0)
        {
            received.RemoveAt(received.Count / 2);
            loan = loan.Reverse(received).After;
            Assert.Equal(loan.Ledger.Replay(received).Standing, loan.Standing);
        }

        Assert.Equal((loan.Shares, LoanState.WrittenOff), (loan.WrittenOff, loan.State));
    });

    [Fact]
    public void A_loan_that_is_written_off_takes_no_other_plan_and_no_second_write_off()
    {
        var loan = LoanCases.Plain.WriteOff(LoanCases.Day("1406-01-01")).After;

        Assert.Throws<InvalidOperationException>(() => loan.WriteOff(LoanCases.Day("1406-01-02")));
        Assert.Throws<InvalidOperationException>(() => loan.TakeBack());
        Assert.Equal(LoanState.Active, loan.AsOf(LoanCases.Day("1405-12-29"), []).State);
        Assert.Equal(LoanState.WrittenOff, loan.AsOf(LoanCases.Day("1406-01-01"), []).State);
    }
}
