using LoanServicing.Domain.Calendar;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>Where the first instalment falls once the loan is paid out (design.md section 8).</summary>
/// <param name="Date">Due date of instalment 1, ISO.</param>
/// <param name="DueDay">The anchor of every later due date, 1 to 31.</param>
public readonly record struct FirstDue(LocalDate Date, int DueDay)
{
    /// <summary>(1 + grace) Solar Hijri months after paying out, on the contract's due day.</summary>
    /// <param name="paidOutOn">Value date of paying out, ISO.</param>
    /// <param name="graceMonths">Not negative.</param>
    /// <param name="contractDueDay">1 to 31; null means the day of the month of paying out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grace is negative, or the due day is not 1 to 31.</exception>
    public static FirstDue After(LocalDate paidOutOn, int graceMonths, int? contractDueDay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(graceMonths);
        var paidOut = SolarHijriDate.FromIso(paidOutOn);
        var dueDay = contractDueDay ?? paidOut.Day;
        return new FirstDue(paidOut.PlusMonths(1 + graceMonths, dueDay).ToIso(), dueDay);
    }
}
