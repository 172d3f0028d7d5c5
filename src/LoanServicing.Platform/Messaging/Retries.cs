using LoanServicing.Platform.Data;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace LoanServicing.Platform.Messaging;

/// <summary>How often and after what pauses a consumer tries a message again.</summary>
internal static class Retries
{
    /// <summary>Waits for a database that cannot be written, without limit.</summary>
    /// <param name="who">Named in the log.</param>
    public static ResiliencePipeline UntilWritten(string who, DispatcherLimits limits, ILogger log) =>
        Pipeline(who, limits, log, int.MaxValue, new PredicateBuilder<object>().Handle<DatabaseUnavailableException>());

    /// <summary>Tries a failing handler as often as is tried before a fact is parked.</summary>
    /// <param name="mayHelp">Whether trying again may help.</param>
    public static ResiliencePipeline Some(string who, DispatcherLimits limits, ILogger log, Func<Exception, bool> mayHelp) =>
        Pipeline(who, limits, log, limits.AttemptsBeforeParking - 1, new PredicateBuilder<object>().Handle(mayHelp));

    private static ResiliencePipeline Pipeline(string who, DispatcherLimits limits, ILogger log, int retries, PredicateBuilder<object> when) => retries < 1
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = when,
            MaxRetryAttempts = retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = limits.FirstBackoff.ToTimeSpan(),
            MaxDelay = limits.LongestBackoff.ToTimeSpan(),
            UseJitter = true,
            OnRetry = retry =>
            {
                log.LogWarning("{Who} tries again after {Pause}: {Cause}", who, retry.RetryDelay, retry.Outcome.Exception?.Message);
                return ValueTask.CompletedTask;
            },
        }).Build();
}
