using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Programmes;

/// <summary>
/// The readings of the law by which a product can be made. They differ (domain.md section 2), and the program claims no more than that a product keeps to the
/// reading it names.
/// </summary>
public enum ShariahProfile
{
    /// <summary>Iranian law and the Central Bank's rules: a service fee of at most 4 % a year, and charges for lateness where the contract has them.</summary>
    IranCBI,

    /// <summary>
    /// AAOIFI standards 3 and 19: nothing that grows with the amount or the time, so no fee by a rate, and no income from lateness. Real costs of recovery, and what
    /// a borrower has promised to charity, may be asked for.
    /// </summary>
    AaoifiStrict,
}

/// <summary>What a product may ask of who is late, and whether it keeps to its reading.</summary>
public static class ShariahRules
{
    /// <summary>What is wrong with the product, in sentences.</summary>
    public static IEnumerable<string> Problems(LoanProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        var name = $"The product of {product.Tranche} from {product.EffectiveFrom:uuuu-MM-dd}";
        if (!Enum.IsDefined(product.LatePolicy))
        {
            yield return $"{name} has a latePolicy that is not one of {string.Join(", ", Enum.GetNames<LatePolicy>())}.";
            yield break;
        }

        if (!product.Late.IsSound)
        {
            yield return product.Late.CountsDays
                ? $"{name} charges lateness by {product.LatePolicy} with a lateRateBasisPoints of {product.Late.RateBasisPoints} and lateYearDays of {product.Late.YearDays}, not a rate from 1 to 10000 and 360 or 365 days."
                : $"{name} has a lateRateBasisPoints or lateYearDays, which {product.LatePolicy} does not count by.";
        }
        else if (product.LatePolicy == LatePolicy.CbiVajhEltezam && product.Late.RateBasisPoints > product.HighestLateRate)
        {
            yield return $"{name} has a lateRateBasisPoints of {product.Late.RateBasisPoints}, more than the rate of its fee and six points, {product.HighestLateRate}.";
        }

        if (!Enum.IsDefined(product.ShariahProfile))
        {
            yield return $"{name} has a shariahProfile that is not one of {string.Join(", ", Enum.GetNames<ShariahProfile>())}.";
        }
        else if (product.ShariahProfile == ShariahProfile.AaoifiStrict)
        {
            if (product.FeeMethod != FeeMethod.NoFee)
            {
                yield return $"{name} is AaoifiStrict and has the fee method {product.FeeMethod}, which grows with the amount and the time; NoFee is expected.";
            }

            if (product.LatePolicy == LatePolicy.CbiVajhEltezam)
            {
                yield return $"{name} is AaoifiStrict and has the latePolicy CbiVajhEltezam, an income from lateness; None, ActualCostOnly or CharityCommitment is expected.";
            }
        }
    }
}
