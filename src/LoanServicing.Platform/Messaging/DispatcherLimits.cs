using NodaTime;

namespace LoanServicing.Platform.Messaging;

/// <summary>The dispatcher's limits, each with its unit.</summary>
public sealed record DispatcherLimits
{
    public static DispatcherLimits Default { get; } = new();

    /// <summary>Deliveries read and settled together.</summary>
    public int PageSize { get; init; } = 512;

    /// <summary>Keys delivered side by side.</summary>
    public int Concurrency { get; init; } = 128;

    /// <summary>Failed attempts after which a delivery is parked.</summary>
    public int AttemptsBeforeParking { get; init; } = 5;

    /// <summary>Pause after the first failed attempt; it doubles with each further one.</summary>
    public Duration FirstBackoff { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>Longest pause, also while a subscriber or the transport is away.</summary>
    public Duration LongestBackoff { get; init; } = Duration.FromSeconds(10);

    /// <summary>One delivery's time; past it the subscriber counts as away.</summary>
    public Duration DeliveryTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long slots stay leased without renewal.</summary>
    public Duration Lease { get; init; } = Duration.FromSeconds(30);

    /// <summary>How often due rows are looked for when nothing signals.</summary>
    public Duration IdlePoll { get; init; } = Duration.FromSeconds(1);

    internal Duration Backoff(int failures) => Duration.Min(FirstBackoff * (1 << Math.Min(failures - 1, 16)), LongestBackoff);
}
