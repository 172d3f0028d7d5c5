using System.Globalization;

namespace LoanServicing.Domain.Money;

/// <summary>
/// An amount of money: a signed 64-bit count of whole current rials (ISO 4217 IRR; 10 rials = 1 toman). There is no fraction.
/// Every operation is checked and throws <see cref="OverflowException"/> rather than wrap; products are formed in 128 bits (rule R1).
/// </summary>
/// <param name="Value">Whole rials; negative for a difference or a reversal.</param>
public readonly record struct Rials(long Value) : IComparable<Rials>
{
    /// <summary>The largest amount accepted from outside, 2^53 rials, inclusive: the largest whole count every JSON reader keeps exact.</summary>
    public const long MaxAmount = 1L << 53;

    public static Rials Zero => default;

    public bool IsZero => Value == 0;

    public bool IsPositive => Value > 0;

    public bool IsNegative => Value < 0;

    public static Rials operator +(Rials left, Rials right) => new(checked(left.Value + right.Value));

    public static Rials operator -(Rials left, Rials right) => new(checked(left.Value - right.Value));

    public static Rials operator -(Rials amount) => new(checked(-amount.Value));

    public static bool operator <(Rials left, Rials right) => left.Value < right.Value;

    public static bool operator >(Rials left, Rials right) => left.Value > right.Value;

    public static bool operator <=(Rials left, Rials right) => left.Value <= right.Value;

    public static bool operator >=(Rials left, Rials right) => left.Value >= right.Value;

    public static Rials Min(Rials left, Rials right) => left <= right ? left : right;

    public static Rials Max(Rials left, Rials right) => left >= right ? left : right;

    public int CompareTo(Rials other) => Value.CompareTo(other.Value);

    /// <summary>This amount x numerator / denominator, rounded down (towards negative infinity).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive.</exception>
    /// <exception cref="OverflowException">The quotient does not fit in 64 bits.</exception>
    public Rials MulDivFloor(long numerator, long denominator)
    {
        var (quotient, _) = DivideDown(numerator, denominator);
        return new Rials(checked((long)quotient));
    }

    /// <summary>This amount x numerator / denominator, rounded to the nearest rial; an exact half goes up (towards positive infinity).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive.</exception>
    /// <exception cref="OverflowException">The quotient does not fit in 64 bits.</exception>
    public Rials MulDivHalfUp(long numerator, long denominator)
    {
        var (quotient, remainder) = DivideDown(numerator, denominator);

        // Compared with what is missing to the next rial, so that the remainder is never doubled.
        return new Rials(checked((long)(remainder >= denominator - remainder ? quotient + 1 : quotient)));
    }

    /// <summary>Invariant digits, without grouping or unit.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    private (Int128 Quotient, Int128 Remainder) DivideDown(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var product = (Int128)Value * numerator;
        var (quotient, remainder) = Int128.DivRem(product, denominator);
        return remainder < 0 ? (quotient - 1, remainder + denominator) : (quotient, remainder);
    }
}
