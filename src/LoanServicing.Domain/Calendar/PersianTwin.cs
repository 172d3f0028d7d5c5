using NodaTime;

namespace LoanServicing.Domain.Calendar;

/// <summary>The Solar Hijri twin that each date shown outside has beside it (contract.md).</summary>
public static class PersianTwin
{
    /// <summary>For instance <c>1405-07-30</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The calendar does not cover the year.</exception>
    public static string ToPersian(this LocalDate date) => SolarHijriDate.FromIso(date).ToString();

    /// <summary>Null for none, and for one that the calendar does not cover: a bank may write any date.</summary>
    public static string? ToPersian(this LocalDate? date) => date is { } known && SolarHijriDate.Covers(known) ? known.ToPersian() : null;
}
