using NodaTime;

namespace LoanServicing.Intake.Notifications;

/// <summary>How the sending goes about it, each with its unit. What an administrator sets is in <see cref="GatewaySettings"/>.</summary>
internal sealed record GatewayPace
{
    public static GatewayPace Default { get; } = new();

    /// <summary>How often due texts are looked for.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Texts claimed, and their answers written, together.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Requests on their way at once.</summary>
    public int SideBySide { get; init; } = 4;

    /// <summary>How long claimed texts are this process's alone. A killed one's are sent by another after it.</summary>
    public Duration Claim { get; init; } = Duration.FromMinutes(5);

    /// <summary>No request begins so near the end of a claim: longer than one with its repetitions may take, and than clocks may differ.</summary>
    public Duration LastStart { get; init; } = Duration.FromMinutes(4);

    /// <summary>Repetitions in place of a request that the gateway certainly did not take, or answered with an error.</summary>
    public int QuickRetries { get; init; } = 2;

    /// <summary>Before the first of them; it doubles, with jitter.</summary>
    public TimeSpan QuickRetryPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Before a text that was not answered, or answered with an error, is sent again; it doubles with each attempt.</summary>
    public Duration FirstBackoff { get; init; } = Duration.FromSeconds(30);

    public Duration LongestBackoff { get; init; } = Duration.FromHours(1);

    /// <summary>How long a gateway is left alone that cannot be reached or is busy, where it does not say itself.</summary>
    public Duration Rest { get; init; } = Duration.FromSeconds(30);

    /// <summary>The same where its answer says that our address or key is wrong: a person must mend that.</summary>
    public Duration RestOfMisfit { get; init; } = Duration.FromMinutes(5);

    /// <summary>The longest <c>Retry-After</c> that is kept to.</summary>
    public Duration LongestRest { get; init; } = Duration.FromHours(6);

    /// <summary>Requests that the breaker looks at before it opens; it opens when half of them fail.</summary>
    public int BreakerThroughput { get; init; } = 10;

    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it stays open.</summary>
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(15);

    public Duration Backoff(int attempts) => Duration.Min(FirstBackoff * (1 << Math.Min(attempts - 1, 16)), LongestBackoff);
}
