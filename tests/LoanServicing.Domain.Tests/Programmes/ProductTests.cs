using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;
using LoanServicing.Domain.Tests.Eligibility;

namespace LoanServicing.Domain.Tests.Programmes;

/// <summary>A product that cannot be meant does not load, and says why in one sentence.</summary>
public class ProductTests
{
    private static readonly LoanProduct Sound = TestProgramme.Kerman.Products[0];

    public static TheoryData<string, LoanProduct> Unsound => new()
    {
        { "has no tenors", Sound with { Tenors = [] } },
        { "has a minimum of 1500000001", Sound with { Minimum = new Rials(1_500_000_001) } },
        { "has a minimum of 0", Sound with { Minimum = Rials.Zero } },
        { "has longestInstallments of 83", Sound with { LongestInstallments = 83 } },
        { "has longestInstallments of 601", Sound with { LongestInstallments = 601 } },
        { "has longestHolidayMonths of -1", Sound with { LongestHolidayMonths = -1 } },
        { "has longestHolidayMonths of 61", Sound with { LongestHolidayMonths = 61 } },
        { "has settlementDays of 366", Sound with { SettlementDays = 366 } },
        { "has a latePolicy that is not one of None, ActualCostOnly, CharityCommitment, CbiVajhEltezam", Sound with { LatePolicy = (LatePolicy)9 } },
        { "has a lateRateBasisPoints or lateYearDays, which None does not count by", Sound with { LateRateBasisPoints = 100 } },
        { "has a lateRateBasisPoints or lateYearDays, which ActualCostOnly does not count by", Sound with { LatePolicy = LatePolicy.ActualCostOnly, LateYearDays = 365 } },
        { "charges lateness by CharityCommitment with a lateRateBasisPoints of 0", Sound with { LatePolicy = LatePolicy.CharityCommitment } },
        { "charges lateness by CbiVajhEltezam with a lateRateBasisPoints of 1000 and lateYearDays of 366", Sound with { LatePolicy = LatePolicy.CbiVajhEltezam, LateYearDays = 366 } },
        { "has a lateRateBasisPoints of 1001, more than the rate of its fee and six points, 1000", Sound with { LatePolicy = LatePolicy.CbiVajhEltezam, LateRateBasisPoints = 1_001 } },
        { "has a shariahProfile that is not one of IranCBI, AaoifiStrict", Sound with { ShariahProfile = (ShariahProfile)9 } },
        { "is AaoifiStrict and has the fee method CbiAnnual", Sound with { ShariahProfile = ShariahProfile.AaoifiStrict } },
        { "is AaoifiStrict and has the latePolicy CbiVajhEltezam", Sound with { ShariahProfile = ShariahProfile.AaoifiStrict, FeeMethod = FeeMethod.NoFee, FeeRateBasisPoints = 0, LatePolicy = LatePolicy.CbiVajhEltezam } },
        { "has an allocationOrder that is not one of OldestInstalmentFirst", Sound with { AllocationOrder = (AllocationOrder)7 } },
        { "with 24 instalments is unsound: FeeRateRequired", Sound with { Tenors = [24], FeeRateBasisPoints = 0 } },
        { "with 25 instalments is unsound: EmptyFeeYear", Sound with { Tenors = [25] } },
        { "with 24 instalments is unsound: FeeRateNotAllowed", Sound with { Tenors = [24], FeeMethod = FeeMethod.NoFee } },
        { "with 24 instalments is unsound: FeeRateRequired", Sound with { Tenors = [24], FeeMethod = FeeMethod.FlatAverage, FeeRateBasisPoints = 0 } },
        { "with 24 instalments is unsound: FeeGraceOutOfRange", Sound with { Tenors = [24], HasFeeInGrace = true, LongestGraceMonths = 25 } },
        { "with 24 instalments is unsound: FeeGraceOutOfRange", Sound with { Tenors = [24], FeeMethod = FeeMethod.NoFee, FeeRateBasisPoints = 0, HasFeeInGrace = true } },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void An_unsound_product_is_refused_with_its_tranche_and_what_is_wrong(string problem, LoanProduct product)
    {
        var programme = TestProgramme.Kerman with { Products = [product, .. TestProgramme.Kerman.Products.Skip(1)] };

        Assert.StartsWith($"The product of employment from 2025-03-21 {problem}", Assert.Single(programme.Validate()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FeeMethod.CbiAnnual, 400)]
    [InlineData(FeeMethod.FlatAverage, 1)]
    [InlineData(FeeMethod.NoFee, 0)]
    public void Each_fee_method_makes_a_product(FeeMethod method, int rate) => Assert.Empty((TestProgramme.Kerman with
    {
        Products = [Sound with { FeeMethod = method, FeeRateBasisPoints = rate }, .. TestProgramme.Kerman.Products.Skip(1)],
    }).Validate());

    [Theory]
    [InlineData(LatePolicy.None, null, ShariahProfile.AaoifiStrict, 0, 0)]
    [InlineData(LatePolicy.ActualCostOnly, null, ShariahProfile.AaoifiStrict, 0, 0)]
    [InlineData(LatePolicy.CharityCommitment, 300, ShariahProfile.AaoifiStrict, 300, 360)]
    [InlineData(LatePolicy.CbiVajhEltezam, null, ShariahProfile.IranCBI, 600, 360)]
    [InlineData(LatePolicy.CbiVajhEltezam, 599, ShariahProfile.IranCBI, 599, 360)]
    public void Each_late_policy_makes_a_product_by_the_readings_that_allow_it(LatePolicy policy, int? rate, ShariahProfile profile, int charged, int yearDays)
    {
        var product = Sound with { FeeMethod = FeeMethod.NoFee, FeeRateBasisPoints = 0, LatePolicy = policy, LateRateBasisPoints = rate, ShariahProfile = profile };

        Assert.Empty((TestProgramme.Kerman with { Products = [product, .. TestProgramme.Kerman.Products.Skip(1)] }).Validate());
        Assert.Equal(new LateTerms(policy, charged, yearDays), product.Late);
    }

    [Fact]
    public void A_plan_is_extended_to_the_longest_tenor_unless_the_product_says_more() =>
        Assert.Equal((84, 96), (Sound.LongestPlan, (Sound with { LongestInstallments = 96 }).LongestPlan));
}
