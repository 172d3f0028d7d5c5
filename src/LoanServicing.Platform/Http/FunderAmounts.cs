using System.Text.Json.Serialization;
using LoanServicing.Domain.Money;

namespace LoanServicing.Platform.Http;

/// <summary>An amount per funder, in rials.</summary>
public sealed record FunderAmounts(
    [property: JsonPropertyName(Funders.Alavi)] Rials Alavi,
    [property: JsonPropertyName(Funders.Sina)] Rials Sina)
{
    public static FunderAmounts Of(FunderShares shares) => new(shares.Alavi, shares.Sina);
}
