using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// What a service does with a fact from its broker queue. Once the broker has confirmed, no delivery row is left to decide on the next try, so it
/// is decided here: a database that cannot be written is waited for without limit; a handler that fails is tried again with growing pauses and
/// then the fact is parked in this service's own database, where it holds back later facts of its key (<see cref="FactReceiver"/>).
/// </summary>
internal sealed class QueueConsumer
{
    private readonly Subscription _subscription;
    private readonly DispatcherLimits _limits;
    private readonly ILogger _log;
    private readonly ResiliencePipeline _untilWritten;
    private readonly ResiliencePipeline _someAttempts;

    public QueueConsumer(Subscription subscription, DispatcherLimits limits, ILogger log)
    {
        (_subscription, _limits, _log) = (subscription, limits, log);
        _untilWritten = Pipeline(int.MaxValue, new PredicateBuilder<object>().Handle<DatabaseUnavailableException>());
        _someAttempts = Pipeline(limits.AttemptsBeforeParking - 1, new PredicateBuilder<object>().Handle<Exception>(IsTheHandlers));
    }

    /// <summary>Returns when the fact is committed or parked; only then is it acknowledged.</summary>
    public async Task ConsumeAsync(IFact fact, CancellationToken cancel)
    {
        var attempts = 0;
        try
        {
            await _someAttempts.ExecuteAsync(
                async token =>
                {
                    attempts++;
                    await _untilWritten.ExecuteAsync(async again => await _subscription.Receiver.ReceiveAsync(fact, again), token);
                },
                cancel);
        }
        catch (Exception cause) when (IsTheHandlers(cause) || cause is FactRefusedException)
        {
            _log.LogError(
                cause, "{Type} {MessageId} is parked in {Service} after {Attempts} attempts", fact.GetType().Name, fact.Header.MessageId,
                _subscription.Service, attempts);
            await _untilWritten.ExecuteAsync(async token => await _subscription.Receiver.ParkAsync(fact, attempts, cause.Message, token), cancel);
        }
    }

    /// <summary>Trying again may help: not so with a fact that the state table refuses.</summary>
    private static bool IsTheHandlers(Exception cause) =>
        cause is not (DatabaseUnavailableException or FactRefusedException or OperationCanceledException);

    private ResiliencePipeline Pipeline(int retries, PredicateBuilder<object> when) => retries < 1
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = when,
            MaxRetryAttempts = retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = _limits.FirstBackoff.ToTimeSpan(),
            MaxDelay = _limits.LongestBackoff.ToTimeSpan(),
            UseJitter = true,
            OnRetry = retry =>
            {
                _log.LogWarning("{Service} tries again after {Pause}: {Cause}", _subscription.Service, retry.RetryDelay, retry.Outcome.Exception?.Message);
                return ValueTask.CompletedTask;
            },
        }).Build();
}
