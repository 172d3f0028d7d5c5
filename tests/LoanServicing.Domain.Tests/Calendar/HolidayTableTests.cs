using LoanServicing.Domain.Calendar;

namespace LoanServicing.Domain.Tests.Calendar;

public class HolidayTableTests
{
    private static readonly string[] Provinces = ["Kerman", "Yazd"];

    private static WeeklyHoliday Friday => new("Friday");

    [Fact]
    public void Fridays_and_named_dates_are_sound() => Assert.Empty(
        Table([Friday, new("Thursday", "1405/01/01", "1405/12/29"), new("Thursday", "1406/01/01", Provinces: ["Yazd"])], new Holiday("1405/01/01", "Nowruz"))
            .Validate(Provinces));

    [Fact]
    public void A_table_may_be_empty() => Assert.Empty(Table([]).Validate(Provinces));

    [Theory]
    [InlineData("1404/12/30")]
    [InlineData("1405/13/01")]
    [InlineData("2026-03-21x")]
    [InlineData("")]
    public void A_date_that_does_not_exist_is_named(string date)
    {
        var problems = Table([new WeeklyHoliday("Friday", From: date)], new Holiday(date, "Nowruz")).Validate(Provinces);

        Assert.Equal(
            [
                $"The weekly holiday Friday has the date '{date}', which is no Solar Hijri date like 1405/01/31.",
                $"The holiday 'Nowruz' has the date '{date}', which is no Solar Hijri date like 1405/01/31.",
            ],
            problems);
    }

    [Theory]
    [InlineData("Freitag")]
    [InlineData("friday")]
    [InlineData("None")]
    [InlineData("5")]
    public void A_day_that_is_none_of_the_week_is_named(string day) => Assert.Equal(
        [$"The weekly holiday '{day}' is no day of the week; write Friday, for instance."], Table([new WeeklyHoliday(day)]).Validate(Provinces));

    [Fact]
    public void A_province_that_the_programme_does_not_have_is_named() => Assert.Equal(
        [
            "The weekly holiday Friday names the province 'Tehran', which the programme does not have; it has Kerman, Yazd.",
            "The holiday of 1404/06/01 names no province; leave provinces out where it is kept everywhere.",
        ],
        Table([new WeeklyHoliday("Friday", Provinces: ["Tehran"])], new Holiday("1404/06/01", "heat", [])).Validate(Provinces));

    [Fact]
    public void Ranges_that_overlap_or_end_before_they_begin_are_named()
    {
        Assert.Equal(
            ["The weekly holiday Thursday is written twice for the same days of Kerman."],
            Table([new("Thursday", "1405/01/01", "1406/06/31"), Friday, new("Thursday", "1406/06/31", Provinces: ["Kerman"])]).Validate(Provinces));
        Assert.Equal(
            ["The weekly holiday Thursday ends on 1405/01/01, before it begins on 1405/01/02."],
            Table([new("Thursday", "1405/01/02", "1405/01/01")]).Validate(Provinces));
    }

    [Fact]
    public void A_date_written_twice_for_a_province_is_named_and_one_without_a_name_too()
    {
        Assert.Equal(
            ["The holiday of 1405/01/01 is written twice for Kerman."],
            Table([Friday], new Holiday("1405/01/01", "Nowruz"), new Holiday("1405-1-1", "Nowruz", ["Kerman"])).Validate(Provinces));
        Assert.Equal(["The holiday of 1405/01/01 has no name."], Table([Friday], new Holiday("1405/01/01", " ")).Validate(Provinces));
    }

    [Fact]
    public void A_week_without_a_business_day_is_refused()
    {
        string[] others = ["Monday", "Tuesday", "Wednesday", "Thursday", "Saturday", "Sunday"];
        WeeklyHoliday[] weekly = [Friday, .. others.Select(day => new WeeklyHoliday(day, "1405/01/01", "1405/12/29"))];

        Assert.Equal(["Kerman has a holiday on every day of the week from 1405/01/01 on."], Table(weekly).Validate(["Kerman"]));
        Assert.Empty(Table(weekly[..^1]).Validate(["Kerman"]));
    }

    [Fact]
    public void A_table_without_its_lists_is_refused() =>
        Assert.Equal(["A table of holidays has the lists weekly and dates; write [] where there are none."], new HolidayTable(null!, []).Validate(Provinces));

    [Fact]
    public void Business_days_are_not_made_of_a_table_that_is_unsound() =>
        Assert.Throws<ArgumentException>(() => BusinessDays.Of(Table([new WeeklyHoliday("Freitag")]), Provinces));

    private static HolidayTable Table(IReadOnlyList<WeeklyHoliday> weekly, params Holiday[] dates) => new(weekly, dates);
}
