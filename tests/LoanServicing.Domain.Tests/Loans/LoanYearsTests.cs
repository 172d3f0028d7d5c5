using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Loans;

public class LoanYearsTests
{
    [Fact]
    public void The_text_form_is_read_back() => Generators.Check(LoanCases.Any, x =>
    {
        var (standing, _) = x.Loan.Ledger.Replay(x.Receipts);

        Assert.True(LoanYears.TryParse(standing.Years.ToString(), out var read));
        Assert.Equal(standing.Years, read);
        Assert.Equal(standing.Years.GetHashCode(), read.GetHashCode());
    });

    [Fact]
    public void ToString_TwoYears_IsOpeningAndFeePerYear() =>
        Assert.Equal("500/0 500/7", LoanYears.None.BegunTo(2, new Rials(500)).WithFee(2, new Rials(7)).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("5")]
    [InlineData("5/")]
    [InlineData("/5")]
    [InlineData("5/-1")]
    [InlineData("5/1.0")]
    [InlineData("5/1,6/1")]
    [InlineData("99999999999999999999/1")]
    public void TryParse_DamagedText_IsRefused(string? text) => Assert.False(LoanYears.TryParse(text, out _));

    [Fact]
    public void None_IsWhatNothingBegunReadsAs()
    {
        Assert.True(LoanYears.TryParse(string.Empty, out var read));
        Assert.True(read == LoanYears.None);
        Assert.True(read != LoanYears.None.BegunTo(1, new Rials(1)));
    }
}
