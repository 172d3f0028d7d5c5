using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Money;

public class AmountTextTests
{
    [Theory]
    [InlineData("150.5", 1_505)]
    [InlineData("150.50", 1_505)]
    [InlineData("-1,500.1", -15_001)]
    [InlineData("۱۵۰٫۵", 1_505)]
    [InlineData("0.1", 1)]
    [InlineData("900719925474099.2", Rials.MaxAmount)]
    public void A_tenth_of_a_toman_is_a_rial(string text, long rials)
    {
        Assert.Equal(AmountFault.None, AmountText.ReadGrouped(text, unit: 10, out var amount));
        Assert.Equal(rials, amount.Value);
    }

    [Theory]
    [InlineData("150.55", 10)]
    [InlineData("150.05", 10)]
    [InlineData("150.5", 1)]
    public void A_part_of_a_rial_is_none(string text, int unit) => Assert.Equal(AmountFault.Fraction, AmountText.ReadGrouped(text, unit, out _));

    [Theory]
    [InlineData("900719925474099.3")]
    [InlineData("900719925474100")]
    public void More_toman_than_rials_are_counted_are_too_many(string text) => Assert.Equal(AmountFault.TooLarge, AmountText.ReadGrouped(text, unit: 10, out _));
}
