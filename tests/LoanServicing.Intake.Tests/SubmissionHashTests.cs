using LoanServicing.Domain.Money;
using LoanServicing.Intake.Endpoints;
using LoanServicing.Intake.Store;
using NodaTime;

namespace LoanServicing.Intake.Tests;

public sealed class SubmissionHashTests
{
    private static readonly ApplicationContent Content = new()
    {
        ExternalRef = "A-1", NationalId = "0499370899", FirstName = "رضا", LastName = "سالاری", BirthDate = new LocalDate(1991, 6, 29),
        Mobile = "+989459209971", PostalCode = "8618167305", Iban = Bodies.Iban, Province = "Kerman", County = "Rabor", Rural = true,
        IncomeDecile = 3, PriorSupport = "none", SkillProof = "TVTO-0034555", MedicalReferral = null, BuildingPermit = null,
        Tranche = "employment", Purpose = "home business", Amount = new Rials(380_000_000), Installments = 24, Jobs = 1,
    };

    private static IReadOnlyList<ApplicationContent> Others =>
    [
        Content with { NationalId = "0790419904" }, Content with { FirstName = "x" }, Content with { LastName = "x" },
        Content with { BirthDate = new LocalDate(1991, 6, 30) }, Content with { Mobile = null }, Content with { PostalCode = "1" },
        Content with { Iban = Bodies.AnotherIban }, Content with { Province = "x" }, Content with { County = "x" }, Content with { Rural = false },
        Content with { IncomeDecile = 4 }, Content with { PriorSupport = "x" }, Content with { SkillProof = "x" },
        Content with { MedicalReferral = "TVTO-0034555", SkillProof = null }, Content with { BuildingPermit = "x" },
        Content with { Tranche = "health" }, Content with { Purpose = "x" }, Content with { Amount = new Rials(1) },
        Content with { Installments = 25 }, Content with { Jobs = null }, Content with { FirstName = "رضاس", LastName = "الاری" },
    ];

    /// <summary>References are kept for ever, so this text never changes; computed by hand from the list of fields.</summary>
    [Fact]
    public void Of_TheFirstList_IsTheSameForEver() =>
        Assert.Equal("1:2ea73a476bf1173253393baf44c25e6c43967fa94240df10817e121caa852473", SubmissionHash.Of(Content));

    [Fact]
    public void IsOf_AnotherReferenceOrFlag_IsTheSameApplication() =>
        Assert.True(SubmissionHash.IsOf(SubmissionHash.Of(Content), Content with { ExternalRef = "B", PostalCodeOdd = true }));

    [Fact]
    public void IsOf_AnyOtherField_IsAnotherApplication() =>
        Assert.All(Others, other => Assert.False(SubmissionHash.IsOf(SubmissionHash.Of(Content), other)));

    [Fact]
    public void IsOf_AnUnknownList_IsNoAnswer() =>
        Assert.Throws<InvalidOperationException>(() => SubmissionHash.IsOf("9:abc", Content));
}
