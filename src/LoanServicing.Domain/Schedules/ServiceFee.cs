using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Schedules;

/// <summary>
/// The service fee (karmozd) of the servicing bank: a separate receivable, never split between the funders. It is capped per fee line, not
/// as a rate of return (domain.md section 1.1; design.md section 8).
/// </summary>
public static class ServiceFee
{
    /// <summary>4 % a year, in hundredths of a percent: the regulator's cap.</summary>
    public const int MaxRateBasisPoints = 400;

    private const int MonthsOfYear = 12;
    private const int BasisPointsOfWhole = 10_000;

    /// <summary>
    /// The most one fee line may be: <c>balance x rate x months / 12</c>, rounded down to 1 rial whatever the rounding unit of principal, so
    /// that rounding never breaks the cap.
    /// </summary>
    /// <param name="balance">Principal the line is for, in rials, not negative.</param>
    /// <param name="rateBasisPoints">Yearly rate, 0 to <see cref="MaxRateBasisPoints"/>.</param>
    /// <param name="months">Months that the line covers: of its loan-year, and of a grace for which a fee was agreed; 1 to 12 and that grace.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Rials Capped(Rials balance, int rateBasisPoints, int months)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(balance.Value, nameof(balance));
        ArgumentOutOfRangeException.ThrowIfNegative(rateBasisPoints);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rateBasisPoints, MaxRateBasisPoints);
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, MonthsOfYear + LoanTerms.MaxFeeGraceMonths);
        return balance.MulDivFloor(rateBasisPoints * months, MonthsOfYear * BasisPointsOfWhole);
    }

    /// <summary>The fee of the whole loan by the table formula: <c>P x rate x (n + 1) / 24</c>, rounded down to 1 rial (domain.md section 1.1, S14).</summary>
    /// <param name="installments">n, above zero.</param>
    public static Rials FlatAverageTotal(Rials principal, int rateBasisPoints, int installments) =>
        principal.MulDivFloor((long)rateBasisPoints * (installments + 1), 2L * MonthsOfYear * BasisPointsOfWhole);

    /// <summary>
    /// What is charged when a fee line falls due: the planned fee, or less where money paid in advance has left less principal outstanding
    /// at the start of that loan-year than the plan foresaw. Never more than planned, even when principal is in arrears.
    /// </summary>
    /// <param name="planned">The fee of the plan, in rials, not negative.</param>
    /// <param name="actualPrincipalAtYearStart">Principal outstanding on the due date of instalment 12(k-1), or on paying out for year 1.</param>
    /// <param name="rateBasisPoints">Yearly rate, 0 to <see cref="MaxRateBasisPoints"/>.</param>
    /// <param name="months">Months that the line covers (<see cref="RepaymentPlan.FeeMonthsOf"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static Rials ActualFee(Rials planned, Rials actualPrincipalAtYearStart, int rateBasisPoints, int months)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(planned.Value, nameof(planned));
        return Rials.Min(planned, Capped(actualPrincipalAtYearStart, rateBasisPoints, months));
    }
}
