using System.Globalization;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using NodaTime;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>In which calendar a file writes its dates.</summary>
internal enum StatementCalendar
{
    /// <summary>Told by the year: 1300 to 1499 is Solar Hijri, 1900 to 2199 Gregorian.</summary>
    ByYear,
    Gregorian,
    SolarHijri,
}

/// <summary>
/// Reads a date as banks write it: year, month and day with <c>-</c>, <c>/</c> or <c>.</c> between or eight digits without, Persian and Arabic digits; a
/// time behind it is passed over, so the date is the one the bank wrote.
/// </summary>
internal static class DateText
{
    private const int Compact = 8;

    public static bool TryRead(string? text, StatementCalendar calendar, out LocalDate date)
    {
        date = default;
        return Parts(WithoutMarks(text)) is var (year, month, day) && year > 0 && calendar switch
        {
            StatementCalendar.ByYear when IsSolarHijri(year) => TrySolarHijri(year, month, day, out date),
            StatementCalendar.SolarHijri when IsSolarHijri(year) => TrySolarHijri(year, month, day, out date),
            StatementCalendar.ByYear or StatementCalendar.Gregorian when year is >= 1900 and <= 2199 => TryGregorian(year, month, day, out date),
            _ => false,
        };
    }

    private static bool IsSolarHijri(int year) => year is >= 1300 and <= 1499;

    private static string WithoutMarks(string? text) => string.Concat(Digits.Normalise(text ?? string.Empty)
        .Where(c => char.GetUnicodeCategory(c) is not UnicodeCategory.Format)).Trim();

    /// <summary>Year 0 when the text is no date.</summary>
    private static (int Year, int Month, int Day) Parts(string text)
    {
        var end = text.IndexOfAny(['T', ' ', '+', 'Z']);
        var date = end < 0 ? text : text[..end];
        if (date.Length == Compact)
        {
            var (head, month, day) = (date[..4], date[4..6], date[6..]);
            if (Number(head, 4) is { } year && Number(month, 2) is { } m && Number(day, 2) is { } d)
            {
                return (year, m, d);
            }
        }

        var separator = date.IndexOfAny(['-', '/', '.']) is >= 0 and var first ? date[first] : '-';
        var parts = date.Split(separator);
        if (parts.Length < 3 || Number(parts[0], 4) is not { } full || parts[0].Length != 4 || Number(parts[1], 2) is not { } inYear)
        {
            return default;
        }

        // 2026-01-05-03:30 is a date of XML with its zone.
        return (parts.Length == 3 || separator == '-') && parts.Length <= 4 && Number(parts[2], 2) is { } inMonth ? (full, inYear, inMonth) : default;
    }

    private static int? Number(string digits, int most) =>
        digits.Length >= 1 && digits.Length <= most && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool TryGregorian(int year, int month, int day, out LocalDate date)
    {
        var exists = month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);
        date = exists ? new LocalDate(year, month, day) : default;
        return exists;
    }

    private static bool TrySolarHijri(int year, int month, int day, out LocalDate date)
    {
        var exists = month is >= 1 and <= 12 && day >= 1 && day <= SolarHijriDate.MonthLength(year, month);
        date = exists ? SolarHijriDate.Create(year, month, day).ToIso() : default;
        return exists;
    }
}
