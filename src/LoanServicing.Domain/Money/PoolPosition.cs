namespace LoanServicing.Domain.Money;

/// <summary>
/// The pool's principal allocated and not released (rule R3). The pool, not the single loan, carries the rounding: each allocation
/// corrects what earlier ones and releases left, so that the whole pool never drifts from the ratio.
/// </summary>
/// <param name="Total">T: both funders' principal, in rials.</param>
/// <param name="Alavi">A: Alavi's part of it.</param>
public readonly record struct PoolPosition(Rials Total, Rials Alavi)
{
    /// <summary>
    /// Divides a new allocation: Alavi gets <c>round_half_up(ratio.Alavi x (T + P) / ratio.Whole) - A</c>, clamped to [0, P]; Sina the rest.
    /// After an allocation that was not clamped, <c>84 x A - 25 x T</c> lies in [-42, 42] for the programme's ratio.
    /// </summary>
    /// <param name="principal">P, in rials, above zero.</param>
    /// <param name="ratio">The agreed proportion, <see cref="FundingRatio.Programme"/> unless the agreement changes.</param>
    /// <returns>The shares to freeze on the loan, the position to store, and whether the clamp took hold.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The principal is not positive, or the ratio has a negative or no part.</exception>
    public (FunderShares Shares, PoolPosition After, bool Clamped) Allocate(Rials principal, FundingRatio ratio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(principal.Value, nameof(principal));
        ArgumentOutOfRangeException.ThrowIfNegative(ratio.Alavi, nameof(ratio));
        ArgumentOutOfRangeException.ThrowIfNegative(ratio.Sina, nameof(ratio));

        var totalAfter = Total + principal;
        var wanted = totalAfter.MulDivHalfUp(ratio.Alavi, ratio.Whole) - Alavi;
        var alavi = Rials.Max(Rials.Zero, Rials.Min(wanted, principal));
        var shares = new FunderShares(alavi, principal - alavi);
        return (shares, new PoolPosition(totalAfter, Alavi + alavi), alavi != wanted);
    }

    /// <summary>Takes out exactly the frozen shares of one allocation: a reservation let go, or money that came back after paying out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A share is negative, or more than that funder has in the pool.</exception>
    public PoolPosition Release(FunderShares shares)
    {
        if (shares.Alavi.IsNegative || shares.Sina.IsNegative || shares.Alavi > Alavi || shares.Sina > Total - Alavi)
        {
            throw new ArgumentOutOfRangeException(nameof(shares), shares, $"The pool holds {Alavi} of Alavi and {Total - Alavi} of Sina.");
        }

        return new PoolPosition(Total - shares.Total, Alavi - shares.Alavi);
    }
}
