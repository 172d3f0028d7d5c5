using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using NodaTime;

namespace LoanServicing.Domain.Tests.Classification;

public class LoanClassesTests
{
    private static Gen<(LocalDate Due, LocalDate AsOf)> Days =>
        from due in Generators.LoanDay
        from days in Gen.OneOf(Gen.Choose(-30, 900), Gen.Choose(55, 65), Gen.Choose(180, 190), Gen.Choose(540, 560))
        select (due, due.PlusDays(days));

    [Theory]
    [InlineData("1405-01-31", "1405-01-30", "current", 0, 0)]
    [InlineData("1405-01-31", "1405-01-31", "current", 0, 0)]
    [InlineData("1405-01-31", "1405-03-31", "current", 2, 62)]
    [InlineData("1405-01-31", "1405-04-01", "past_due", 2, 63)]
    [InlineData("1405-01-31", "1405-07-30", "past_due", 6, 185)]
    [InlineData("1405-01-31", "1405-08-01", "overdue", 6, 186)]
    [InlineData("1405-01-31", "1406-07-29", "overdue", 17, 549)]
    [InlineData("1405-01-31", "1406-07-30", "doubtful", 18, 550)]
    [InlineData("1403-12-30", "1404-12-28", "overdue", 11, 364)]
    [InlineData("1403-12-30", "1404-12-29", "overdue", 12, 365)]
    public void The_last_day_of_a_shorter_month_completes_the_month(string due, string asOf, string expected, int months, int days)
    {
        var (dueDate, day) = (Vectors.PersianAsIso(due), Vectors.PersianAsIso(asOf));

        Assert.Equal(expected, LoanClasses.Of(dueDate, day).Code());
        Assert.Equal(months, LoanClasses.MonthsOverdue(dueDate, day));
        Assert.Equal(days, LoanClasses.DaysOverdue(dueDate, day, sameDay => sameDay));
    }

    [Fact]
    public void A_class_never_improves_as_days_pass() => Generators.Check(Days, x =>
        Assert.True(LoanClasses.Of(x.Due, x.AsOf) <= LoanClasses.Of(x.Due, x.AsOf.PlusDays(1))));

    [Fact]
    public void Full_months_are_counted_as_stepping_month_by_month_counts_them() => Generators.Check(Days, x =>
    {
        var due = SolarHijriDate.FromIso(x.Due);
        var stepped = Enumerable.Range(1, 40).TakeWhile(months => due.PlusMonths(months, due.Day).ToIso() <= x.AsOf).Count();

        Assert.Equal(stepped, LoanClasses.MonthsOverdue(x.Due, x.AsOf));
    });

    [Fact]
    public void The_class_follows_from_the_full_months_and_the_days_beyond_them() => Generators.Check(Days, x =>
    {
        var due = SolarHijriDate.FromIso(x.Due);
        var months = LoanClasses.MonthsOverdue(x.Due, x.AsOf);
        var beyond = due.PlusMonths(months, due.Day).ToIso() < x.AsOf;
        var expected = (months, beyond) switch
        {
            (< 2, _) or (2, false) => LoanClass.Current,
            (< 6, _) or (6, false) => LoanClass.PastDue,
            (< 18, _) => LoanClass.Overdue,
            _ => LoanClass.Doubtful,
        };

        Assert.Equal(expected, LoanClasses.Of(x.Due, x.AsOf));
    });

    [Fact]
    public void A_class_of_another_version_has_no_code() => Assert.Throws<ArgumentOutOfRangeException>(() => ((LoanClass)99).Code());
}
