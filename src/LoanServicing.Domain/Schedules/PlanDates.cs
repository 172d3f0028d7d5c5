using LoanServicing.Domain.Calendar;
using NodaTime;

namespace LoanServicing.Domain.Schedules;

/// <summary>The due dates of a plan: from some instalments on they begin anew, at a later date or on another day of the month.</summary>
internal sealed class PlanDates
{
    private readonly int _count;
    private readonly List<Run> _runs;

    private PlanDates(int count, List<Run> runs) => (_count, _runs) = (count, runs);

    public static PlanDates Of(LoanTerms terms) => new(terms.Installments, [new Run(1, terms.FirstDue.WithCalendar(CalendarSystem.Iso), terms.DueDay)]);

    /// <summary>What was planned behind the change's first instalment is gone.</summary>
    public PlanDates With(PlanChange change) => new(
        change.Installments, [.. _runs.Where(run => run.From < change.From), new Run(change.From, change.FirstDue.WithCalendar(CalendarSystem.Iso), change.DueDay)]);

    public LocalDate DueDateOf(int number)
    {
        var run = _runs.FindLast(each => each.From <= number);
        return DueDates.DueDate(run.FirstDue, run.DueDay, number - run.From + 1);
    }

    /// <summary>The due day in force for an instalment.</summary>
    public int DueDayOf(int number) => _runs.FindLast(each => each.From <= number).DueDay;

    /// <summary>How many instalments have a due date on or before a day.</summary>
    public int CountDueOn(LocalDate asOf)
    {
        var day = asOf.WithCalendar(CalendarSystem.Iso);
        var index = _runs.FindLastIndex(each => each.FirstDue <= day);
        if (index < 0)
        {
            return 0;
        }

        if (day >= DueDateOf(_count))
        {
            return _count; // whatever day, within the years of the calendar or not
        }

        var run = _runs[index];
        var (first, today) = (SolarHijriDate.FromIso(run.FirstDue), SolarHijriDate.FromIso(day));
        var inThisMonth = run.From + ((today.Year - first.Year) * 12) + (today.Month - first.Month);
        var last = index + 1 < _runs.Count ? _runs[index + 1].From - 1 : _count;
        if (inThisMonth > last)
        {
            return last;
        }

        return day < DueDates.DueDate(run.FirstDue, run.DueDay, inThisMonth - run.From + 1) ? inThisMonth - 1 : inThisMonth;
    }

    private readonly record struct Run(int From, LocalDate FirstDue, int DueDay);
}
