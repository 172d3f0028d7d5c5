using System.Globalization;
using FsCheck.Fluent;
using LoanServicing.Domain.Calendar;
using NodaTime;

namespace LoanServicing.Domain.Tests.Calendar;

public class SolarHijriDateTests
{
    [Fact]
    public void Every_day_survives_the_way_to_iso_and_back_and_agrees_with_the_framework_calendar() => Generators.Check(Generators.AnyDay, iso =>
    {
        var date = SolarHijriDate.FromIso(iso);
        var framework = new PersianCalendar();
        var day = iso.ToDateTimeUnspecified();

        Assert.Equal(iso, date.ToIso());
        Assert.Equal(CalendarSystem.Iso, date.ToIso().Calendar);
        Assert.Equal((framework.GetYear(day), framework.GetMonth(day), framework.GetDayOfMonth(day)), (date.Year, date.Month, date.Day));
        Assert.Equal(framework.GetDaysInMonth(date.Year, date.Month), SolarHijriDate.MonthLength(date.Year, date.Month));
    });

    [Fact]
    public void The_text_of_every_day_is_read_back_in_every_digit_and_separator() => Generators.Check(
        from iso in Generators.AnyDay
        from zero in Gen.Elements('0', '\u06F0', '\u0660')
        from separator in Gen.Elements('-', '/')
        select (iso, zero, separator),
        x =>
        {
            var date = SolarHijriDate.FromIso(x.iso);
            var text = string.Concat(date.ToString().Select(c => c == '-' ? x.separator : (char)(c - '0' + x.zero)));

            Assert.True(SolarHijriDate.TryParse($"  {text} ", out var read));
            Assert.Equal(date, read);
        });

    [Fact]
    public void Order_is_the_order_of_days() => Generators.Check(
        from left in Generators.LoanDay
        from right in Gen.OneOf(Generators.AnyDay, Gen.Choose(-40, 40).Select(left.PlusDays))
        select (left, right),
        pair =>
        {
            var (left, right) = (SolarHijriDate.FromIso(pair.left), SolarHijriDate.FromIso(pair.right));
            Assert.Equal(pair.left < pair.right, left < right);
            Assert.Equal(pair.left > pair.right, left > right);
            Assert.Equal(pair.left <= pair.right, left <= right);
            Assert.Equal(pair.left >= pair.right, left >= right);
            Assert.Equal(Math.Sign(pair.left.CompareTo(pair.right)), Math.Sign(left.CompareTo(right)));
        });

    [Fact]
    public void The_anchor_never_decays_and_steps_never_depend_on_the_way() => Generators.Check(
        from iso in Generators.LoanDay
        from anchor in Gen.Choose(1, 31)
        from months in Gen.Choose(-600, 600)
        select (iso, anchor, months),
        x =>
        {
            var start = SolarHijriDate.FromIso(x.iso);
            var moved = start.PlusMonths(x.months, x.anchor);

            Assert.Equal((start.Year * 12) + start.Month + x.months, (moved.Year * 12) + moved.Month);
            Assert.Equal(Math.Min(x.anchor, SolarHijriDate.MonthLength(moved.Year, moved.Month)), moved.Day);
            Assert.Equal(moved, start.PlusMonths(x.months - 1, x.anchor).PlusMonths(1, x.anchor));
        });

    [Theory]
    [InlineData("1404-12-29", "1404-12-29")]
    [InlineData("1404/12/29", "1404-12-29")]
    [InlineData(" ۱۴۰۳/۱۲/۳۰ ", "1403-12-30")]
    [InlineData("١٤٠٥-٠٦-٣١", "1405-06-31")]
    [InlineData("1405/6/1", "1405-06-01")]
    [InlineData("1200-01-01", "1200-01-01")]
    [InlineData("1700-12-29", "1700-12-29")]
    public void TryParse_ADayThatExists_IsRead(string text, string expected)
    {
        Assert.True(SolarHijriDate.TryParse(text, out var date));
        Assert.Equal(expected, date.ToString());
    }

    [Theory]
    [InlineData("1404-12-30")]
    [InlineData("1404-07-31")]
    [InlineData("1404-13-01")]
    [InlineData("1404-00-01")]
    [InlineData("1404-01-00")]
    [InlineData("1404-01-32")]
    [InlineData("1199-12-29")]
    [InlineData("1701-01-01")]
    [InlineData("404-01-01")]
    [InlineData("01404-01-01")]
    [InlineData("1404-001-01")]
    [InlineData("1404-12/29")]
    [InlineData("1404-12")]
    [InlineData("1404-12-29-1")]
    [InlineData("1404- 1-1")]
    [InlineData("1404-+1-1")]
    [InlineData("14041229")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.False(SolarHijriDate.TryParse(text, out var date));
        Assert.Equal(default, date);
    }

    [Theory]
    [InlineData(1404, "2025-03-21")]
    [InlineData(1405, "2026-03-21")]
    [InlineData(1406, "2027-03-21")]
    [InlineData(1408, "2029-03-20")]
    [InlineData(1409, "2030-03-21")]
    public void Nowruz_falls_on_the_official_day(int year, string iso) =>
        Assert.Equal(iso, SolarHijriDate.Create(year, 1, 1).ToIso().ToString("uuuu-MM-dd", CultureInfo.InvariantCulture));

    [Fact]
    public void Leap_years_are_the_official_ones() => Assert.Equal(
        [1399, 1403, 1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441],
        Enumerable.Range(1399, 43).Where(year => SolarHijriDate.MonthLength(year, 12) == 30));

    [Theory]
    [InlineData("1370-05-10", "1404-05-09", 33)]
    [InlineData("1370-05-10", "1404-05-10", 34)]
    [InlineData("1387-12-30", "1405-12-28", 17)]
    [InlineData("1387-12-30", "1405-12-29", 18)]
    [InlineData("1387-12-30", "1408-12-29", 20)]
    [InlineData("1387-12-30", "1408-12-30", 21)]
    [InlineData("1404-05-10", "1404-05-10", 0)]
    [InlineData("1404-05-11", "1404-05-10", -1)]
    public void AgeInYears_CountsBirthdaysReached(string birth, string asOf, int expected) =>
        Assert.Equal(expected, SolarHijriDate.AgeInYears(Vectors.Persian(birth), Vectors.Persian(asOf)));

    [Fact]
    public void What_is_no_day_or_outside_the_years_covered_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SolarHijriDate.Create(1404, 12, 30));
        Assert.Throws<ArgumentOutOfRangeException>(() => SolarHijriDate.MonthLength(1404, 13));
        Assert.Throws<ArgumentOutOfRangeException>(() => SolarHijriDate.FromIso(new LocalDate(1800, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SolarHijriDate.Create(1700, 12, 1).PlusMonths(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SolarHijriDate.Create(1404, 1, 1).PlusMonths(1, 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => SolarHijriDate.Create(1404, 1, 1).PlusMonths(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(SolarHijriDate).ToIso());
        Assert.Throws<ArgumentOutOfRangeException>(() => DueDates.DueDate(new LocalDate(2026, 9, 22), 31, 0));
    }
}
