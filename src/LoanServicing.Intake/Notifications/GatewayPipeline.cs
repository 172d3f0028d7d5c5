using System.Net;
using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace LoanServicing.Intake.Notifications;

/// <summary>
/// What stands between a text and the gateway, from the outside: quick repetitions of what certainly was not taken or was answered with an error, a breaker
/// that leaves a failing gateway alone, the rate, and the time one request may take. A request without an answer is not repeated here: that is counted.
/// </summary>
internal static class GatewayPipeline
{
    public static ResiliencePipeline<HttpResponseMessage> Create(GatewaySettings settings, GatewayPace pace, RateLimiter limiter) =>
        new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>(WasNotTaken).HandleResult(IsPassing),
                MaxRetryAttempts = pace.QuickRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = pace.QuickRetryPause,
                UseJitter = true,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                    .Handle<HttpRequestException>().Handle<TimeoutRejectedException>().HandleResult(answer => (int)answer.StatusCode >= 500),
                FailureRatio = 0.5,
                MinimumThroughput = pace.BreakerThroughput,
                SamplingDuration = pace.BreakerWindow,
                BreakDuration = pace.BreakerPause,
            })
            .AddStrategy(_ => new RateLimit(limiter), new RateLimitOptions())
            .AddTimeout(settings.Timeout)
            .Build();

    /// <summary>One request at a time, evenly spaced: no second has more of them than were allowed.</summary>
    public static RateLimiter LimiterOf(GatewaySettings settings) => new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 1,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1) / settings.PerSecond,
        QueueLimit = int.MaxValue,
        AutoReplenishment = true,
    });

    /// <summary>There was no connection, so no request.</summary>
    public static bool WasNotTaken(HttpRequestException error) => error.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    /// <summary>An error that may have passed in a moment. A gateway that says when to come again is not asked before.</summary>
    private static bool IsPassing(HttpResponseMessage answer) => answer.Headers.RetryAfter is null && answer.StatusCode
        is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
