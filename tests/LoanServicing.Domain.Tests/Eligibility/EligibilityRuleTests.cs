using LoanServicing.Domain.Eligibility;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using NodaTime;

namespace LoanServicing.Domain.Tests.Eligibility;

public sealed class EligibilityRuleTests
{
    private static readonly LocalDate AsOf = Vectors.PersianAsIso("1405-09-01");

    [Theory]
    [InlineData("1387-09-01", true)]
    [InlineData("1387-09-02", false)]
    [InlineData("1334-09-02", true)]
    [InlineData("1334-09-01", false)]
    [InlineData("1405-09-02", false)]
    public void Age_AtItsBounds_CountsCompletedSolarHijriYears(string birthDate, bool passes) =>
        Assert.Equal(passes, Passes("identity.age", Employment() with { BirthDate = Vectors.PersianAsIso(birthDate) }));

    [Theory]
    [InlineData(Tranches.Employment, 5, true)]
    [InlineData(Tranches.Employment, 6, false)]
    [InlineData(Tranches.Housing, 3, true)]
    [InlineData(Tranches.Housing, 4, false)]
    public void IncomeDecile_AtItsBound_FollowsTheProduct(string tranche, int decile, bool passes) =>
        Assert.Equal(passes, Passes("need.income-decile", Employment() with { Tranche = tranche, IncomeDecile = decile }));

    [Theory]
    [InlineData(9_999_999, "amount.minimum", false)]
    [InlineData(10_000_000, "amount.minimum", true)]
    [InlineData(1_500_000_000, "amount.ceiling", true)]
    [InlineData(1_500_000_001, "amount.ceiling", false)]
    public void Amount_AtItsBounds_IsInclusive(long amount, string rule, bool passes) =>
        Assert.Equal(passes, Passes(rule, Employment() with { Amount = new Rials(amount) }));

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("NONE", true)]
    [InlineData(" none ", true)]
    [InlineData("emdad", false)]
    public void PriorSupport_OfAnEmploymentLoan_RefersUnlessNone(string? support, bool passes) =>
        Assert.Equal(passes, Passes("support.prior-programme", Employment() with { PriorSupport = support }));

    [Fact]
    public void PriorSupport_OfAHousingLoan_DoesNotApply()
    {
        var rule = Rule("support.prior-programme", Employment() with { Tranche = Tranches.Housing, PriorSupport = "Emdad" });

        Assert.True(rule.Passed);
        Assert.Equal("Not applicable to housing.", rule.Message.En);
    }

    [Theory]
    [InlineData(Tranches.Employment, "employment.skill-proof")]
    [InlineData(Tranches.Health, "health.medical-referral")]
    [InlineData(Tranches.Housing, "housing.building-permit")]
    public void Documents_AllMissing_OnlyTheOneOfTheTrancheRefers(string tranche, string rule)
    {
        var inputs = Employment() with { Tranche = tranche, IncomeDecile = 1, Amount = new Rials(400_000_000), Installments = 60, SkillProof = " " };

        var assessment = Assess(inputs);

        Assert.Equal([rule], assessment.FailedRules);
        Assert.Equal(EligibilityOutcome.Refer, assessment.Outcome);
    }

    [Fact]
    public void Assess_ARefusingAndAReferringRuleFail_TheApplicationIsIneligible()
    {
        var assessment = Assess(Employment() with { SkillProof = null, Province = "Tehran" });

        Assert.Equal(["employment.skill-proof", "place.programme-area"], assessment.FailedRules);
        Assert.Equal(EligibilityOutcome.Ineligible, assessment.Outcome);
    }

    [Fact]
    public void Assess_AnyApplication_ReportsEveryRuleOnceInBothLanguagesWithInputs()
    {
        var assessment = Assess(Employment() with { OpenPredecessors = [Guid.CreateVersion7()] });

        Assert.Equal(11, assessment.Rules.Select(rule => rule.Id).Distinct().Count());
        Assert.Equal(11, assessment.Rules.Count);
        Assert.All(assessment.Rules, rule =>
        {
            Assert.NotEmpty(rule.Inputs);
            Assert.NotEmpty(rule.Message.En);
            Assert.DoesNotContain(rule.Message.Fa, char.IsAsciiDigit);
            Assert.Contains(rule.Message.Fa, letter => letter is >= '\u0600' and <= '\u06FF');
        });
        Assert.Equal(["exposure.one-open-loan-per-purpose"], assessment.FailedRules);
    }

    [Fact]
    public void Limits_OfALaterProductVersion_HoldFromItsDateOn()
    {
        var cheaper = TestProgramme.Kerman.ProductFor(Tranches.Employment, AsOf) with { EffectiveFrom = AsOf, Ceiling = new Rials(100_000_000) };
        var programme = TestProgramme.Kerman with { Products = [.. TestProgramme.Kerman.Products, cheaper] };

        Assert.Equal(100_000_000, EligibilityLimits.Of(programme, Tranches.Employment, AsOf).Ceiling.Value);
        Assert.Equal(1_500_000_000, EligibilityLimits.Of(programme, Tranches.Employment, AsOf.PlusDays(-1)).Ceiling.Value);
    }

    private static bool Passes(string rule, EligibilityInputs inputs) => Rule(rule, inputs).Passed;

    private static RuleResult Rule(string rule, EligibilityInputs inputs) => Assess(inputs).Rules.Single(result => result.Id == rule);

    private static Assessment Assess(EligibilityInputs inputs) =>
        EligibilityRuleSet.Current.Assess(inputs, EligibilityLimits.Of(TestProgramme.Kerman, inputs.Tranche, inputs.AsOf));

    private static EligibilityInputs Employment() => new(
        AsOf,
        Vectors.PersianAsIso("1370-05-05"),
        "Kerman",
        IncomeDecile: 3,
        PriorSupport: "none",
        SkillProof: "TVTO-0034555",
        MedicalReferral: null,
        BuildingPermit: null,
        Tranches.Employment,
        new Rials(380_000_000),
        Installments: 24,
        OpenPredecessors: []);
}
