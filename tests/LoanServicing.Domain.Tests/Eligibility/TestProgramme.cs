using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Tests.Eligibility;

/// <summary>The programme of design.md section 1, as its configuration would give it.</summary>
internal static class TestProgramme
{
    private static readonly LocalDate Start = new(2025, 3, 21);

    public static Programme Kerman { get; } = new(
        FundingRatio.Programme,
        new Rials(144_000_000_000_000),
        [new FunderCommitment(Funders.Alavi, new Rials(50_000_000_000_000)), new FunderCommitment(Funders.Sina, new Rials(118_000_000_000_000))],
        [
            new TrancheAllocation(Tranches.Employment, new Rials(100_000_000_000_000)),
            new TrancheAllocation(Tranches.Health, new Rials(6_500_000_000_000)),
            new TrancheAllocation(Tranches.Housing, new Rials(37_500_000_000_000)),
        ],
        [
            Product(Tranches.Employment, 1_500_000_000, [24, 36, 48, 60, 84], highestDecile: 5),
            Product(Tranches.Health, 500_000_000, [12, 24, 36, 48, 60], highestDecile: 5),
            Product(Tranches.Housing, 4_000_000_000, [60, 84, 120], highestDecile: 3),
        ],
        SecondApproverAbove: new Rials(1_000_000_000),
        Provinces: ["Kerman"],
        YoungestAge: 18,
        OldestAge: 70);

    private static LoanProduct Product(string tranche, long ceiling, int[] tenors, int highestDecile) => new(
        tranche,
        Start,
        new Rials(10_000_000),
        new Rials(ceiling),
        tenors,
        highestDecile,
        FeeMethod.CbiAnnual,
        FeeRateBasisPoints: 400,
        new Rials(10_000),
        LongestGraceMonths: 6);
}
