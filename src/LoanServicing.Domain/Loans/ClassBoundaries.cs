using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>Due dates, both included; null is open.</summary>
public readonly record struct DueRange(LocalDate? From, LocalDate? To);

/// <summary>
/// The classes of <see cref="LoanClasses"/> turned round: which due dates have a class on a given day, so that a list of loans by class is one
/// range over an index.
/// </summary>
public static class ClassBoundaries
{
    private const int CurrentMonths = 2;
    private const int PastDueMonths = 6;
    private const int DoubtfulMonths = 18;

    /// <summary>The due dates of the oldest unpaid instalment that make a loan of this class on the day.</summary>
    public static DueRange Of(LoanClass loanClass, LocalDate asOf)
    {
        var today = SolarHijriDate.FromIso(asOf);
        return loanClass switch
        {
            LoanClass.Current => new DueRange(FirstNotLonger(today, CurrentMonths), null),
            LoanClass.PastDue => new DueRange(FirstNotLonger(today, PastDueMonths), FirstNotLonger(today, CurrentMonths).PlusDays(-1)),
            LoanClass.Overdue => new DueRange(LastAsLong(today, DoubtfulMonths).PlusDays(1), FirstNotLonger(today, PastDueMonths).PlusDays(-1)),
            LoanClass.Doubtful => new DueRange(null, LastAsLong(today, DoubtfulMonths)),
            _ => throw new ArgumentOutOfRangeException(nameof(loanClass), loanClass, "No such class."),
        };
    }

    /// <summary>The first due date of which, today, no more than so many months are full and passed.</summary>
    private static LocalDate FirstNotLonger(SolarHijriDate today, int months)
    {
        // Where the earlier month has no such day, its whole length fills up before today does.
        var sameDay = today.PlusMonths(-months, today.Day);
        return sameDay.Day == today.Day ? sameDay.ToIso() : sameDay.ToIso().PlusDays(1);
    }

    /// <summary>The last due date of which so many months are full today.</summary>
    private static LocalDate LastAsLong(SolarHijriDate today, int months)
    {
        // On the last day of a month every longer anchor is clamped to today.
        var monthEnds = today.Day == SolarHijriDate.MonthLength(today.Year, today.Month);
        return today.PlusMonths(-months, monthEnds ? 31 : today.Day).ToIso();
    }
}
