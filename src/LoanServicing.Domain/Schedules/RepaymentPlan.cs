using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Schedules;

/// <summary>
/// The schedule of a loan as a function of its terms: any instalment is computed when asked for, none is stored (domain.md section 1.1,
/// design.md section 5). Principal lines sum to the principal exactly; the last one carries what rounding left.
/// </summary>
/// <remarks>
/// CbiAnnual: instalments 1, 13, 25, ... are fee only; the others are principal only. A principal line is floor(P / n), rounded down to the
/// rounding unit; where that would leave nothing (P / n below the unit) it is rounded to 1 rial instead, so that the whole principal does not
/// fall on the last day. A fee is floor(principal outstanding at the start of the loan-year x rate x its months / 12), to 1 rial.
/// </remarks>
public sealed class RepaymentPlan
{
    private const int MonthsOfYear = 12;

    private readonly Rials _principalLine;

    private RepaymentPlan(LoanTerms terms)
    {
        Terms = terms;
        _principalLine = PrincipalLine(terms.Principal, PrincipalInstalmentsThrough(terms.Installments), terms.RoundingUnit);
        FeeTotal = FeeDueThrough(terms.Installments);
    }

    public LoanTerms Terms { get; }

    /// <summary>The fees of all years as planned.</summary>
    public Rials FeeTotal { get; }

    /// <summary>Principal and planned fees.</summary>
    public Rials Total => Terms.Principal + FeeTotal;

    /// <summary>All rows in order.</summary>
    public IEnumerable<Instalment> Instalments => Enumerable.Range(1, Terms.Installments).Select(number => this[number]);

    /// <summary>One row.</summary>
    /// <param name="number">1 to <see cref="LoanTerms.Installments"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such instalment.</exception>
    public Instalment this[int number]
    {
        get
        {
            RequireNumber(number, 1);
            var principal = PrincipalDueThrough(number) - PrincipalDueThrough(number - 1);
            return new Instalment(number, DueDateOf(number), principal, IsFeeInstalment(number) ? FeeOfYear(LoanYearOf(number)) : Rials.Zero);
        }
    }

    /// <exception cref="ArgumentException">The terms have a problem; ask <see cref="LoanTerms.Validate(LoanTerms)"/> first.</exception>
    public static RepaymentPlan For(LoanTerms terms)
    {
        var problems = LoanTerms.Validate(terms);
        return problems.Count == 0
            ? new RepaymentPlan(terms)
            : throw new ArgumentException($"No plan for these terms: {string.Join(", ", problems)}.", nameof(terms));
    }

    /// <summary>Principal of instalments 1 to this one; 0 for none (number 0).</summary>
    public Rials PrincipalDueThrough(int number)
    {
        RequireNumber(number, 0);
        return number == Terms.Installments
            ? Terms.Principal
            : new Rials(_principalLine.Value * PrincipalInstalmentsThrough(number));
    }

    /// <summary>Planned fees of instalments 1 to this one; 0 for none (number 0).</summary>
    public Rials FeeDueThrough(int number)
    {
        RequireNumber(number, 0);
        return Terms.FeeMethod == FeeMethod.NoFee || number == 0
            ? Rials.Zero
            : Enumerable.Range(1, LoanYearOf(number)).Select(FeeOfYear).Sum();
    }

    /// <summary>The loan-year of an instalment, from 1: instalments 1 to 12 are year 1.</summary>
    public int LoanYearOf(int number)
    {
        RequireNumber(number, 1);
        return ((number - 1) / MonthsOfYear) + 1;
    }

    /// <summary>Instalments in a loan-year: 12, or fewer in a last year that is cut short.</summary>
    public int MonthsInLoanYear(int loanYear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(loanYear, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(loanYear, LoanYearOf(Terms.Installments));
        return Math.Min(MonthsOfYear, Terms.Installments - (MonthsOfYear * (loanYear - 1)));
    }

    /// <summary>How many instalments have a due date on or before a day: 0 to <see cref="LoanTerms.Installments"/>.</summary>
    public int CountDueOn(LocalDate asOf)
    {
        var day = asOf.WithCalendar(CalendarSystem.Iso);
        if (day < DueDateOf(1))
        {
            return 0;
        }

        if (day >= DueDateOf(Terms.Installments))
        {
            return Terms.Installments;
        }

        var (first, today) = (SolarHijriDate.FromIso(Terms.FirstDue), SolarHijriDate.FromIso(day));
        var inThisMonth = ((today.Year - first.Year) * MonthsOfYear) + (today.Month - first.Month) + 1;
        return day < DueDateOf(inThisMonth) ? inThisMonth - 1 : inThisMonth;
    }

    /// <summary>Whether an instalment is a fee instead of principal.</summary>
    public bool IsFeeInstalment(int number)
    {
        RequireNumber(number, 1);
        return Terms.FeeMethod == FeeMethod.CbiAnnual && number % MonthsOfYear == 1;
    }

    private static Rials PrincipalLine(Rials principal, int count, Rials unit)
    {
        var even = principal.MulDivFloor(1, count);
        var rounded = new Rials(even.Value - (even.Value % unit.Value));
        return rounded.IsZero ? even : rounded;
    }

    private LocalDate DueDateOf(int number) => DueDates.DueDate(Terms.FirstDue, Terms.DueDay, number);

    private int PrincipalInstalmentsThrough(int number) =>
        Terms.FeeMethod == FeeMethod.NoFee ? number : number - ((number + MonthsOfYear - 1) / MonthsOfYear);

    private Rials FeeOfYear(int loanYear)
    {
        var outstanding = Terms.Principal - PrincipalDueThrough(MonthsOfYear * (loanYear - 1));
        return ServiceFee.Capped(outstanding, Terms.FeeRateBasisPoints, MonthsInLoanYear(loanYear));
    }

    private void RequireNumber(int number, int least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Terms.Installments);
    }
}
