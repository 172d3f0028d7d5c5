namespace LoanServicing.Domain.Money;

/// <summary>Arithmetic over many amounts.</summary>
public static class RialsSequences
{
    /// <summary>The sum, <see cref="Rials.Zero"/> for none.</summary>
    /// <exception cref="OverflowException">A running total does not fit in 64 bits.</exception>
    public static Rials Sum(this IEnumerable<Rials> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        var total = Rials.Zero;
        foreach (var amount in amounts)
        {
            total += amount;
        }

        return total;
    }
}
