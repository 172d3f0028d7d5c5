using LoanServicing.Domain.Money;
using LoanServicing.Repayment.Statements;

namespace LoanServicing.Repayment.Tests;

/// <summary>Amounts and dates as the borrower's pages write them.</summary>
public sealed class PageWritingTests
{
    private static readonly PageWriting Persian = new(IsPersian: true);
    private static readonly PageWriting English = new(IsPersian: false);

    [Theory]
    [InlineData(0, "0", "0")]
    [InlineData(5, "5", "0.5")]
    [InlineData(-5, "\u22125", "\u22120.5")]
    [InlineData(1_234_567, "1,234,567", "123,456.7")]
    [InlineData(-12_000_000, "\u221212,000,000", "\u22121,200,000")]
    [InlineData(long.MinValue, "\u22129,223,372,036,854,775,808", "\u2212922,337,203,685,477,580.8")]
    [InlineData(long.MaxValue, "9,223,372,036,854,775,807", "922,337,203,685,477,580.7")]
    public void Rials_are_grouped_and_a_toman_is_ten_of_them_exactly(long rials, string number, string toman)
    {
        Assert.Equal(number, English.Number(new Rials(rials)));
        Assert.Equal(toman, English.Toman(new Rials(rials)));
    }

    [Fact]
    public void Persian_has_its_own_digits_separators_and_dates()
    {
        Assert.Equal("\u2212۱۲٬۳۴۵", Persian.Number(new Rials(-12_345)));
        Assert.Equal("۱٬۲۳۴٫۵", Persian.Toman(new Rials(12_345)));
        Assert.Equal("<time datetime=\"2028-09-21\">۱۴۰۷/۰۶/۳۱</time>", Persian.Date(RepaymentHost.Today).ToString());
        Assert.Equal("<time datetime=\"2028-09-21\">2028-09-21 (1407-06-31)</time>", English.Date(RepaymentHost.Today).ToString());
        Assert.Equal("۱۰۰۰۰۴۲-۰۰۷", Persian.Digits("1000042-007"));
    }
}
