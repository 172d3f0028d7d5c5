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
}
