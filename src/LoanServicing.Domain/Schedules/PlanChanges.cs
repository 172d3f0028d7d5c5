using System.Globalization;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Domain.Schedules;

/// <summary>How plans are changed (docs/adr/0018-changes-of-plan.md), and the text in which the changes of a loan are stored.</summary>
public static class PlanChanges
{
    /// <summary>Changes of one plan, at most; a limit against mistakes.</summary>
    public const int Most = 60;

    private const int Parts = 7;

    /// <summary>The change that an order makes of a plan; null with a problem.</summary>
    /// <param name="plan">As it stands.</param>
    /// <param name="repaid">Principal repaid by the end of the day.</param>
    /// <param name="effectiveOn">The business date; not before that of an earlier change.</param>
    public static (PlanChange? Change, PlanChangeProblem Problem) Make(
        RepaymentPlan plan, Rials repaid, LocalDate effectiveOn, PlanChangeOrder order, PlanLimits limits)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(limits);
        if (ProblemOf(plan, repaid, effectiveOn, order, limits) is var problem && problem != PlanChangeProblem.None)
        {
            return (null, problem);
        }

        var from = plan.CountDueOn(effectiveOn) + 1;
        var (firstDue, dueDay) = NewDue(plan, from, effectiveOn, order);
        var before = plan.PrincipalDueThrough(from - 1);
        var change = new PlanChange(
            order.Kind, effectiveOn, from, firstDue.ToIso(), dueDay, CountOf(plan, from, order), order.Kind == PlanChangeKind.Hardship ? Rials.Min(before, repaid) : before);
        return Fits(plan, change) ? (change, PlanChangeProblem.None) : (null, PlanChangeProblem.DatesOutOfRange);
    }

    /// <summary>Whether each change fits the plan before it: what <see cref="Make"/> gives does.</summary>
    public static bool Fit(LoanTerms terms, IReadOnlyList<PlanChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var plan = RepaymentPlan.For(terms);
        foreach (var change in changes)
        {
            if (!Fits(plan, change))
            {
                return false;
            }

            plan = plan.With(change);
        }

        return true;
    }

    /// <summary>Changes as they are stored: parts with slashes between, changes with single spaces; empty for none.</summary>
    public static string Write(IEnumerable<PlanChange> changes) => string.Join(' ', changes.Select(change => string.Create(
        CultureInfo.InvariantCulture,
        $"{change.Kind}/{LocalDatePattern.Iso.Format(change.EffectiveOn)}/{change.From}/{LocalDatePattern.Iso.Format(change.FirstDue)}/{change.DueDay}/{change.Installments}/{change.PrincipalBefore.Value}")));

    /// <summary>Reads the text; false for anything else, so that a damaged row can be named.</summary>
    public static bool TryParse(string? text, out IReadOnlyList<PlanChange> changes)
    {
        var read = new List<PlanChange>();
        changes = read;
        foreach (var part in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (TryParseOne(part) is not { } change)
            {
                return false;
            }

            read.Add(change);
        }

        return true;
    }

    private static PlanChangeProblem ProblemOf(RepaymentPlan plan, Rials repaid, LocalDate effectiveOn, PlanChangeOrder order, PlanLimits limits)
    {
        if (plan.Changes.Count >= Most)
        {
            return PlanChangeProblem.TooMany;
        }

        var due = plan.CountDueOn(effectiveOn);
        if (due == plan.Count && order.Kind != PlanChangeKind.Hardship)
        {
            return PlanChangeProblem.NothingToCome;
        }

        if (repaid >= plan.Terms.Principal && order.Kind is PlanChangeKind.Extension or PlanChangeKind.Hardship)
        {
            return PlanChangeProblem.NothingOutstanding;
        }

        return order.Kind switch
        {
            PlanChangeKind.Holiday when order.Months < 1 || order.Months > limits.LongestHolidayMonths => PlanChangeProblem.MonthsOutOfRange,
            PlanChangeKind.Hardship when order.Months < 0 || order.Months > limits.LongestHolidayMonths => PlanChangeProblem.MonthsOutOfRange,
            PlanChangeKind.Extension when order.Installments < 1 || order.Installments > limits.LongestInstallments - plan.Count => PlanChangeProblem.InstallmentsOutOfRange,
            PlanChangeKind.Hardship when order.Installments < Math.Max(1, plan.Count - due) || order.Installments > Math.Min(limits.LongestInstallments, LoanTerms.MaxInstallments - due)
                => PlanChangeProblem.InstallmentsOutOfRange,
            PlanChangeKind.DueDay when order.DueDay is < 1 or > 31 || order.DueDay == plan.DueDayOf(due + 1) => PlanChangeProblem.DueDayOutOfRange,
            _ => PlanChangeProblem.None,
        };
    }

    private static int CountOf(RepaymentPlan plan, int from, PlanChangeOrder order) => order.Kind switch
    {
        PlanChangeKind.Extension => plan.Count + order.Installments,
        PlanChangeKind.Hardship => from - 1 + order.Installments,
        PlanChangeKind.CallIn => from,
        _ => plan.Count,
    };

    private static (SolarHijriDate FirstDue, int DueDay) NewDue(RepaymentPlan plan, int from, LocalDate effectiveOn, PlanChangeOrder order)
    {
        var decided = SolarHijriDate.FromIso(effectiveOn);
        if (order.Kind == PlanChangeKind.CallIn)
        {
            return (decided, decided.Day);
        }

        var isPlanned = from <= plan.Count;
        var dueDay = order.Kind == PlanChangeKind.DueDay ? order.DueDay : plan.DueDayOf(isPlanned ? from : plan.Count);
        var planned = isPlanned ? SolarHijriDate.FromIso(plan[from].DueDate) : FirstAfter(decided, dueDay);
        if (order.Kind != PlanChangeKind.DueDay)
        {
            return (planned.PlusMonths(order.Months, dueDay), dueDay);
        }

        var inItsMonth = planned.PlusMonths(0, dueDay);
        return (inItsMonth >= planned ? inItsMonth : planned.PlusMonths(1, dueDay), dueDay); // never earlier: a loan-year would begin, and its fee be due, before its time
    }

    private static SolarHijriDate FirstAfter(SolarHijriDate day, int dueDay)
    {
        var inThisMonth = day.PlusMonths(0, dueDay);
        return inThisMonth > day ? inThisMonth : day.PlusMonths(1, dueDay);
    }

    private static bool Fits(RepaymentPlan plan, PlanChange change)
    {
        var before = change.From >= 1 && change.From <= plan.Count + 1 ? plan.PrincipalDueThrough(change.From - 1) : Rials.Zero;
        return Enum.IsDefined(change.Kind)
            && IsInOrder(plan, change)
            && change.DueDay is >= 1 and <= 31
            && LoanTerms.IsFirstDue(change.FirstDue)
            && DueDates.DueDate(change.FirstDue, change.DueDay, 1) == change.FirstDue.WithCalendar(CalendarSystem.Iso)
            && change.PrincipalBefore <= before
            && !change.PrincipalBefore.IsNegative
            && (change.Kind == PlanChangeKind.Hardship || change.PrincipalBefore == before)
            && HasItsCount(plan, change);
    }

    private static bool IsInOrder(RepaymentPlan plan, PlanChange change) =>
        (plan.Changes.Count == 0 || plan.Changes[^1].EffectiveOn <= change.EffectiveOn)
        && change.From == plan.CountDueOn(change.EffectiveOn) + 1
        && (change.Kind == PlanChangeKind.CallIn ? change.FirstDue == change.EffectiveOn : change.FirstDue > change.EffectiveOn)
        && (change.From == 1 || change.FirstDue > plan[change.From - 1].DueDate || change.Kind == PlanChangeKind.CallIn);

    private static bool HasItsCount(RepaymentPlan plan, PlanChange change) => change.Installments <= LoanTerms.MaxInstallments && change.Kind switch
    {
        PlanChangeKind.Holiday or PlanChangeKind.DueDay => change.Installments == plan.Count && change.From <= plan.Count,
        PlanChangeKind.Extension => change.Installments > plan.Count && change.From <= plan.Count && change.PrincipalBefore < plan.Terms.Principal,
        PlanChangeKind.CallIn => change.Installments == change.From && change.From <= plan.Count,
        _ => change.Installments >= Math.Max(plan.Count, change.From) && change.PrincipalBefore < plan.Terms.Principal,
    };

    private static PlanChange? TryParseOne(string text)
    {
        var parts = text.Split('/');
        return parts.Length == Parts
            && Enum.TryParse<PlanChangeKind>(parts[0], out var kind) && Enum.IsDefined(kind)
            && LocalDatePattern.Iso.Parse(parts[1]).TryGetValue(default, out var effectiveOn)
            && TryReadNumber(parts[2], out var from)
            && LocalDatePattern.Iso.Parse(parts[3]).TryGetValue(default, out var firstDue)
            && TryReadNumber(parts[4], out var dueDay)
            && TryReadNumber(parts[5], out var installments)
            && long.TryParse(parts[6], NumberStyles.None, CultureInfo.InvariantCulture, out var principalBefore)
                ? new PlanChange(kind, effectiveOn, from, firstDue, dueDay, installments, new Rials(principalBefore))
                : null;
    }

    private static bool TryReadNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
