using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Domain.Tests.Identifiers;

public sealed class BankReferenceTests
{
    [Theory]
    [InlineData("NORM-1")]
    [InlineData("norm-1")]
    [InlineData("  Norm-1\t")]
    [InlineData("ＮＯＲＭ－１")]
    [InlineData("ｎｏｒｍ-１")]
    [InlineData("norm-۱")]
    [InlineData("NORM-١")]
    [InlineData("\u200Fnorm-1\u200E")]
    [InlineData("no\u00ADrm-1")]
    [InlineData("no\u200Crm-1")]
    [InlineData("norm-1\u0000")]
    [InlineData("NORM\u20111")]
    [InlineData("NORM\u20131")]
    [InlineData("NORM\u22121")]
    public void Normalise_TheSameReferenceInAnyWriting_IsTheSameText(string text)
    {
        Assert.Equal("NORM-1", BankReference.Normalise(text));
        Assert.Equal("NORM-1", BankReference.Normalise(BankReference.Normalise(text)));
    }

    [Theory]
    [InlineData("12-3", "1-23")]
    [InlineData("12-3", "123")]
    [InlineData("12 3", "123")]
    public void Normalise_HyphensAndInnerSpaces_TellReferencesApart(string one, string other) =>
        Assert.NotEqual(BankReference.Normalise(one), BankReference.Normalise(other));

    [Theory]
    [InlineData("NORM-1", false)]
    [InlineData(" NORM-1\n", false)]
    [InlineData("NO\u200CRM-1", true)]
    [InlineData("NO\u202ERM-1", true)]
    [InlineData("NO\u0001RM-1", true)]
    public void HasInvisible_SaysWhatNobodySees(string text, bool expected) => Assert.Equal(expected, BankReference.HasInvisible(text));
}
