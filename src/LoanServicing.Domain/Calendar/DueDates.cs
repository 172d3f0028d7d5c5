using NodaTime;

namespace LoanServicing.Domain.Calendar;

/// <summary>The days on which monthly instalments fall due: each computed from the first, never from the one before (domain.md section 5).</summary>
public static class DueDates
{
    /// <summary>The due date of one instalment, in the ISO calendar. A holiday does not move it.</summary>
    /// <param name="firstDueIso">The due date of instalment 1; only its Solar Hijri month counts here.</param>
    /// <param name="anchorDay">The day of the Solar Hijri month, 1 to 31; a shorter month falls due on its last day.</param>
    /// <param name="number">Instalment number, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number or the anchor is out of range, or the date leaves the years covered.</exception>
    public static LocalDate DueDate(LocalDate firstDueIso, int anchorDay, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return SolarHijriDate.FromIso(firstDueIso).PlusMonths(number - 1, anchorDay).ToIso();
    }
}
