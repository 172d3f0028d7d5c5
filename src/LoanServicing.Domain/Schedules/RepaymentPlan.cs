using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Schedules;

/// <summary>
/// The schedule of a loan as a function of its terms and of what was changed since: any instalment is computed when asked for, none is stored (domain.md section 1.1,
/// design.md section 5). Principal lines sum to the principal exactly; the last one carries what rounding left.
/// </summary>
/// <remarks>
/// CbiAnnual: instalments 1, 13, 25, ... are fee only; the others are principal only. A principal line is floor(P / n), rounded down to the
/// rounding unit; where that would leave nothing (P / n below the unit) it is rounded to 1 rial instead, so that the whole principal does not
/// fall on the last day. A fee is floor(principal outstanding at the start of the loan-year x rate x its months / 12), to 1 rial.
/// FlatAverage: level instalments, of which the fee is the part by the sum of the digits; the level amount is rounded as a principal line is.
/// A changed plan has its fees at the places and for the years of the contract, never more (docs/adr/0018-changes-of-plan.md).
/// </remarks>
public sealed class RepaymentPlan
{
    private const int MonthsOfYear = 12;

    private readonly PlanLines _lines;
    private readonly PlanDates _dates;
    private readonly int _respiteThrough;

    private RepaymentPlan(LoanTerms terms, IReadOnlyList<PlanChange> changes)
    {
        (Terms, Changes) = (terms, changes);
        (_lines, _dates) = (PlanLines.Of(terms), PlanDates.Of(terms));
        foreach (var change in changes)
        {
            (_lines, _dates) = (_lines.With(change), _dates.With(change));
            _respiteThrough = change.Kind == PlanChangeKind.Hardship ? change.From - 1 : _respiteThrough;
        }
    }

    /// <summary>As signed.</summary>
    public LoanTerms Terms { get; }

    /// <summary>What was changed since, in order; empty for the plan of the contract.</summary>
    public IReadOnlyList<PlanChange> Changes { get; }

    /// <summary>Instalments in all.</summary>
    public int Count => _lines.Count;

    /// <summary>The fees of all years as planned.</summary>
    public Rials FeeTotal => _lines.FeeThrough(Count);

    /// <summary>Principal and planned fees.</summary>
    public Rials Total => Terms.Principal + FeeTotal;

    /// <summary>All rows in order.</summary>
    public IEnumerable<Instalment> Instalments => Enumerable.Range(1, Count).Select(number => this[number]);

    /// <summary>One row.</summary>
    /// <param name="number">1 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such instalment.</exception>
    public Instalment this[int number]
    {
        get
        {
            RequireNumber(number, 1);
            return new Instalment(
                number,
                _dates.DueDateOf(number),
                _lines.PrincipalThrough(number) - _lines.PrincipalThrough(number - 1),
                _lines.FeeThrough(number) - _lines.FeeThrough(number - 1));
        }
    }

    /// <exception cref="ArgumentException">The terms have a problem; ask <see cref="LoanTerms.Validate(LoanTerms)"/> first.</exception>
    public static RepaymentPlan For(LoanTerms terms)
    {
        var problems = LoanTerms.Validate(terms);
        return problems.Count == 0
            ? new RepaymentPlan(terms, [])
            : throw new ArgumentException($"No plan for these terms: {string.Join(", ", problems)}.", nameof(terms));
    }

    /// <param name="changes">Each made for the plan that those before it give (<see cref="PlanChanges"/>).</param>
    /// <exception cref="ArgumentException">The terms have a problem, or a change does not fit the plan before it.</exception>
    public static RepaymentPlan For(LoanTerms terms, IReadOnlyList<PlanChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count == 0)
        {
            return For(terms);
        }

        return PlanChanges.Fit(terms, changes)
            ? new RepaymentPlan(terms, changes)
            : throw new ArgumentException($"The changes do not fit the plan: {PlanChanges.Write(changes)}.", nameof(changes));
    }

    /// <summary>The plan as it was by the end of a day.</summary>
    public RepaymentPlan AsOf(LocalDate day) => Before(Changes.TakeWhile(change => change.EffectiveOn <= day).Count());

    /// <summary>The plan with its first changes only; 0 for that of the contract.</summary>
    /// <param name="changes">From 0 to how many there are.</param>
    public RepaymentPlan Before(int changes) => changes == Changes.Count ? this : new RepaymentPlan(Terms, [.. Changes.Take(changes)]);

    /// <summary>Principal of instalments 1 to this one; 0 for none (number 0).</summary>
    public Rials PrincipalDueThrough(int number)
    {
        RequireNumber(number, 0);
        return _lines.PrincipalThrough(number);
    }

    /// <summary>Planned fees of instalments 1 to this one; 0 for none (number 0).</summary>
    public Rials FeeDueThrough(int number)
    {
        RequireNumber(number, 0);
        return _lines.FeeThrough(number);
    }

    /// <summary>The loan-year of an instalment, from 1: instalments 1 to 12 are year 1. Instalments added to the contract's belong to its last year.</summary>
    public int LoanYearOf(int number)
    {
        RequireNumber(number, 1);
        return YearOf(number, Terms);
    }

    /// <summary>Months of a loan-year by the contract: 12, or fewer in a last year that is cut short; in the first, those of a grace with a fee besides.</summary>
    public int MonthsInLoanYear(int loanYear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(loanYear, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(loanYear, YearOf(Terms.Installments, Terms));
        return MonthsOf(loanYear, Terms);
    }

    /// <summary>Months that the fee of an instalment covers; 0 for one without a fee.</summary>
    public int FeeMonthsOf(int number)
    {
        RequireNumber(number, 1);
        return _lines.FeeMonths(number);
    }

    /// <summary>What that fee is made of: each part is capped by itself, so that a fee is never more by being due in one line with others.</summary>
    public IReadOnlyList<FeePart> FeePartsOf(int number)
    {
        RequireNumber(number, 1);
        return _lines.FeeParts(number);
    }

    /// <summary>How many instalments have a due date on or before a day: 0 to <see cref="Count"/>.</summary>
    public int CountDueOn(LocalDate asOf) => _dates.CountDueOn(asOf);

    /// <summary>From when on an instalment counts as unpaid: its due date, or the first of the plan for a payer in hardship.</summary>
    public LocalDate PayableOn(int number)
    {
        RequireNumber(number, 1);
        return _dates.DueDateOf(number <= _respiteThrough ? _respiteThrough + 1 : number);
    }

    /// <summary>How many instalments were payable by a day.</summary>
    public int CountPayableOn(LocalDate asOf)
    {
        var due = _dates.CountDueOn(asOf);
        return due <= _respiteThrough ? 0 : due;
    }

    /// <summary>The due day of an instalment's month, 1 to 31.</summary>
    public int DueDayOf(int number)
    {
        RequireNumber(number, 1);
        return _dates.DueDayOf(number);
    }

    /// <summary>Whether an instalment is a fee instead of principal.</summary>
    public bool IsFeeInstalment(int number)
    {
        RequireNumber(number, 1);
        return _lines.IsFeeOnly(number);
    }

    /// <summary>With a change that is known to fit (<see cref="PlanChanges"/>).</summary>
    internal RepaymentPlan With(PlanChange change) => new(Terms, [.. Changes, change]);

    internal static int YearOf(int number, LoanTerms terms) => ((Math.Min(number, terms.Installments) - 1) / MonthsOfYear) + 1;

    internal static int MonthsOf(int loanYear, LoanTerms terms) =>
        Math.Min(MonthsOfYear, terms.Installments - (MonthsOfYear * (loanYear - 1))) + (loanYear == 1 ? terms.FeeGraceMonths : 0);

    private void RequireNumber(int number, int least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Count);
    }
}
