using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>One round of one application's funds.</summary>
internal sealed record ReservationRow
{
    public Guid ApplicationId { get; init; }

    public int Round { get; init; }

    public string Tranche { get; init; } = "";

    public string County { get; init; } = "";

    public Rials Amount { get; init; }

    public Rials ShareAlavi { get; init; }

    public Rials ShareSina { get; init; }

    public string State { get; init; } = "";

    public string? Shortage { get; init; }

    public long? QueueNumber { get; init; }

    public Instant AskedAt { get; init; }

    public LocalDate BusinessDate { get; init; }

    public Guid? OrderId { get; init; }

    public int PaymentAttempt { get; init; }

    public Guid? LoanId { get; init; }

    public long Version { get; init; }

    public FunderShares Shares
    {
        get => new(ShareAlavi, ShareSina);
        init => (ShareAlavi, ShareSina) = (value.Alavi, value.Sina);
    }

    /// <summary>Unknown for a row that is not stored yet, or whose state is damaged.</summary>
    public ReservationState Status
    {
        get => Enum.TryParse<ReservationState>(State, ignoreCase: true, out var state) ? state : ReservationState.Unknown;
        init => State = NameOf(value);
    }

    public string Name => $"reservation {ApplicationId:D}/{Round}";

    public static string NameOf(ReservationState state) => state switch
    {
        ReservationState.Queued => "queued",
        ReservationState.Reserved => "reserved",
        ReservationState.Ordered => "ordered",
        ReservationState.Drawn => "drawn",
        ReservationState.Released => "released",
        ReservationState.Returned => "returned",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A reservation in this state is not stored."),
    };
}
