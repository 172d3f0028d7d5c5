using LoanServicing.Domain.Money;
using LoanServicing.Domain.Tests.Eligibility;

namespace LoanServicing.Domain.Tests.Programmes;

/// <summary>Who bears losses first, as a programme says it.</summary>
public class LossOrderTests
{
    [Theory]
    [InlineData]
    [InlineData(Funders.Sina)]
    [InlineData(Funders.Sina, Funders.Alavi)]
    [InlineData(Funders.Alavi, Funders.Sina)]
    public void One_funder_or_both_may_be_named_or_none(params string[] order) =>
        Assert.Empty((TestProgramme.Kerman with { LossOrder = order }).Validate());

    [Fact]
    public void A_programme_that_does_not_speak_of_it_lets_each_funder_bear_its_own() => Assert.Null(TestProgramme.Kerman.LossOrder);

    [Theory]
    [InlineData("The lossOrder names SERVICER, who is not one of ALAVI, SINA.", "SERVICER")]
    [InlineData("The lossOrder names sina, who is not one of ALAVI, SINA.", "ALAVI", "sina")]
    [InlineData("The lossOrder names nobody, who is not one of ALAVI, SINA.", " ")]
    [InlineData("The lossOrder names SINA more than once.", "SINA", "ALAVI", "SINA")]
    public void Whoever_is_no_funder_or_named_twice_is_refused(string problem, params string[] order) =>
        Assert.Equal([problem], (TestProgramme.Kerman with { LossOrder = order }).Validate());
}
