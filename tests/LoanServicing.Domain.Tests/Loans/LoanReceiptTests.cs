using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>Paid out on 31 Shahrivar 1405, so due on the 31st or the last day of each month; year 2 begins on 31 Shahrivar 1406.</summary>
public class LoanReceiptTests
{
    private const long Line = 545_454;

    [Fact]
    public void The_fee_of_the_year_comes_first_then_the_oldest_principal()
    {
        var posting = LoanCases.Plain.Receive(LoanCases.On("1405-07-30", 480_000 + Line + 100));

        Assert.Equal(
            [new Allocation(1, Rials.Zero, new Rials(480_000)), new Allocation(2, new Rials(Line), Rials.Zero), new Allocation(3, new Rials(100), Rials.Zero)],
            posting.Allocations);
        Assert.Equal(new Rials(480_000), posting.Fee);
        Assert.Equal(LoanCases.Plain.Shares.Standing(new Rials(Line + 100)), posting.Funders);
    }

    [Fact]
    public void Several_receipts_pay_one_instalment_and_the_next_due_says_what_is_left_of_it()
    {
        var loan = LoanCases.Plain.After(LoanCases.On("1405-07-30", 480_000), LoanCases.On("1405-08-01", 1), LoanCases.On("1405-08-02", 2));

        Assert.Equal(new NextDue(2, LoanCases.Day("1405-08-30"), new Rials(Line - 3)), loan.NextDue);
    }

    [Fact]
    public void Money_in_advance_skips_the_fee_of_a_year_that_has_not_begun()
    {
        var posting = LoanCases.Plain.Receive(LoanCases.On("1405-07-30", 480_000 + (12 * Line)));

        Assert.Equal([1, .. Enumerable.Range(2, 11), 14], posting.Allocations.Select(allocation => allocation.Number));
        Assert.Equal(new Rials(480_000), posting.Fee);
    }

    [Fact]
    public void A_skipped_fee_is_charged_once_its_year_begins_on_what_is_then_outstanding()
    {
        var loan = LoanCases.Plain.After(LoanCases.On("1405-07-30", 480_000 + 9_000_000));
        var expected = ServiceFee.Capped(new Rials(3_000_000), 400, 12);
        var posting = loan.Receive(LoanCases.On("1406-06-31", 200_000));

        Assert.Equal(new NextDue(13, LoanCases.Day("1406-07-30"), expected), loan.NextDue);
        Assert.Equal(expected, posting.Fee);
        Assert.Equal(13, posting.Allocations[0].Number);
    }

    [Fact]
    public void The_fee_of_year_two_is_not_payable_a_day_before_the_year_begins()
    {
        var loan = LoanCases.Plain.After(LoanCases.On("1405-07-30", 480_000 + (11 * Line)));

        Assert.Equal(Rials.Zero, loan.FeeDue(LoanCases.Day("1406-06-30")));
        Assert.Equal(new Rials(240_000), loan.FeeDue(LoanCases.Day("1406-06-31")));
        Assert.Equal(Rials.Zero, loan.Receive(LoanCases.On("1406-06-30", 1)).Fee);
        Assert.Equal(new Rials(1), loan.Receive(LoanCases.On("1406-06-31", 1)).Fee);
    }

    [Fact]
    public void Arrears_of_principal_never_raise_a_fee_above_its_plan() =>
        Assert.Equal(new Rials(480_000 + 240_000), LoanCases.Plain.FeeDue(LoanCases.Day("1407-12-01")));

    [Fact]
    public void Early_settlement_drops_the_fees_of_years_not_begun()
    {
        var day = LoanCases.Day("1405-10-01");
        var posting = LoanCases.Plain.Receive(new LoanReceipt(day, LoanCases.Plain.Settlement(day)));

        Assert.Equal(new Rials(12_480_000), LoanCases.Plain.Settlement(day));
        Assert.Equal(LoanState.Settled, posting.After.State);
        Assert.Equal(LoanCases.Plain.Shares, posting.After.Repaid);
        Assert.Null(posting.After.NextDue);
    }

    [Fact]
    public void Too_much_is_the_borrowers_credit_and_so_is_all_that_comes_after_settlement()
    {
        var settled = LoanCases.Plain.Receive(LoanCases.On("1405-10-01", 12_480_007));
        var late = settled.After.Receive(LoanCases.On("1407-01-01", 500));

        Assert.Equal(new Rials(7), settled.Credit);
        Assert.Equal((FunderShares.Zero, Rials.Zero, new Rials(500)), (late.Funders, late.Fee, late.Credit));
        Assert.Empty(late.Allocations);
        Assert.Equal(LoanState.Settled, late.After.State);
    }

    [Fact]
    public void A_backdated_receipt_gives_back_a_fee_that_was_too_high()
    {
        var loan = LoanCases.Plain.After(LoanCases.On("1405-07-30", 480_000 + (11 * Line)), LoanCases.On("1406-07-30", 240_000));
        var early = LoanCases.On("1405-08-01", 3_000_000);
        Assert.True(loan.NeedsReplay(early.ValueDate));
        var posting = loan.Receive(early, [LoanCases.On("1405-07-30", 480_000 + (11 * Line)), LoanCases.On("1406-07-30", 240_000)]);

        Assert.Equal(new Rials(-120_000), posting.Fee);
        Assert.Equal(new Rials(3_120_000), posting.Funders.Total);
        Assert.Equal(new Rials(3_000_000), posting.Amount);
        Assert.Equal(new Rials(3_000_000), posting.Allocations.Select(allocation => allocation.Principal).Sum());
    }

    [Fact]
    public void A_backdated_receipt_on_a_settled_loan_becomes_credit_with_the_fee_it_would_have_saved()
    {
        LoanReceipt[] receipts = [LoanCases.On("1405-07-30", 480_000 + (11 * Line)), LoanCases.On("1407-01-01", 12_000_000)];
        var settled = LoanCases.Plain.After(receipts);
        var posting = settled.Receive(LoanCases.On("1406-01-01", 1_000_000), receipts);

        Assert.Equal((FunderShares.Zero, new Rials(-40_000), new Rials(1_040_000)), (posting.Funders, posting.Fee, posting.Credit));
        Assert.Equal(LoanState.Settled, posting.After.State);
    }

    [Fact]
    public void Receipts_on_a_loan_whose_payment_came_back_are_credit_whatever_their_date()
    {
        var back = LoanCases.Plain.After(LoanCases.On("1405-08-01", 600_000)).TakeBack().After;
        Assert.False(back.NeedsReplay(LoanCases.Day("1405-07-01")));
        var posting = back.Receive(LoanCases.On("1405-07-01", 9));

        Assert.Equal(new Rials(9), posting.Credit);
        Assert.Equal(LoanCases.Day("1405-08-01"), posting.After.Standing.LatestValueDate);
        Assert.Equal(LoanState.Returned, posting.After.State);
        Assert.Equal(Arrears.None, posting.After.ArrearsOn(LoanCases.Day("1408-01-01"), LoanCases.NoHolidays));
    }

    [Fact]
    public void Arrears_count_from_the_oldest_unpaid_instalment()
    {
        var loan = LoanCases.Plain.After(LoanCases.On("1405-07-30", 480_000));

        Arrears On(string day) => loan.ArrearsOn(LoanCases.Day(day), LoanCases.NoHolidays);
        var (due, late) = (LoanCases.Day("1405-08-30"), LoanCases.Day("1405-09-01"));

        Assert.Equal(Arrears.None, On("1405-08-29"));
        Assert.Equal(new Arrears(LoanClass.Current, due, late, 0, 0, new Rials(Line), Rials.Zero), On("1405-08-30"));
        Assert.Equal(new Arrears(LoanClass.PastDue, due, late, 61, 2, new Rials(3 * Line), Rials.Zero), On("1405-11-01"));
    }

    [Fact]
    public void A_receipt_before_the_latest_or_before_paying_out_or_of_nothing_is_a_bug()
    {
        var loan = LoanCases.Plain.After(LoanCases.On("1405-08-01", 5));

        Assert.Throws<ArgumentOutOfRangeException>(() => loan.Receive(LoanCases.On("1405-07-30", 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LoanCases.Plain.Receive(LoanCases.On("1405-06-30", 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LoanCases.Plain.Receive(LoanCases.On("1405-08-01", 0)));
    }

    [Fact]
    public void A_loan_without_a_fee_is_principal_only()
    {
        var posting = LoanCases.Open(1_000, 3, FeeMethod.NoFee).Receive(LoanCases.On("1405-06-31", 1_000));

        Assert.Equal([333L, 333L, 334L], posting.Allocations.Select(allocation => allocation.Principal.Value));
        Assert.Equal(LoanState.Settled, posting.After.State);
    }

    [Fact]
    public void A_loan_whose_shares_are_not_its_principal_is_not_opened() =>
        Assert.Throws<ArgumentException>(() => Loan.Open(LoanCases.Plain.Ledger, new FunderShares(new Rials(1), new Rials(2))));
}
