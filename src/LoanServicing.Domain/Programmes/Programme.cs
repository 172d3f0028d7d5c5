using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Programmes;

/// <summary>The three tranches of the pool (design.md section 1).</summary>
public static class Tranches
{
    public const string Employment = "employment";
    public const string Health = "health";
    public const string Housing = "housing";

    public static IReadOnlyList<string> All { get; } = [Employment, Health, Housing];
}

/// <summary>What may be lent from one tranche, from a date on. A loan keeps the version that it was signed under.</summary>
/// <param name="EffectiveFrom">First business date on which this version holds.</param>
/// <param name="Minimum">Smallest amount, in rials.</param>
/// <param name="Ceiling">Largest amount, in rials.</param>
/// <param name="Tenors">Allowed numbers of monthly instalments.</param>
/// <param name="HighestIncomeDecile">Applicants of a higher decile are refused; 1 is the poorest.</param>
/// <param name="FeeRateBasisPoints">Yearly service fee in hundredths of a percent; 0 goes with <see cref="FeeMethod.NoFee"/>.</param>
/// <param name="RoundingUnit">Principal instalments are multiples of it, in rials.</param>
/// <param name="LongestGraceMonths">Most Solar Hijri months of grace that a contract may give.</param>
/// <param name="HasFeeInGrace">Whether the fee of the first loan-year covers the months of grace too; no by default (domain.md section 1.1).</param>
/// <param name="AllocationOrder">In which order a receipt pays what is owed.</param>
/// <param name="LongestInstallments">Instalments of a plan that was extended; null: the longest tenor.</param>
/// <param name="LongestHolidayMonths">Months without an instalment that one change of plan may give.</param>
/// <param name="SettlementDays">For how many days after its own a settlement figure is given, where no further loan-year begins before.</param>
/// <param name="NoteCoverPercent">What each promissory note must be of, in whole percent of the loan (domain.md section 1.2, S24); 0: any amount will do.</param>
/// <param name="MostCollateral">Most items that may be pledged for one loan (domain.md section 1.2, S25).</param>
/// <param name="LatePolicy">What lateness costs (domain.md section 1.3); nothing by default.</param>
/// <param name="LateRateBasisPoints">
/// A year, in hundredths of a percent of the principal overdue. Null: for <see cref="LatePolicy.CbiVajhEltezam"/> the rate of the fee and six points, else none.
/// </param>
/// <param name="LateYearDays">By which that rate is divided: 360 or 365. Null: 360 where days count.</param>
/// <param name="ShariahProfile">By which reading the product is made; it is checked against it.</param>
public sealed record LoanProduct(
    string Tranche,
    LocalDate EffectiveFrom,
    Rials Minimum,
    Rials Ceiling,
    IReadOnlyList<int> Tenors,
    int HighestIncomeDecile,
    FeeMethod FeeMethod,
    int FeeRateBasisPoints,
    Rials RoundingUnit,
    int LongestGraceMonths,
    bool HasFeeInGrace = false,
    AllocationOrder AllocationOrder = AllocationOrder.OldestInstalmentFirst,
    int? LongestInstallments = null,
    int LongestHolidayMonths = 12,
    int SettlementDays = 30,
    int NoteCoverPercent = 115,
    int MostCollateral = 2,
    LatePolicy LatePolicy = LatePolicy.None,
    int? LateRateBasisPoints = null,
    int? LateYearDays = null,
    ShariahProfile ShariahProfile = ShariahProfile.IranCBI)
{
    /// <summary>What a contract of this product says of lateness.</summary>
    public LateTerms Late => LatePolicy is LatePolicy.CharityCommitment or LatePolicy.CbiVajhEltezam
        ? new LateTerms(LatePolicy, LateRateBasisPoints ?? (LatePolicy == LatePolicy.CbiVajhEltezam ? HighestLateRate : 0), LateYearDays ?? 360)
        : new LateTerms(LatePolicy, LateRateBasisPoints ?? 0, LateYearDays ?? 0);

    /// <summary>The most that the Central Bank's contracts charge: the rate of the contract and six points a year (domain.md section 1.3, S32, S33).</summary>
    public int HighestLateRate => FeeRateBasisPoints + 600;

    /// <summary>Instalments of the longest plan, extended or not.</summary>
    public int LongestPlan => LongestInstallments ?? Tenors.Max();

    /// <summary>The least amount of a promissory note for a loan of this principal, rounded up to whole rials.</summary>
    public Rials NoteCoverOf(Rials principal) => -(-principal).MulDivFloor(NoteCoverPercent, 100); // the floor of the negative is the ceiling
}

/// <summary>A funder's commitment to the pool, in rials. What it has deposited is not here: finance records that.</summary>
public sealed record FunderCommitment(string Funder, Rials Amount);

/// <summary>How much of the pool a tranche may lend, in rials.</summary>
public sealed record TrancheAllocation(string Tranche, Rials Amount);

/// <summary>The agreement between the funders and the bank, as configured. Nothing of it is money moved.</summary>
/// <param name="Ratio">The funders' proportion, as whole numbers.</param>
/// <param name="Pool">What is lent from, in rials; the allocations sum to it.</param>
/// <param name="SecondApproverAbove">An approval of more than this many rials needs a second person.</param>
/// <param name="Provinces">Where applicants must live.</param>
/// <param name="YoungestAge">In completed Solar Hijri years.</param>
/// <param name="OldestAge">In completed Solar Hijri years.</param>
/// <param name="ReservationDays">
/// How many days funds stay reserved without a signed contract, holidays included, from the business date on which they were reserved; 0: for ever.
/// </param>
/// <param name="MostGuaranteedLoans">How many loans that are not closed one person may guarantee; 0: any number.</param>
/// <param name="ReceiptCeiling">The largest receipt of a loan, in rials; null: two and a half times the highest ceiling of a product.</param>
/// <param name="LossOrder">
/// The funders in the order in which they bear losses: the first bears those of the whole pool, as far as it has free cash; null or empty: each bears its own.
/// </param>
public sealed record Programme(
    FundingRatio Ratio,
    Rials Pool,
    IReadOnlyList<FunderCommitment> Commitments,
    IReadOnlyList<TrancheAllocation> Allocations,
    IReadOnlyList<LoanProduct> Products,
    Rials SecondApproverAbove,
    IReadOnlyList<string> Provinces,
    int YoungestAge,
    int OldestAge,
    int ReservationDays = 0,
    int MostGuaranteedLoans = 2,
    Rials? ReceiptCeiling = null,
    IReadOnlyList<string>? LossOrder = null)
{
    private const int LongestReservation = 3_660; // ten years
    private const int LongestHoliday = 60;
    private const int LongestSettlement = 365;
    private const int HighestNoteCover = 1_000;
    private const int MostItems = 10;
    private const int MostGuarantees = 1_000;

    /// <summary>
    /// The largest receipt that a loan takes, in rials, inclusive. No loan owes as much, so what is above it is a mistake; and with it below the pool, the receipts of
    /// a loan add up to what 64 bits hold.
    /// </summary>
    public Rials HighestReceipt => ReceiptCeiling ?? HighestCeiling.MulDivFloor(5, 2);

    private Rials HighestCeiling => Products.Select(product => product.Ceiling).DefaultIfEmpty().Max();

    /// <summary>Commitments beyond the pool, in rials.</summary>
    public Rials OutsidePool => Commitments.Select(commitment => commitment.Amount).Sum() - Pool;

    /// <summary>The product of a tranche as of a business date.</summary>
    /// <exception cref="InvalidOperationException">The programme has no version for that date; <see cref="Validate"/> refuses such a one.</exception>
    public LoanProduct ProductFor(string tranche, LocalDate asOf) =>
        Products.Where(product => product.Tranche == tranche && product.EffectiveFrom <= asOf).MaxBy(product => product.EffectiveFrom)
        ?? throw new InvalidOperationException($"No product of {tranche} is effective on {asOf}.");

    /// <summary>The last business date on which funds that were reserved on this one can be signed for; null: they are kept for ever.</summary>
    public LocalDate? ReservedUntil(LocalDate reservedOn) => ReservationDays > 0 ? reservedOn.PlusDays(ReservationDays) : null;

    /// <summary>What was reserved before this date has expired; null: nothing ever does.</summary>
    public LocalDate? ExpiredBefore(LocalDate businessDate) => ReservationDays > 0 ? businessDate.PlusDays(-ReservationDays) : null;

    /// <summary>Everything that keeps this programme from being loaded, in sentences; empty when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (Allocations.Select(allocation => allocation.Amount).Sum() != Pool)
        {
            problems.Add("The tranche allocations do not sum to the pool.");
        }

        if (OutsidePool.IsNegative)
        {
            problems.Add("The commitments are smaller than the pool.");
        }

        if (ReservationDays is < 0 or > LongestReservation)
        {
            problems.Add($"The reservationDays are {ReservationDays}, not 0 (a reservation never expires) to {LongestReservation}.");
        }

        if (MostGuaranteedLoans is < 0 or > MostGuarantees)
        {
            problems.Add($"The mostGuaranteedLoans are {MostGuaranteedLoans}, not 0 (any number) to {MostGuarantees}.");
        }

        if (ReceiptCeiling is { } ceiling && (ceiling < HighestCeiling || ceiling > Pool))
        {
            problems.Add($"The receiptCeiling is {ceiling} rials, not from the highest ceiling of a product, {HighestCeiling}, to the pool, {Pool}.");
        }

        problems.AddRange(LossOrderProblems());
        foreach (var tranche in Tranches.All)
        {
            if (!Allocations.Any(allocation => allocation.Tranche == tranche))
            {
                problems.Add($"The tranche {tranche} has no allocation.");
            }

            if (!Products.Any(product => product.Tranche == tranche))
            {
                problems.Add($"The tranche {tranche} has no product.");
            }
        }

        foreach (var product in Products)
        {
            problems.AddRange(ProductProblems(product));
            problems.AddRange(CollateralProblems(product));
            problems.AddRange(ShariahRules.Problems(product));
        }

        return problems;
    }

    private IEnumerable<string> LossOrderProblems()
    {
        foreach (var funders in (LossOrder ?? []).GroupBy(funder => funder))
        {
            if (funders.Key is not (Funders.Alavi or Funders.Sina))
            {
                yield return $"The lossOrder names {(string.IsNullOrWhiteSpace(funders.Key) ? "nobody" : funders.Key)}, who is not one of {Funders.Alavi}, {Funders.Sina}.";
            }
            else if (funders.Count() > 1)
            {
                yield return $"The lossOrder names {funders.Key} more than once.";
            }
        }
    }

    private static IEnumerable<string> ProductProblems(LoanProduct product)
    {
        var name = $"The product of {product.Tranche} from {product.EffectiveFrom:uuuu-MM-dd}";
        if (product.Tenors.Count == 0)
        {
            yield return $"{name} has no tenors.";
            yield break;
        }

        if (product.Minimum > product.Ceiling || !product.Minimum.IsPositive)
        {
            yield return $"{name} has a minimum of {product.Minimum}, which is not from 1 to its ceiling, {product.Ceiling}.";
        }

        if (product.LongestPlan < product.Tenors.Max() || product.LongestPlan > LoanTerms.MaxInstallments)
        {
            yield return $"{name} has longestInstallments of {product.LongestPlan}, not its longest tenor, {product.Tenors.Max()}, to {LoanTerms.MaxInstallments}.";
        }

        if (product.LongestHolidayMonths is < 0 or > LongestHoliday)
        {
            yield return $"{name} has longestHolidayMonths of {product.LongestHolidayMonths}, not 0 to {LongestHoliday}.";
        }

        if (product.SettlementDays is < 0 or > LongestSettlement)
        {
            yield return $"{name} has settlementDays of {product.SettlementDays}, not 0 to {LongestSettlement}.";
        }

        if (!Enum.IsDefined(product.AllocationOrder))
        {
            yield return $"{name} has an allocationOrder that is not one of {string.Join(", ", Enum.GetNames<AllocationOrder>())}.";
        }

        var grace = product.HasFeeInGrace ? product.LongestGraceMonths : 0;
        foreach (var (tenor, problem) in from tenor in product.Tenors
                                         from problem in LoanTerms.Validate(product.Ceiling, tenor, product.FeeMethod, product.FeeRateBasisPoints, product.RoundingUnit, grace)
                                         select (tenor, problem))
        {
            yield return $"{name} with {tenor} instalments is unsound: {problem}.";
        }
    }

    private static IEnumerable<string> CollateralProblems(LoanProduct product)
    {
        if (product.NoteCoverPercent is < 0 or > HighestNoteCover)
        {
            yield return $"The noteCoverPercent of {product.Tranche} is {product.NoteCoverPercent}, not 0 (any amount) to {HighestNoteCover}.";
        }

        if (product.MostCollateral is < 0 or > MostItems)
        {
            yield return $"The mostCollateral of {product.Tranche} is {product.MostCollateral}, not 0 to {MostItems}.";
        }
    }
}
