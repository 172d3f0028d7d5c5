using Polly;
using Polly.Retry;

namespace LoanServicing.Platform.Data;

/// <summary>How a unit of work is run again on SQL Server: always as a whole, in a new transaction.</summary>
internal static class UnitRetries
{
    /// <summary>Times that a unit makes way for others: a deadlock, a row changed meanwhile, a key that is there already.</summary>
    public const int Races = 12;

    private const int Hiccups = 3;

    /// <summary>
    /// A unit that has taken longer is not committed. So whoever looks at what was committed this long after something has seen all that had begun
    /// before it.
    /// </summary>
    public static readonly TimeSpan LongestUnit = TimeSpan.FromSeconds(60);

    public static ResiliencePipeline Create() => new ResiliencePipelineBuilder()
        .AddRetry(Strategy(SqlServerErrors.AreOfARace, Races, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(400)))
        .AddRetry(Strategy(SqlServerErrors.AreTransient, Hiccups, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2)))
        .Build();

    private static RetryStrategyOptions Strategy(Func<Exception, bool> when, int attempts, TimeSpan first, TimeSpan longest) => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(cause => when(cause)),
        MaxRetryAttempts = attempts,
        BackoffType = DelayBackoffType.Exponential,
        Delay = first,
        MaxDelay = longest,
        UseJitter = true,
    };
}
