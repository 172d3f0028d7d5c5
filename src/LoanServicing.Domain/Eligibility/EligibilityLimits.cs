using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using NodaTime;

namespace LoanServicing.Domain.Eligibility;

/// <summary>
/// The programme's limits as one assessment saw them. Stored beside the inputs: the programme may be configured anew tomorrow, and an
/// assessment of today must still be explained by what held today.
/// </summary>
/// <param name="YoungestAge">In completed Solar Hijri years, inclusive.</param>
/// <param name="OldestAge">In completed Solar Hijri years, inclusive.</param>
/// <param name="HighestIncomeDecile">Inclusive.</param>
/// <param name="Minimum">In rials, inclusive.</param>
/// <param name="Ceiling">In rials, inclusive.</param>
/// <param name="Tenors">Allowed numbers of monthly instalments.</param>
public sealed record EligibilityLimits(
    IReadOnlyList<string> Provinces,
    int YoungestAge,
    int OldestAge,
    int HighestIncomeDecile,
    Rials Minimum,
    Rials Ceiling,
    IReadOnlyList<int> Tenors)
{
    /// <summary>The limits of a tranche as of a business date.</summary>
    /// <exception cref="InvalidOperationException">The programme has no product of this tranche on that date.</exception>
    public static EligibilityLimits Of(Programme programme, string tranche, LocalDate asOf)
    {
        ArgumentNullException.ThrowIfNull(programme);
        var product = programme.ProductFor(tranche, asOf);
        return new EligibilityLimits(
            programme.Provinces,
            programme.YoungestAge,
            programme.OldestAge,
            product.HighestIncomeDecile,
            product.Minimum,
            product.Ceiling,
            product.Tenors);
    }
}
