using LoanServicing.Domain.Calendar;
using NodaTime;

namespace LoanServicing.Domain.Classification;

/// <summary>
/// Classes and ages of arrears. Months are Solar Hijri calendar months from the due date itself, not blocks of 30 days and not moved by
/// holidays; the day on which m months are full is the due day of the month m months later, or that month's last day (domain.md section 1.4).
/// Dates are ISO dates in the Solar Hijri years that <see cref="SolarHijriDate"/> covers.
/// </summary>
public static class LoanClasses
{
    private const int CurrentMonths = 2;
    private const int PastDueMonths = 6;
    private const int DoubtfulMonths = 18;

    /// <summary>The class on a day. Exactly 2 and exactly 6 months stay in the milder class; exactly 18 months is doubtful.</summary>
    /// <param name="due">Due date of the oldest unpaid instalment.</param>
    /// <param name="asOf">The business date.</param>
    public static LoanClass Of(LocalDate due, LocalDate asOf)
    {
        var (dueOn, today) = (SolarHijriDate.FromIso(due), SolarHijriDate.FromIso(asOf));
        return today switch
        {
            _ when today <= Full(dueOn, CurrentMonths) => LoanClass.Current,
            _ when today <= Full(dueOn, PastDueMonths) => LoanClass.PastDue,
            _ when today < Full(dueOn, DoubtfulMonths) => LoanClass.Overdue,
            _ => LoanClass.Doubtful,
        };
    }

    /// <summary>The class as the outside contract writes it: current, past_due, overdue, doubtful.</summary>
    public static string Code(this LoanClass loanClass) => loanClass switch
    {
        LoanClass.Current => "current",
        LoanClass.PastDue => "past_due",
        LoanClass.Overdue => "overdue",
        LoanClass.Doubtful => "doubtful",
        _ => throw new ArgumentOutOfRangeException(nameof(loanClass), loanClass, "No such class."),
    };

    /// <summary>Full Solar Hijri months since the due date; 0 on it and before it.</summary>
    public static int MonthsOverdue(LocalDate due, LocalDate asOf)
    {
        var (dueOn, today) = (SolarHijriDate.FromIso(due), SolarHijriDate.FromIso(asOf));
        if (today <= dueOn)
        {
            return 0;
        }

        var months = ((today.Year - dueOn.Year) * 12) + (today.Month - dueOn.Month);
        return today < Full(dueOn, months) ? months - 1 : months;
    }

    /// <summary>
    /// Days since the due date, or where that is a holiday since the next business day, to which it can be paid in time; 0 on that day and
    /// before it (design.md section 8). Holidays in between count.
    /// </summary>
    /// <param name="nextBusinessDay">The day itself where it is one.</param>
    public static int DaysOverdue(LocalDate due, LocalDate asOf, Func<LocalDate, LocalDate> nextBusinessDay)
    {
        ArgumentNullException.ThrowIfNull(nextBusinessDay);
        return Math.Max(0, Period.DaysBetween(nextBusinessDay(due.WithCalendar(CalendarSystem.Iso)), asOf.WithCalendar(CalendarSystem.Iso)));
    }

    /// <summary>The first day on which an instalment that is still unpaid is late: <see cref="DaysOverdue"/> is 1.</summary>
    public static LocalDate LateFrom(LocalDate due, Func<LocalDate, LocalDate> nextBusinessDay)
    {
        ArgumentNullException.ThrowIfNull(nextBusinessDay);
        return nextBusinessDay(due.WithCalendar(CalendarSystem.Iso)).PlusDays(1);
    }

    /// <summary>The first day after this one on which a further month since the due date is full.</summary>
    public static LocalDate NextMonthFull(LocalDate due, LocalDate asOf) => Full(SolarHijriDate.FromIso(due), MonthsOverdue(due, asOf) + 1).ToIso();

    private static SolarHijriDate Full(SolarHijriDate due, int months) => due.PlusMonths(months, due.Day);
}
