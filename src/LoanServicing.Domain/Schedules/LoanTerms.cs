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
/// <param name="FeeGraceMonths">
/// Months of grace that the first loan-year's fee covers besides its own, 0 to <see cref="MaxFeeGraceMonths"/>; 0 by default: grace costs nothing (domain.md section 1.1).
/// </param>
public sealed record LoanTerms(
    Rials Principal,
    int Installments,
    FeeMethod FeeMethod,
    int FeeRateBasisPoints,
    Rials RoundingUnit,
    LocalDate FirstDue,
    int DueDay,
    int FeeGraceMonths = 0)
{
    /// <summary>The longest grace for which a fee may be agreed; a limit against mistakes.</summary>
    public const int MaxFeeGraceMonths = 24;

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
            Validate(terms.Principal, terms.Installments, terms.FeeMethod, terms.FeeRateBasisPoints, terms.RoundingUnit, terms.FeeGraceMonths));
        problems.AddRange(DateProblems(terms));
        return problems;
    }

    /// <summary>The same for terms whose dates are not known yet, as before the contract is signed.</summary>
    public static IReadOnlyList<TermsProblem> Validate(
        Rials principal, int installments, FeeMethod feeMethod, int feeRateBasisPoints, Rials roundingUnit, int feeGraceMonths = 0)
    {
        var problems = new List<TermsProblem>();
        Add(problems, TermsProblem.PrincipalOutOfRange, principal.Value is < 1 or > Rials.MaxAmount);
        Add(problems, TermsProblem.InstallmentsOutOfRange, installments is < 1 or > MaxInstallments);
        Add(problems, TermsProblem.FeeRateOutOfRange, feeRateBasisPoints is < 0 or > ServiceFee.MaxRateBasisPoints);
        Add(problems, TermsProblem.RoundingUnitOutOfRange, !roundingUnit.IsPositive);
        Add(problems, TermsProblem.FeeGraceOutOfRange, feeGraceMonths is < 0 or > MaxFeeGraceMonths || (feeGraceMonths > 0 && feeMethod == FeeMethod.NoFee));
        switch (feeMethod)
        {
            case FeeMethod.FlatAverage:
                Add(problems, TermsProblem.FeeRateRequired, feeRateBasisPoints == 0);
                break;
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

    /// <summary>Whether a plan may begin on the day, its longest length counted in: an ISO date within the years of the calendar.</summary>
    internal static bool IsFirstDue(LocalDate day) => day.WithCalendar(CalendarSystem.Iso) is var iso && iso >= EarliestFirstDue && iso <= LatestFirstDue;

    private static IEnumerable<TermsProblem> DateProblems(LoanTerms terms)
    {
        var dayInRange = terms.DueDay is >= 1 and <= 31;
        if (!dayInRange)
        {
            yield return TermsProblem.DueDayOutOfRange;
        }

        if (!IsFirstDue(terms.FirstDue))
        {
            yield return TermsProblem.FirstDueOutOfRange;
        }
        else if (dayInRange && DueDates.DueDate(terms.FirstDue, terms.DueDay, 1) != terms.FirstDue.WithCalendar(CalendarSystem.Iso))
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
