using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>Statements of the plain loan, figure by figure: 12,000,000, lines of 545,454, fees of 480,000 and 240,000.</summary>
public class AccountStatementTests
{
    [Fact]
    public void A_receipt_that_bounces_lifts_the_debt_again_on_the_day_it_is_taken_back()
    {
        var life = new AccountLife(LoanCases.Plain);
        life.Pay(LoanCases.On("1405-07-30", 480_000));
        life.Pay(LoanCases.On("1405-08-30", 545_454));
        life.ComeTo(LoanCases.Day("1405-09-15"));
        life.Reverse(0);

        Assert.Equal(
            [
                (AccountMovementKind.PaidOut, "0 0", "12000000 0"),
                (AccountMovementKind.FeeDue, "0 0", "12000000 480000"),
                (AccountMovementKind.Receipt, "0 480000", "12000000 0"),
                (AccountMovementKind.Receipt, "545454 0", "11454546 0"),
                (AccountMovementKind.Reversal, "-480000 0", "11934546 0"), // the second receipt pays the fee first now
            ],
            Lines(life.Whole));
        Assert.Equal(new Rials(545_454), life.Whole.Closing.Received);
    }

    /// <summary>Seen when a letter said that a loan was settled by the receipt that had bounced.</summary>
    [Fact]
    public void A_receipt_that_replaces_one_taken_back_on_that_day_pays_what_that_one_had_paid()
    {
        var life = new AccountLife(LoanCases.Plain);
        life.Pay(LoanCases.On("1405-07-30", 12_480_000));
        life.ComeTo(LoanCases.Day("1405-09-15"));
        life.Pay(LoanCases.On("1405-09-15", 12_480_000));
        life.Reverse(0);
        life.Pay(LoanCases.On("1405-09-15", 3));
        life.Reverse(2);

        Assert.Equal(
            [
                (AccountMovementKind.Reversal, "-12000000 -480000", "12000000 480000"),
                (AccountMovementKind.Receipt, "12000000 480000", "0 0"),
                (AccountMovementKind.Receipt, "0 0", "0 0"),
                (AccountMovementKind.Reversal, "0 0", "0 0"),
            ],
            Lines(life.Statement(life.Today, life.Today)));
    }

    [Fact]
    public void The_fee_of_a_year_is_a_movement_of_the_day_on_which_the_year_begins()
    {
        var life = new AccountLife(LoanCases.Plain);
        life.Pay(LoanCases.On("1405-07-30", 480_000 + (11 * 545_454)));

        var statement = life.Statement(LoanCases.Day("1406-06-31"), LoanCases.Day("1406-06-31"));

        Assert.Equal([(AccountMovementKind.FeeDue, "0 0", "6000006 240000")], Lines(statement));
        Assert.Equal(Rials.Zero, statement.Opening.FeeDue);
    }

    [Fact]
    public void A_write_off_waives_the_fee_and_what_comes_later_is_recovery_and_then_credit()
    {
        var life = new AccountLife(LoanCases.Plain);
        life.Pay(LoanCases.On("1405-08-01", 480_000 + 2_000_000));
        life.ComeTo(LoanCases.Day("1406-07-01"));
        life.WriteOff();
        life.ComeTo(LoanCases.Day("1406-07-02"));
        life.Pay(LoanCases.On("1406-07-02", 10_000_007));
        life.Refund(new Rials(7));

        var whole = life.Whole;

        Assert.Equal((new Rials(10_000_000), new Rials(10_000_000), Rials.Zero), (whole.Closing.WrittenOff, whole.Closing.Recovered, whole.Closing.CreditBalance));
        var writeOff = whole.Movements.Single(movement => movement.Kind == AccountMovementKind.WriteOff);
        Assert.Equal((new Rials(-240_000), Rials.Zero), (writeOff.Change.FeeCharged, writeOff.After.FeeDue));
        Assert.Equal((Rials.Zero, Rials.Zero), (whole.Closing.Outstanding, whole.Closing.FeeDue));
    }

    [Fact]
    public void A_period_before_the_loan_was_paid_out_is_empty_and_one_that_ends_before_it_begins_is_refused()
    {
        var life = new AccountLife(LoanCases.Plain);

        var before = life.Statement(LoanCases.Day("1405-06-01"), LoanCases.Day("1405-06-30"));

        Assert.Empty(before.Movements);
        Assert.Equal((default, default), (before.Opening, before.Closing));
        Assert.Throws<ArgumentOutOfRangeException>(() => life.Statement(LoanCases.Day("1405-07-02"), LoanCases.Day("1405-07-01")));
    }

    private static IEnumerable<(AccountMovementKind Kind, string Paid, string Balance)> Lines(AccountStatement statement) => statement.Movements.Select(
        movement => (movement.Kind, $"{movement.Change.Principal} {movement.Change.FeePaid}", $"{movement.After.Outstanding} {movement.After.FeeDue}"));
}
