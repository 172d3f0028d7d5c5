using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Tests.Applications;

public class ApprovalTermsTests
{
    private static readonly LoanProduct Product = new(
        Tranches.Employment, new LocalDate(2025, 3, 21), new Rials(100_000_000), new Rials(1_500_000_000), [12, 24, 36], 4,
        FeeMethod.CbiAnnual, 400, new Rials(10_000), 6);

    [Theory]
    [InlineData(1_000_000_000, 24)]
    [InlineData(999_999_999, 36)]
    [InlineData(100_000_000, 12)]
    public void Problems_SameOrLowerAmountOfTheProduct_None(long amount, int installments) =>
        Assert.Empty(new ApprovalTerms(new Rials(amount), installments).Problems(new Rials(1_000_000_000), Product));

    [Theory]
    [InlineData(1_000_000_001, 24, ApprovalProblem.AmountRaised)]
    [InlineData(99_999_999, 24, ApprovalProblem.BelowMinimum)]
    [InlineData(1_000_000_000, 25, ApprovalProblem.InstallmentsNotAllowed)]
    public void Problems_OneRuleBroken_NamesIt(long amount, int installments, ApprovalProblem expected) =>
        Assert.Equal([expected], new ApprovalTerms(new Rials(amount), installments).Problems(new Rials(1_000_000_000), Product));

    [Fact]
    public void Problems_CeilingLoweredSinceSubmission_AboveCeiling() =>
        Assert.Equal(
            [ApprovalProblem.AboveCeiling],
            new ApprovalTerms(new Rials(1_500_000_001), 24).Problems(new Rials(2_000_000_000), Product));

    [Fact]
    public void Problems_TenorThatLeavesAnEmptyFeeYear_NoPlan() =>
        Assert.Equal(
            [ApprovalProblem.NoPlan],
            new ApprovalTerms(new Rials(200_000_000), 25).Problems(new Rials(200_000_000), Product with { Tenors = [25] }));

    [Theory]
    [InlineData(1_000_000_000, false, false)]
    [InlineData(1_000_000_001, false, true)]
    [InlineData(1, true, true)]
    public void NeedSecondPerson_AtTheLimitAndOnePastIt(long amount, bool referred, bool expected) =>
        Assert.Equal(expected, new ApprovalTerms(new Rials(amount), 24).NeedSecondPerson(referred, new Rials(1_000_000_000)));
}
