namespace LoanServicing.Domain.Money;

/// <summary>An amount of principal divided between the two funders, in rials. What is in it is settled; it never rounds again.</summary>
public readonly record struct FunderShares(Rials Alavi, Rials Sina)
{
    public static FunderShares Zero => default;

    public Rials Total => Alavi + Sina;

    public static FunderShares operator +(FunderShares left, FunderShares right) => new(left.Alavi + right.Alavi, left.Sina + right.Sina);

    public static FunderShares operator -(FunderShares left, FunderShares right) => new(left.Alavi - right.Alavi, left.Sina - right.Sina);

    /// <summary>The share of one funder.</summary>
    /// <param name="funderCode"><see cref="Funders.Alavi"/> or <see cref="Funders.Sina"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Any other code; the servicer has no share.</exception>
    public Rials Of(string funderCode) => funderCode switch
    {
        Funders.Alavi => Alavi,
        Funders.Sina => Sina,
        _ => throw new ArgumentOutOfRangeException(nameof(funderCode), funderCode, "Not the code of a funder with a share."),
    };

    /// <summary>
    /// Where each funder of a loan with these shares stands once this much principal has been applied in all (rule R4):
    /// Alavi at <c>round_half_up(Alavi x applied / Total)</c>, Sina at the rest. A posting is the difference of two standings, so the
    /// shares are met exactly at the end whatever the order and size of the receipts.
    /// </summary>
    /// <param name="principalApplied">Cumulative principal, from zero to <see cref="Total"/>; no fees, credit or recoveries.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range: a bug or a damaged book, never a receipt to accept.</exception>
    public FunderShares Standing(Rials principalApplied)
    {
        var whole = Total;
        if (Alavi.IsNegative || Sina.IsNegative || principalApplied.IsNegative || principalApplied > whole)
        {
            throw new ArgumentOutOfRangeException(
                nameof(principalApplied), principalApplied, $"Principal applied must lie between 0 and the loan's {whole}, and no share be negative.");
        }

        if (whole.IsZero)
        {
            return Zero;
        }

        var alavi = Alavi.MulDivHalfUp(principalApplied.Value, whole.Value);
        return new FunderShares(alavi, principalApplied - alavi);
    }
}
