using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Logging;
using Polly;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// What a service does with a fact from its broker queue. Once the broker has confirmed, no delivery row is left to decide on the next try, so it
/// is decided here: a database that cannot be written is waited for without limit; a handler that fails is tried again with growing pauses and
/// then the fact is parked in this service's own database, where it holds back later facts of its key (<see cref="FactReceiver"/>).
/// </summary>
internal sealed class QueueConsumer
{
    private readonly Subscription _subscription;
    private readonly ILogger _log;
    private readonly ResiliencePipeline _untilWritten;
    private readonly ResiliencePipeline _someAttempts;

    public QueueConsumer(Subscription subscription, DispatcherLimits limits, ILogger log)
    {
        (_subscription, _log) = (subscription, log);
        _untilWritten = Retries.UntilWritten(subscription.Service, limits, log);
        _someAttempts = Retries.Some(subscription.Service, limits, log, IsTheHandlers);
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
}
