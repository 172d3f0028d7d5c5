namespace LoanServicing.Domain.Payments;

/// <summary>The ways on which the bank carries a payment (domain.md section 6).</summary>
public enum PaymentRail
{
    /// <summary>From one account to another of the same bank.</summary>
    Internal = 1,

    /// <summary>The clearing house of batches, deferred net, a few cycles a day.</summary>
    Paya = 2,

    /// <summary>Real-time gross settlement, for large amounts.</summary>
    Satna = 3,

    /// <summary>Instant, day and night, for small amounts.</summary>
    Pol = 4,
}

/// <summary>Rails as configuration, stored rows and answers spell them.</summary>
public static class PaymentRailNames
{
    private static readonly Dictionary<PaymentRail, string> Names = new()
    {
        [PaymentRail.Internal] = "internal",
        [PaymentRail.Paya] = "paya",
        [PaymentRail.Satna] = "satna",
        [PaymentRail.Pol] = "pol",
    };

    /// <summary>Every name, in the order of the rails.</summary>
    public static IReadOnlyCollection<string> All => Names.Values;

    public static string Name(this PaymentRail rail) => Names[rail];

    /// <summary>The rail of that name, in upper or lower case; null where there is none.</summary>
    public static PaymentRail? Of(string? name) =>
        Names.Where(pair => string.Equals(pair.Value, name, StringComparison.OrdinalIgnoreCase)).Select(pair => (PaymentRail?)pair.Key).FirstOrDefault();
}
