using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Schedules;

/// <summary>What the contract fixes about repayment; the whole schedule follows from it (<see cref="RepaymentPlan"/>).</summary>
/// <param name="Principal">The sum lent, 1 to <see cref="Rials.MaxAmount"/> rials.</param>
/// <param name="Installments">N: monthly instalments, fee instalments included, 1 to <see cref="MaxInstallments"/>.</param>
/// <param name="FeeMethod">How the fee is charged.</param>
/// <param name="FeeRateBasisPoints">Yearly rate in hundredths of a percent, at most <see cref="ServiceFee.MaxRateBasisPoints"/>.</param>
/// <param name="RoundingUnit">Principal instalments but the last are rounded down to a multiple of this; 1 rial rounds nothing.</param>
/// <param name="FirstDue">ISO date of instalment 1, grace already counted in.</param>
/// <param name="DueDay">The day of the Solar Hijri month on which every instalment falls due, 1 to 31; shorter months on their last day.</param>
public sealed record LoanTerms(
    Rials Principal, int Installments, FeeMethod FeeMethod, int FeeRateBasisPoints, Rials RoundingUnit, LocalDate FirstDue, int DueDay)
{
    /// <summary>The longest plan, 50 years of months; a limit against mistakes, not a product rule.</summary>
    public const int MaxInstallments = 600;

    private const int MonthsOfYear = 12;

    private static readonly LocalDate EarliestFirstDue = SolarHijriDate.Create(SolarHijriDate.MinYear, 1, 1).ToIso();
    private static readonly LocalDate LatestFirstDue =
        SolarHijriDate.Create(SolarHijriDate.MaxYear - (MaxInstallments / MonthsOfYear), 12, 29).ToIso();

    /// <summary>Everything that is wrong with the terms; empty when a plan can be made of them.</summary>
    public static IReadOnlyList<TermsProblem> Validate(LoanTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var problems = new List<TermsProblem>(
            Validate(terms.Principal, terms.Installments, terms.FeeMethod, terms.FeeRateBasisPoints, terms.RoundingUnit));
        problems.AddRange(DateProblems(terms));
        return problems;
    }

    /// <summary>The same for terms whose dates are not known yet, as before the contract is signed.</summary>
    public static IReadOnlyList<TermsProblem> Validate(
        Rials principal, int installments, FeeMethod feeMethod, int feeRateBasisPoints, Rials roundingUnit)
    {
        var problems = new List<TermsProblem>();
        Add(problems, TermsProblem.PrincipalOutOfRange, principal.Value is < 1 or > Rials.MaxAmount);
        Add(problems, TermsProblem.InstallmentsOutOfRange, installments is < 1 or > MaxInstallments);
        Add(problems, TermsProblem.FeeRateOutOfRange, feeRateBasisPoints is < 0 or > ServiceFee.MaxRateBasisPoints);
        Add(problems, TermsProblem.RoundingUnitOutOfRange, !roundingUnit.IsPositive);
        switch (feeMethod)
        {
            case FeeMethod.CbiAnnual:
                Add(problems, TermsProblem.FeeRateRequired, feeRateBasisPoints == 0);
                Add(problems, TermsProblem.EmptyFeeYear, installments > 0 && installments % MonthsOfYear == 1);
                break;
            case FeeMethod.NoFee:
                Add(problems, TermsProblem.FeeRateNotAllowed, feeRateBasisPoints != 0);
                break;
            default:
                problems.Add(TermsProblem.FeeMethodUnknown);
                break;
        }

        return problems;
    }

    private static IEnumerable<TermsProblem> DateProblems(LoanTerms terms)
    {
        var dayInRange = terms.DueDay is >= 1 and <= 31;
        if (!dayInRange)
        {
            yield return TermsProblem.DueDayOutOfRange;
        }

        var firstDue = terms.FirstDue.WithCalendar(CalendarSystem.Iso);
        if (firstDue < EarliestFirstDue || firstDue > LatestFirstDue)
        {
            yield return TermsProblem.FirstDueOutOfRange;
        }
        else if (dayInRange && DueDates.DueDate(terms.FirstDue, terms.DueDay, 1) != firstDue)
        {
            yield return TermsProblem.FirstDueNotOnDueDay;
        }
    }

    private static void Add(List<TermsProblem> problems, TermsProblem problem, bool found)
    {
        if (found)
        {
            problems.Add(problem);
        }
    }
}
