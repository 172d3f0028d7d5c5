using System.Text.Json.Serialization;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>An amount per funder, in rials.</summary>
public sealed record FunderAmounts(
    [property: JsonPropertyName(Funders.Alavi)] Rials Alavi,
    [property: JsonPropertyName(Funders.Sina)] Rials Sina)
{
    public static FunderAmounts Of(FunderShares shares) => new(shares.Alavi, shares.Sina);
}

/// <summary>What a receipt paid of one instalment.</summary>
public sealed record AllocationView(int Number, Rials PrincipalRials, Rials FeeRials)
{
    public static IReadOnlyList<AllocationView> Of(IEnumerable<Allocation> allocations) =>
        [.. allocations.Select(allocation => new AllocationView(allocation.Number, allocation.Principal, allocation.Fee))];
}
