using System.Threading.RateLimiting;
using Polly;

namespace LoanServicing.Intake.Notifications;

/// <summary>A strategy of Polly that lets a request go when the limiter permits it; the feeds we restore from have none.</summary>
internal sealed class RateLimit(RateLimiter limiter) : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        try
        {
            using var permit = await limiter.AcquireAsync(permitCount: 1, context.CancellationToken);
            return permit.IsAcquired
                ? await callback(context, state)
                : Outcome.FromException<HttpResponseMessage>(new InvalidOperationException("The rate limiter lets nobody wait."));
        }
        catch (OperationCanceledException cancelled)
        {
            return Outcome.FromException<HttpResponseMessage>(cancelled);
        }
    }
}

internal sealed class RateLimitOptions : ResilienceStrategyOptions
{
    public RateLimitOptions() => Name = "rate-limit";
}
