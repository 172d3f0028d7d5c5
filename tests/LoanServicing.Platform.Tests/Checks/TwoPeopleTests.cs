using LoanServicing.Platform.Checks;

namespace LoanServicing.Platform.Tests.Checks;

/// <summary>One person is one person however a token writes the name.</summary>
public class TwoPeopleTests
{
    [Theory]
    [InlineData("officer-1", "OFFICER-1")]
    [InlineData("officer-1", " officer-1 ")]
    [InlineData("officer-1", "ｏfficer-1")]
    [InlineData("0499370899", "۰۴۹۹۳۷۰۸۹۹")]
    [InlineData("0499370899", "٠٤٩٩٣٧٠٨٩٩")]
    [InlineData("علي كرماني", "علی کرمانی")]
    [InlineData("officer-1", "officer\u200c-1")]
    [InlineData("officer-1", null)]
    public void One_person_is_no_second_one(string? one, string? other) => Assert.False(TwoPeople.Are(one, other) || TwoPeople.Are(other, one));

    [Theory]
    [InlineData("officer-1", "officer-2")]
    [InlineData("officer-11", "officer-1")]
    public void Two_are_two(string one, string other) => Assert.True(TwoPeople.Are(one, other));
}
