using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Tests.Loans;

public class LoanPropertyTests
{
    [Fact]
    public void Receipts_in_any_order_of_arrival_give_the_standing_of_their_value_dates() => Generators.Check(LoanCases.AnyDecided, x =>
    {
        var arrived = Arrivals(x.Loan, x.Receipts).LastOrDefault()?.After ?? x.Loan;
        var sorted = x.Loan.After([.. x.Receipts.OrderBy(receipt => receipt.ValueDate)]);

        Assert.Equal(sorted.Standing, arrived.Standing);
        Assert.Equal(sorted.State, arrived.State);
        Assert.Equal(sorted.Repaid, arrived.Repaid);
    });

    [Fact]
    public void The_standing_is_that_of_a_model_which_keeps_every_row() => Generators.Check(LoanCases.AnyDecided, x =>
    {
        var (standing, _) = x.Loan.Ledger.Replay(x.Receipts);
        var model = new RowByRowModel(x.Loan, x.Receipts);

        Assert.Equal((model.PrincipalRepaid, model.FeePaid, model.LatePaid, model.Credit), (standing.PrincipalRepaid, standing.FeePaid, standing.Late.Paid, standing.Credit));
    });

    [Fact]
    public void Every_rial_received_is_allocated_once_or_is_credit() => Generators.Check(LoanCases.AnyDecided, x =>
    {
        var (standing, steps) = x.Loan.Ledger.Replay(x.Receipts);

        Assert.Equal(x.Receipts.Select(receipt => receipt.Amount).Sum(), standing.Received);
        foreach (var (receipt, step) in x.Receipts.Zip(steps))
        {
            Assert.Equal(receipt.Amount, step.Allocations.Select(allocation => allocation.Principal + allocation.Fee).Sum() + step.Late + step.Credit);
            Assert.False(step.Credit.IsNegative);
            Assert.All(step.Allocations, allocation => Assert.False(allocation.Principal.IsNegative || allocation.Fee.IsNegative));
            Assert.Equal(step.Allocations.Select(allocation => allocation.Number).Distinct().Order(), step.Allocations.Select(allocation => allocation.Number));
        }
    });

    [Fact]
    public void Postings_are_differences_of_standings_and_sum_to_them() => Generators.Check(LoanCases.AnyDecided, x =>
    {
        var postings = Arrivals(x.Loan, x.Receipts).ToList();
        var after = postings.LastOrDefault()?.After ?? x.Loan;

        Assert.Equal(x.Receipts.Select(receipt => receipt.Amount), postings.Select(posting => posting.Amount));
        Assert.Equal(after.Repaid, postings.Aggregate(FunderShares.Zero, (sum, posting) => sum + posting.Funders));
        Assert.Equal(after.Standing.FeePaid, postings.Select(posting => posting.Fee).Sum());
        Assert.Equal(after.Standing.Credit, postings.Select(posting => posting.Credit).Sum());
        Assert.Equal(after.Standing.Late.Paid, postings.Select(posting => posting.Late).Sum());
        Assert.All(postings, posting => Assert.Equal(posting.After.Shares.Standing(posting.After.Standing.PrincipalRepaid), posting.After.Repaid));
    });

    /// <summary>So what was refunded within the credit of its day stays within it.</summary>
    [Fact]
    public void A_further_receipt_on_whatever_day_takes_no_credit_away() => Generators.Check(LoanCases.Any, x =>
        Assert.All(Arrivals(x.Loan, x.Receipts), posting => Assert.False(posting.Credit.IsNegative)));

    [Fact]
    public void Principal_is_repaid_or_outstanding_and_no_share_is_negative() => Generators.Check(LoanCases.Any, x =>
    {
        foreach (var loan in Arrivals(x.Loan, x.Receipts).Select(posting => posting.After))
        {
            Assert.Equal(loan.Ledger.Principal, loan.Standing.PrincipalRepaid + loan.Outstanding);
            Assert.Equal(loan.Shares, loan.Repaid + loan.OutstandingShares);
            Assert.False(loan.Repaid.Alavi.IsNegative || loan.Repaid.Sina.IsNegative);
            Assert.False(loan.OutstandingShares.Alavi.IsNegative || loan.OutstandingShares.Sina.IsNegative);
            Assert.False(loan.Standing.Credit.IsNegative);
        }
    });

    [Fact]
    public void A_settled_loan_stays_settled_and_has_returned_exactly_the_shares() => Generators.Check(LoanCases.Any, x =>
    {
        var settled = false;
        foreach (var loan in Arrivals(x.Loan, x.Receipts).Select(posting => posting.After))
        {
            Assert.True(!settled || loan.State == LoanState.Settled);
            settled = loan.State == LoanState.Settled;
            var day = loan.Standing.LatestValueDate!.Value;
            Assert.Equal(loan.Outstanding.IsZero && loan.FeeDue(day).IsZero, loan.NextDue is null); // a fee may be owed when the principal is repaid, where due principal goes first
            Assert.Equal(settled, loan.Repaid == loan.Shares && loan.FeeDue(day).IsZero && loan.LateDue(day).IsZero);
            Assert.True(settled || loan.Standing.Credit.IsZero);
        }
    });

    [Fact]
    public void No_fee_is_above_its_plan_or_the_cap_of_its_year() => Generators.Check(LoanCases.Any, x =>
    {
        var (standing, _) = x.Loan.Ledger.Replay(x.Receipts);
        var plan = x.Loan.Ledger.Plan;
        for (var year = 1; year <= standing.Years.Count; year++)
        {
            var (opening, feePaid) = standing.Years[year];
            var planned = plan.Instalments.Where(row => plan.LoanYearOf(row.Number) == year).Select(row => row.Fee).Sum();
            Assert.True(feePaid <= planned);
            Assert.True(feePaid <= ServiceFee.Capped(opening, plan.Terms.FeeRateBasisPoints, plan.MonthsInLoanYear(year)));
        }
    });

    [Fact]
    public void Paying_the_settlement_amount_settles_on_any_day_and_a_rial_less_does_not() => Generators.Check(LoanCases.Any, x =>
    {
        var loan = x.Loan.After([.. x.Receipts.OrderBy(receipt => receipt.ValueDate).Take(5)]);
        var asOf = (loan.Standing.LatestValueDate ?? loan.Ledger.PaidOutOn).PlusDays(x.Receipts.Count * 20);
        var settlement = loan.Settlement(asOf);
        if (loan.State == LoanState.Settled)
        {
            Assert.Equal(Rials.Zero, settlement);
            return;
        }

        var paid = loan.Receive(new LoanReceipt(asOf, settlement));
        Assert.Equal(LoanState.Settled, paid.After.State);
        Assert.Equal(Rials.Zero, paid.Credit);
        if (settlement.Value > 1)
        {
            Assert.Equal(LoanState.Active, loan.Receive(new LoanReceipt(asOf, settlement - new Rials(1))).After.State);
        }
    });

    [Fact]
    public void Rows_arrears_and_next_due_tell_the_same_story() => Generators.Check(LoanCases.Any, x =>
    {
        var (standing, _) = x.Loan.Ledger.Replay(x.Receipts);
        var rows = x.Loan.Ledger.Rows(standing).ToList();
        var asOf = (standing.LatestValueDate ?? x.Loan.Ledger.PaidOutOn).PlusDays(x.Receipts.Count * 30);
        var matured = rows.Where(row => row.Instalment.DueDate <= asOf && row.Unpaid.IsPositive).ToList();
        var arrears = x.Loan.Ledger.ArrearsOf(standing, asOf, LoanCases.NoHolidays);
        var first = rows.Where(row => row.Unpaid.IsPositive).Cast<InstalmentStanding?>().FirstOrDefault();

        Assert.Equal(matured.Select(row => row.Unpaid).Sum(), arrears.Matured);
        Assert.Equal(matured.Count == 0 ? null : matured[0].Instalment.DueDate, arrears.OldestDue);
        Assert.Equal(first?.Instalment.Number, x.Loan.Ledger.NextDueOf(standing)?.Number);
        Assert.Equal(first?.Unpaid, x.Loan.Ledger.NextDueOf(standing)?.Amount);
        Assert.Equal(standing.PrincipalRepaid, rows.Select(row => row.PrincipalPaid).Sum());
        Assert.Equal(standing.FeePaid, rows.Select(row => row.FeePaid).Sum());
    });

    [Fact]
    public void A_payment_that_came_back_leaves_only_the_borrowers_credit() => Generators.Check(LoanCases.Any, x =>
    {
        var loan = Arrivals(x.Loan, x.Receipts).LastOrDefault()?.After ?? x.Loan;
        var back = loan.TakeBack();

        Assert.Equal(Rials.Zero, back.Amount);
        Assert.Equal(FunderShares.Zero, back.After.Repaid);
        Assert.Equal(loan.Standing.Received, back.After.Standing.Credit);
        Assert.Equal(Rials.Zero, back.After.Outstanding);
        Assert.Equal(loan.Ledger.Principal, back.After.ReturnedUnpaid);
        Assert.Equal(Rials.Zero, back.After.Settlement(loan.Ledger.PaidOutOn));
    });

    private static IEnumerable<LoanPosting> Arrivals(Loan opened, IReadOnlyList<LoanReceipt> receipts)
    {
        var loan = opened;
        for (var count = 0; count < receipts.Count; count++)
        {
            var posting = loan.NeedsReplay(receipts[count].ValueDate)
                ? loan.Receive(receipts[count], [.. receipts.Take(count)])
                : loan.Receive(receipts[count]);
            loan = posting.After;
            yield return posting;
        }
    }
}
