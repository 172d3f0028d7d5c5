using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Calendar;
using NodaTime;

namespace LoanServicing.Domain.Tests.Calendar;

public class BusinessDaysTests
{
    private const string Kerman = "Kerman";
    private static readonly string[] Provinces = [Kerman, "Yazd"];

    private static readonly BusinessDays Days = BusinessDays.Of(
        new HolidayTable(
            [new WeeklyHoliday("Friday"), new WeeklyHoliday("Thursday", "1406/01/01", "1406/12/29", [Kerman])],
            [new Holiday("1405/10/05", "a day on a Saturday"), new Holiday("1405/10/06", "the day after it", ["Yazd"])]),
        Provinces);

    /// <summary>Tables with up to six weekly holidays in some years, and days in a row.</summary>
    private static Gen<(BusinessDays Days, LocalDate Date)> Tables =>
        from weekly in Gen.SubListOf("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sunday")
        from year in Gen.Choose(1390, 1469)
        from run in Gen.Choose(0, 20)
        from date in Generators.LoanDay
        let first = SolarHijriDate.Create(year, 1, 1).ToIso()
        let dates = Enumerable.Range(0, run).Select(day => new Holiday(first.PlusDays(day).ToPersian(), $"day {day}"))
        let table = new HolidayTable([.. weekly.Select(day => new WeeklyHoliday(day, $"{year}/01/01"))], [.. dates])
        from near in Gen.Elements(date, first, first.PlusDays(run / 2))
        select (BusinessDays.Of(table, [Kerman]), near);

    [Theory]
    [InlineData("1405/10/03", Kerman, "1405-10-03")] // Thursday
    [InlineData("1405/10/04", Kerman, "1405-10-06")] // Friday, and the Saturday after it is a holiday too
    [InlineData("1405/10/04", "Yazd", "1405-10-07")]
    [InlineData("1405/10/06", Kerman, "1405-10-06")]
    [InlineData("1405/12/27", Kerman, "1405-12-27")] // Thursdays are business days in 1405,
    [InlineData("1406/01/05", Kerman, "1406-01-07")] // in 1406 they are not,
    [InlineData("1406/01/05", "Yazd", "1406-01-05")] // except in the other province,
    [InlineData("1407/01/04", Kerman, "1407-01-04")] // and in 1407 they are again.
    public void A_day_on_which_banks_are_closed_leads_to_the_next_on_which_they_are_open(string date, string province, string expected) =>
        Assert.Equal(expected, Days.NextBusinessDay(province, Iso(date)).ToPersian());

    [Theory]
    [InlineData("1405/10/05", "1405-10-03")]
    [InlineData("1405/10/06", "1405-10-06")]
    public void The_last_business_day_lies_before_the_holidays(string date, string expected) =>
        Assert.Equal(expected, Days.LastBusinessDay(Kerman, Iso(date)).ToPersian());

    [Fact]
    public void A_province_without_a_table_is_a_bug() => Assert.Throws<ArgumentException>(() => Days.IsHoliday("Tehran", Iso("1405/10/05")));

    [Fact]
    public void Between_a_day_and_its_next_business_day_lie_holidays_only() => Generators.Check(Tables, x =>
    {
        var next = x.Days.NextBusinessDay(Kerman, x.Date);

        Assert.False(x.Days.IsHoliday(Kerman, next));
        Assert.All(Enumerable.Range(0, Period.DaysBetween(x.Date, next)), day => Assert.True(x.Days.IsHoliday(Kerman, x.Date.PlusDays(day))));
        Assert.Equal(next, x.Days.NextBusinessDay(Kerman, next));
    });

    [Fact]
    public void A_later_day_has_no_earlier_business_day() => Generators.Check(Tables, x =>
        Assert.True(x.Days.NextBusinessDay(Kerman, x.Date) <= x.Days.NextBusinessDay(Kerman, x.Date.PlusDays(1))));

    [Fact]
    public void A_due_date_is_late_exactly_where_it_is_not_after_the_last_business_day_before_today() => Generators.Check(Tables, x =>
    {
        var lastLate = x.Days.LastBusinessDay(Kerman, x.Date.PlusDays(-1));

        Assert.All(Enumerable.Range(-40, 60).Select(x.Date.PlusDays), due =>
            Assert.Equal(due <= lastLate, x.Days.NextBusinessDay(Kerman, due) < x.Date));
    });

    private static LocalDate Iso(string persian) => Vectors.PersianAsIso(persian);
}
