using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Loans;

public class ArrearsReadingsTests
{
    private const long Line = 545_454;

    private static readonly BusinessDays Fridays = BusinessDays.Of(new HolidayTable([new WeeklyHoliday("Friday")], []), ["Kerman"]);

    /// <summary>30 Bahman 1405, on which the fifth instalment is due, is a Friday.</summary>
    [Theory]
    [InlineData("1405-11-30", "1405-12-01", 0, 0)]
    [InlineData("1405-12-01", "1405-12-01", 0, 0)]
    [InlineData("1405-12-02", "1405-12-01", 1, 0)]
    [InlineData("1405-12-29", "1405-12-01", 28, 1)]
    public void A_due_date_on_a_friday_is_late_after_the_saturday_and_its_months_count_from_itself(string asOf, string paidUntil, int days, int months)
    {
        var loan = LoanCases.Plain.After(LoanCases.On("1405-07-30", 480_000 + (3 * Line)));
        Assert.Equal(NodaTime.IsoDayOfWeek.Friday, LoanCases.Day("1405-11-30").DayOfWeek);

        var arrears = loan.ArrearsOn(LoanCases.Day(asOf), day => Fridays.NextBusinessDay("Kerman", day));

        Assert.Equal((LoanCases.Day("1405-11-30"), LoanCases.Day(paidUntil).PlusDays(1)), (arrears.OldestDue, arrears.LateFrom));
        Assert.Equal((days, months, LoanClass.Current), (arrears.DaysOverdue, arrears.MonthsOverdue, arrears.Class));
    }

    [Fact]
    public void Principal_and_fee_that_have_matured_stand_apart()
    {
        var arrears = LoanCases.Plain.After(LoanCases.On("1405-07-30", 80_000)).ArrearsOn(LoanCases.Day("1405-09-30"), LoanCases.NoHolidays);

        Assert.Equal((new Rials(2 * Line), new Rials(400_000), new Rials(400_000 + (2 * Line))), (arrears.MaturedPrincipal, arrears.MaturedFee, arrears.Matured));
    }

    [Fact]
    public void The_class_needs_no_holidays() => Generators.Check(LoanCases.Any, x =>
    {
        var (standing, _) = x.Loan.Ledger.Replay(x.Receipts);
        var loan = x.Loan with { Standing = standing };
        var asOf = (standing.LatestValueDate ?? loan.Ledger.PaidOutOn).PlusDays(x.Receipts.Count * 40);

        Assert.Equal(loan.ArrearsOn(asOf, LoanCases.NoHolidays).Class, loan.ClassOn(asOf));
    });

    [Fact]
    public void A_loan_on_a_day_of_the_past_is_what_was_received_by_then() => Generators.Check(LoanCases.Any, x =>
    {
        var asOf = x.Loan.Ledger.PaidOutOn.PlusDays(x.Receipts.Count * 40);
        var then = x.Receipts.Where(receipt => receipt.ValueDate <= asOf).ToList();
        var now = x.Loan with { Standing = x.Loan.Ledger.Replay(x.Receipts).Standing };

        var loan = now.AsItStood(asOf, x.Receipts, null);

        Assert.Equal(x.Loan.Ledger.Replay(then).Standing.PrincipalRepaid, loan.Standing.PrincipalRepaid);
        Assert.Equal(x.Loan.Shares - x.Loan.Shares.Standing(loan.Standing.PrincipalRepaid), loan.OwedOn(asOf));
        Assert.True(loan.State == LoanState.Active || loan.Outstanding.IsZero);
    });

    [Fact]
    public void A_payment_that_came_back_was_owed_until_then()
    {
        LoanReceipt[] receipts = [LoanCases.On("1405-07-30", 480_000 + Line)];
        var back = LoanCases.Plain.After(receipts).TakeBack().After;
        var day = LoanCases.Day("1405-08-15");

        var before = back.AsItStood(day, receipts, day.PlusDays(1));
        var onIt = back.AsItStood(day, receipts, day);

        Assert.Equal((LoanState.Active, new Rials(12_000_000 - Line)), (before.State, before.OwedOn(day).Total));
        Assert.Equal((LoanState.Returned, Rials.Zero), (onIt.State, onIt.OwedOn(day).Total));
    }

    [Fact]
    public void Nothing_is_owed_before_paying_out()
    {
        var loan = LoanCases.Plain;

        Assert.Equal(FunderShares.Zero, loan.OwedOn(loan.Ledger.PaidOutOn.PlusDays(-1)));
        Assert.Equal(loan.Shares, loan.OwedOn(loan.Ledger.PaidOutOn));
    }
}
