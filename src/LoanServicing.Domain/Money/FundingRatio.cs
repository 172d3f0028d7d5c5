namespace LoanServicing.Domain.Money;

/// <summary>The agreed proportion of the funders, kept as whole numbers because no percentage states it exactly.</summary>
/// <param name="Alavi">Parts of Alavi, not negative.</param>
/// <param name="Sina">Parts of Sina, not negative.</param>
public readonly record struct FundingRatio(int Alavi, int Sina)
{
    /// <summary>25 : 59, which is 5 : 11.8 hemat (design.md section 1).</summary>
    public static FundingRatio Programme => new(25, 59);

    /// <summary>All parts together; 84 for the programme.</summary>
    public int Whole => Alavi + Sina;

    /// <summary>
    /// By how much a funder has given more than its part of what both gave; negative where it gave less. Alavi's part is
    /// <c>round_half_up(Alavi x total / Whole)</c>, Sina's the rest, so that the two are opposite.
    /// </summary>
    /// <param name="funder"><see cref="Funders.Alavi"/> or <see cref="Funders.Sina"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Any other code.</exception>
    public Rials Ahead(string funder, FunderShares given)
    {
        var alavi = given.Total.MulDivHalfUp(Alavi, Whole);
        return given.Of(funder) - new FunderShares(alavi, given.Total - alavi).Of(funder);
    }
}
