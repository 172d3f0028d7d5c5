using System.Numerics;
using FsCheck.Fluent;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Money;

public class RialsTests
{
    [Fact]
    public void Sums_and_differences_are_exact_or_overflow_loudly() => Generators.Check(
        from left in Generators.AnyLong
        from right in Generators.AnyLong
        select (left, right),
        pair =>
        {
            AssertExactOrOverflow((BigInteger)pair.left + pair.right, () => new Rials(pair.left) + new Rials(pair.right));
            AssertExactOrOverflow((BigInteger)pair.left - pair.right, () => new Rials(pair.left) - new Rials(pair.right));
            AssertExactOrOverflow(-(BigInteger)pair.left, () => -new Rials(pair.left));
            AssertExactOrOverflow((BigInteger)pair.left + pair.right, () => new[] { new Rials(pair.left), new Rials(pair.right) }.Sum());
        });

    [Fact]
    public void Products_are_rounded_exactly_as_stated_or_overflow_loudly() => Generators.Check(
        from amount in Generators.AnyLong
        from numerator in Generators.AnyLong
        from denominator in Gen.OneOf(Generators.Between(1, long.MaxValue), Generators.Between(1, 100), Gen.Elements(84L, long.MaxValue))
        select (amount, numerator, denominator),
        x =>
        {
            var product = (BigInteger)x.amount * x.numerator;
            AssertExactOrOverflow(Floor(product, x.denominator), () => new Rials(x.amount).MulDivFloor(x.numerator, x.denominator));
            AssertExactOrOverflow(
                Floor((2 * product) + x.denominator, 2 * (BigInteger)x.denominator),
                () => new Rials(x.amount).MulDivHalfUp(x.numerator, x.denominator));
        });

    [Fact]
    public void Shares_of_amounts_up_to_the_largest_accepted_never_overflow() => Generators.Check(
        from amount in Generators.Principal
        from part in Generators.Principal
        from whole in Generators.Principal
        select (amount, part: Math.Min(part, whole), whole),
        x => Assert.InRange(new Rials(x.amount).MulDivHalfUp(x.part, x.whole).Value, 0, x.amount));

    [Fact]
    public void Order_agrees_with_the_count_of_rials() => Generators.Check(
        from left in Generators.AnyLong
        from right in Generators.AnyLong
        select (left, right),
        pair =>
        {
            var (left, right) = (new Rials(pair.left), new Rials(pair.right));
            Assert.Equal(pair.left < pair.right, left < right);
            Assert.Equal(pair.left > pair.right, left > right);
            Assert.Equal(pair.left <= pair.right, left <= right);
            Assert.Equal(pair.left >= pair.right, left >= right);
            Assert.Equal(pair.left.CompareTo(pair.right), left.CompareTo(right));
            Assert.Equal(Math.Min(pair.left, pair.right), Rials.Min(left, right).Value);
            Assert.Equal(Math.Max(pair.left, pair.right), Rials.Max(left, right).Value);
        });

    [Theory]
    [InlineData(1, 1, 2, 0, 1)]
    [InlineData(-1, 1, 2, -1, 0)]
    [InlineData(-3, 1, 2, -2, -1)]
    [InlineData(5, 1, 3, 1, 2)]
    [InlineData(-5, 1, 3, -2, -2)]
    [InlineData(84, 25, 84, 25, 25)]
    public void Floor_goes_down_and_a_half_goes_up_on_both_sides_of_zero(long amount, long numerator, long denominator, long floor, long halfUp)
    {
        Assert.Equal(floor, new Rials(amount).MulDivFloor(numerator, denominator).Value);
        Assert.Equal(halfUp, new Rials(amount).MulDivHalfUp(numerator, denominator).Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-84)]
    public void A_denominator_that_is_not_positive_is_refused(long denominator)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rials(1).MulDivFloor(1, denominator));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rials(1).MulDivHalfUp(1, denominator));
    }

    [Fact]
    public void The_sign_the_sum_of_none_and_the_text_are_plain()
    {
        Assert.True(Rials.Zero.IsZero);
        Assert.True(new Rials(1).IsPositive);
        Assert.True(new Rials(-1).IsNegative);
        Assert.False(Rials.Zero.IsPositive || Rials.Zero.IsNegative);
        Assert.Equal(Rials.Zero, Array.Empty<Rials>().Sum());
        Assert.Equal("-9007199254740992", new Rials(-Rials.MaxAmount).ToString());
    }

    private static void AssertExactOrOverflow(BigInteger exact, Func<Rials> compute)
    {
        if (exact >= long.MinValue && exact <= long.MaxValue)
        {
            Assert.Equal(exact, compute().Value);
        }
        else
        {
            Assert.Throws<OverflowException>(() => compute());
        }
    }

    private static BigInteger Floor(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}
