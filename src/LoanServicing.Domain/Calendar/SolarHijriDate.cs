using LoanServicing.Domain.Identifiers;
using NodaTime;

namespace LoanServicing.Domain.Calendar;

/// <summary>
/// A day of the official Iranian calendar (Solar Hijri, astronomical leap years), without a time or a zone, in the years
/// <see cref="MinYear"/> to <see cref="MaxYear"/>. Dates are stored and exchanged in ISO; this is what months and ages are counted in
/// (domain.md section 5). The default value is no date.
/// </summary>
public readonly record struct SolarHijriDate : IComparable<SolarHijriDate>
{
    public const int MinYear = 1200;
    public const int MaxYear = 1700;

    /// <summary>A Solar Hijri year begins in the Gregorian year that is so many ahead.</summary>
    private const int GregorianAhead = 621;

    private readonly int _yearMonthDay;

    private SolarHijriDate(int year, int month, int day) => _yearMonthDay = (year * 10_000) + (month * 100) + day;

    public int Year => _yearMonthDay / 10_000;

    /// <summary>1 (Farvardin) to 12 (Esfand).</summary>
    public int Month => _yearMonthDay / 100 % 100;

    /// <summary>1 to 31.</summary>
    public int Day => _yearMonthDay % 100;

    // NodaTime names it "Persian Algorithmic", but this is the equinox table: the official one, and the same as .NET's PersianCalendar.
    private static CalendarSystem Official => CalendarSystem.PersianAstronomical;

    public static bool operator <(SolarHijriDate left, SolarHijriDate right) => left._yearMonthDay < right._yearMonthDay;

    public static bool operator >(SolarHijriDate left, SolarHijriDate right) => left._yearMonthDay > right._yearMonthDay;

    public static bool operator <=(SolarHijriDate left, SolarHijriDate right) => left._yearMonthDay <= right._yearMonthDay;

    public static bool operator >=(SolarHijriDate left, SolarHijriDate right) => left._yearMonthDay >= right._yearMonthDay;

    /// <exception cref="ArgumentOutOfRangeException">There is no such day, or the year is outside the range.</exception>
    public static SolarHijriDate Create(int year, int month, int day)
    {
        if (!Exists(year, month, day))
        {
            throw new ArgumentOutOfRangeException(nameof(day), $"There is no day {year}-{month}-{day} in the Solar Hijri years {MinYear} to {MaxYear}.");
        }

        return new SolarHijriDate(year, month, day);
    }

    /// <summary>The same day, from a date in the ISO calendar (or any other of NodaTime).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside the range.</exception>
    public static SolarHijriDate FromIso(LocalDate iso)
    {
        var date = iso.WithCalendar(Official);
        return Create(date.Year, date.Month, date.Day);
    }

    /// <summary>Whether <see cref="FromIso"/> can be asked for this date.</summary>
    public static bool Covers(LocalDate iso) =>
        iso.Year is >= MinYear + GregorianAhead and <= MaxYear + GregorianAhead + 1 // far outside, the calendar cannot even be asked
        && iso.WithCalendar(Official).Year is >= MinYear and <= MaxYear;

    /// <summary>
    /// Reads <c>1404-12-29</c> or <c>1404/12/29</c>: a four-digit year, months and days of one or two digits, Persian and Arabic digits,
    /// spaces around. False for a day that does not exist, such as 1404-12-30.
    /// </summary>
    public static bool TryParse(string? text, out SolarHijriDate date)
    {
        date = default;
        var plain = Digits.Normalise(text ?? string.Empty).Trim();
        var parts = plain.Split(plain.Contains('/', StringComparison.Ordinal) ? '/' : '-');
        if (parts.Length != 3
            || !TryReadNumber(parts[0], 4, 4, out var year)
            || !TryReadNumber(parts[1], 1, 2, out var month)
            || !TryReadNumber(parts[2], 1, 2, out var day)
            || !Exists(year, month, day))
        {
            return false;
        }

        date = new SolarHijriDate(year, month, day);
        return true;
    }

    /// <summary>Days in a month: 31 in months 1 to 6, 30 in 7 to 11, 29 or in a leap year 30 in month 12.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such month, or the year is outside the range.</exception>
    public static int MonthLength(int year, int month)
    {
        if (!MonthExists(year, month))
        {
            throw new ArgumentOutOfRangeException(nameof(month), $"There is no month {year}-{month} in the Solar Hijri years {MinYear} to {MaxYear}.");
        }

        return Official.GetDaysInMonth(year, month);
    }

    /// <summary>
    /// Whole years from birth to a day. Someone born on 30 Esfand has the birthday on the 29th in a common year. Negative when the birth
    /// lies after the day, so that no lower age limit is ever met by a date of birth in the future.
    /// </summary>
    public static int AgeInYears(SolarHijriDate birth, SolarHijriDate asOf)
    {
        var birthday = Math.Min(birth.Day, MonthLength(asOf.Year, birth.Month));
        var reached = (asOf.Month, asOf.Day).CompareTo((birth.Month, birthday)) >= 0;
        return asOf.Year - birth.Year - (reached ? 0 : 1);
    }

    /// <summary>The same day in the ISO calendar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The default value, which is no date.</exception>
    public LocalDate ToIso() => new LocalDate(Year, Month, Day, Official).WithCalendar(CalendarSystem.Iso);

    /// <summary>
    /// The anchor day of the month that lies this many months after this date's, or the last day where that month is shorter. The day of
    /// this date plays no part, so a short month never wears the anchor down (31 Shahrivar, 29 Esfand, then 31 Farvardin again).
    /// </summary>
    /// <param name="months">May be negative.</param>
    /// <param name="anchorDay">1 to 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">The anchor is not 1 to 31, or the result is outside the years covered.</exception>
    public SolarHijriDate PlusMonths(int months, int anchorDay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(anchorDay, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(anchorDay, 31);
        var index = checked((Year * 12) + (Month - 1) + months);
        var (year, month) = (index / 12, (index % 12) + 1);
        return new SolarHijriDate(year, month, Math.Min(anchorDay, MonthLength(year, month)));
    }

    public int CompareTo(SolarHijriDate other) => _yearMonthDay.CompareTo(other._yearMonthDay);

    /// <summary><c>yyyy-MM-dd</c> in ASCII digits.</summary>
    public override string ToString() => $"{Year:0000}-{Month:00}-{Day:00}";

    private static bool MonthExists(int year, int month) => year is >= MinYear and <= MaxYear && month is >= 1 and <= 12;

    private static bool Exists(int year, int month, int day) =>
        MonthExists(year, month) && day >= 1 && day <= Official.GetDaysInMonth(year, month);

    private static bool TryReadNumber(string digits, int minLength, int maxLength, out int number)
    {
        number = 0;
        return digits.Length >= minLength && digits.Length <= maxLength && Digits.AreAll(digits) && int.TryParse(digits, out number);
    }
}
