using LoanServicing.Domain.Classification;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>What closes of day have said about a loan so far; each thing is said once.</summary>
/// <param name="Class">The class as it was last told.</param>
/// <param name="DueTold">The due date that was announced; null before the first.</param>
/// <param name="OverdueTold">The oldest unpaid due date that was told as overdue; null before the first.</param>
/// <param name="NextMark">The day from which on it is told once more, because another month is full.</param>
public sealed record LoanDay(LoanClass Class, LocalDate? DueTold, LocalDate? OverdueTold, LocalDate? NextMark)
{
    /// <summary>A loan of which nothing was said.</summary>
    public static LoanDay Untold { get; } = new(LoanClass.Current, null, null, null);

    /// <summary>Closes a business day for the loan.</summary>
    /// <param name="oldestUnpaid">From when on the oldest unpaid instalment is payable; null when nothing is owed.</param>
    /// <param name="day">The day that is closed.</param>
    /// <param name="daysAhead">How many days before its due date an instalment is announced, not negative.</param>
    /// <param name="nextBusinessDay">The day itself where it is one: a due date on a holiday is late one day after it.</param>
    public LoanDayClose Close(LocalDate? oldestUnpaid, LocalDate day, int daysAhead, Func<LocalDate, LocalDate> nextBusinessDay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(daysAhead);
        var loanClass = oldestUnpaid <= day ? LoanClasses.Of(oldestUnpaid.Value, day) : LoanClass.Current;
        var after = this with { Class = loanClass };
        var fallsDue = oldestUnpaid > day && oldestUnpaid <= day.PlusDays(daysAhead) && oldestUnpaid != DueTold;
        if (fallsDue)
        {
            after = after with { DueTold = oldestUnpaid };
        }

        var isLate = oldestUnpaid < day && LoanClasses.DaysOverdue(oldestUnpaid.Value, day, nextBusinessDay) > 0;
        var isTold = isLate && (oldestUnpaid != OverdueTold || !(NextMark > day));
        if (isTold)
        {
            after = after with { OverdueTold = oldestUnpaid, NextMark = LoanClasses.NextMonthFull(oldestUnpaid!.Value, day) };
        }

        return new LoanDayClose(after, fallsDue, isTold, Class == loanClass ? null : Class);
    }
}

/// <summary>What the close of a day says of a loan.</summary>
/// <param name="After">What is kept.</param>
/// <param name="FallsDue">Its oldest unpaid instalment falls due soon.</param>
/// <param name="IsOverdue">It is overdue: since yesterday, or by another month.</param>
/// <param name="ClassBefore">The class that it has left; null where it has not.</param>
public sealed record LoanDayClose(LoanDay After, bool FallsDue, bool IsOverdue, LoanClass? ClassBefore)
{
    /// <summary>Whether there is anything to say.</summary>
    public bool IsAnything => FallsDue || IsOverdue || ClassBefore is not null;
}
