using FsCheck.Fluent;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using NodaTime;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>What the closes of successive days say of a loan of which nothing is paid.</summary>
public class LoanDayTests
{
    private static readonly LocalDate Due = LoanCases.Day("1405-08-30"); // a Thursday

    [Fact]
    public void It_is_announced_once_is_overdue_on_the_day_after_and_then_once_a_month() =>
        Assert.Equal(
            ["1405-08-27 due", "1405-09-01 overdue", "1405-09-30 overdue", "1405-10-30 overdue", "1405-11-01 past_due", "1405-11-30 overdue"],
            Close(Due.PlusDays(-10), 105, LoanCases.NoHolidays));

    [Fact]
    public void Where_the_due_date_is_a_holiday_it_is_overdue_a_day_after_the_next_business_day()
    {
        var said = Close(Due.PlusDays(-10), 20, day => day == Due ? Due.PlusDays(2) : day);

        Assert.Equal(["1405-08-27 due", "1405-09-03 overdue"], said);
    }

    [Fact]
    public void Each_class_is_told_when_it_begins_and_once()
    {
        var said = Close(Due, 700, LoanCases.NoHolidays).Where(line => !line.EndsWith("due", StringComparison.Ordinal) || line.EndsWith("past_due", StringComparison.Ordinal));

        Assert.Equal(["1405-11-01 past_due", "1406-02-31 overdue_class", "1407-02-30 doubtful"], said);
    }

    [Fact]
    public void A_loan_that_is_paid_up_is_current_again()
    {
        var late = new LoanDay(LoanClass.Overdue, null, Due, null);

        Assert.Equal(LoanClass.Overdue, late.Close(null, Due.PlusDays(300), 3, LoanCases.NoHolidays).ClassBefore);
        Assert.Equal(LoanClass.Current, late.Close(null, Due.PlusDays(300), 3, LoanCases.NoHolidays).After.Class);
    }

    [Fact]
    public void Closing_a_day_again_says_nothing_more() => Generators.Check(
        from due in Generators.LoanDay
        from offset in Gen.Choose(-10, 700)
        from ahead in Gen.Choose(0, 10)
        select (due, day: due.PlusDays(offset), ahead),
        x =>
        {
            var first = LoanDay.Untold.Close(x.due, x.day, x.ahead, LoanCases.NoHolidays);

            Assert.False(first.After.Close(x.due, x.day, x.ahead, LoanCases.NoHolidays).IsAnything);
        });

    private static List<string> Close(LocalDate first, int days, Func<LocalDate, LocalDate> nextBusinessDay)
    {
        var (state, said) = (LoanDay.Untold, new List<string>());
        foreach (var day in Enumerable.Range(0, days).Select(first.PlusDays))
        {
            var close = state.Close(Due, day, 3, nextBusinessDay);
            state = close.After;
            var date = Domain.Calendar.SolarHijriDate.FromIso(day);
            said.AddRange(close.FallsDue ? [$"{date} due"] : []);
            said.AddRange(close.ClassBefore is null ? [] : [close.After.Class == LoanClass.Overdue ? $"{date} overdue_class" : $"{date} {close.After.Class.Code()}"]);
            said.AddRange(close.IsOverdue ? [$"{date} overdue"] : []);
        }

        return said;
    }
}
