using LoanServicing.Platform.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// Delivers one database's outbox, outside its transactions and in order per partition key and subscriber. A failing infrastructure is waited
/// out, for each subscriber apart; a failing handler is tried again with growing pauses and then parked, holding back only later facts of its key for that subscriber.
/// </summary>
public sealed class Dispatcher(
    IDatabase database, ITransport transport, CommitSignal signal, IClock clock, DispatcherLimits limits, ILogger<Dispatcher> log)
    : BackgroundService
{
    private readonly SlotLeases _leases = new(database, limits.Lease);
    private readonly Dictionary<string, (Instant Until, int Failures)> _resting = [];
    private IReadOnlyList<int> _slots = [];
    private Instant _renewAt = Instant.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wait = await DeliverPageAsync(stoppingToken);
                failures = 0;
                await signal.WaitAsync(wait.ToTimeSpan(), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception cause)
            {
                var pause = limits.Backoff(++failures);
                var level = cause is DatabaseUnavailableException or System.Data.Common.DbException ? LogLevel.Warning : LogLevel.Error;
                log.Log(level, cause, "Delivery from {Database} waits {Pause}", database.Name, pause);
                await Task.Delay(pause.ToTimeSpan(), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.StopAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested(); // the base returns, too, when the time has run out
            await _leases.ReleaseAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is DatabaseUnavailableException || (cause is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            var why = cause is OperationCanceledException ? "the time for stopping ran out" : cause.Message;
            log.LogWarning("The slots of {Database} stay leased until they run out: {Cause}", database.Name, why);
        }
    }

    /// <summary>Delivers what is due and says how long there is nothing more to do unless signalled.</summary>
    internal async Task<Duration> DeliverPageAsync(CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        if (now >= _renewAt)
        {
            _slots = await _leases.RenewAsync(cancel);
            _renewAt = now + (_slots.Count > 0 ? limits.Lease / 3 : limits.IdlePoll);
        }

        var resting = _resting.Where(rest => rest.Value.Until > now).Select(rest => rest.Key).ToList();
        var page = _slots.Count == 0 ? [] : await DeliveryStore.DueAsync(database, _slots, resting, now, limits.PageSize, cancel);
        if (page.Count == 0)
        {
            return await UntilNextAsync(now, resting, cancel);
        }

        var outcome = await DeliverAsync(page, cancel);
        await SettleAsync(outcome, cancel);
        Rest(outcome);
        return Duration.Zero;
    }

    private async Task<Duration> UntilNextAsync(Instant now, List<string> resting, CancellationToken cancel)
    {
        var next = now + limits.IdlePoll;
        if (await DeliveryStore.NextVisibleAsync(database, now, cancel) is { } visible)
        {
            next = Instant.Min(next, visible);
        }

        return resting.Select(name => _resting[name].Until).Append(next).Min() - now;
    }

    private async Task<DeliveryOutcome> DeliverAsync(IReadOnlyList<Delivery> page, CancellationToken cancel)
    {
        var outcome = new DeliveryOutcome();
        var chains = page.GroupBy(delivery => (delivery.Subscriber, delivery.PartitionKey));
        await Parallel.ForEachAsync(
            chains,
            new ParallelOptions { MaxDegreeOfParallelism = limits.Concurrency, CancellationToken = cancel },
            async (chain, token) => await DeliverInOrderAsync(chain, outcome, token));
        return outcome;
    }

    /// <summary>Delivers the facts of one key to one subscriber, up to the first that cannot be delivered.</summary>
    private async Task DeliverInOrderAsync(IEnumerable<Delivery> chain, DeliveryOutcome outcome, CancellationToken cancel)
    {
        foreach (var delivery in chain)
        {
            try
            {
                if (outcome.Unavailable.ContainsKey(delivery.Subscriber))
                {
                    return;
                }

                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                timeout.CancelAfter(limits.DeliveryTimeout.ToTimeSpan());
                await transport.DeliverAsync(Read(delivery), delivery.Subscriber, timeout.Token);
                outcome.Delivered.Enqueue(delivery);
            }
            catch (DeliveryFailedException failed)
            {
                outcome.Failed.Enqueue((delivery, failed));
                return;
            }
            catch (NoQueueException nobody)
            {
                outcome.Deferred.Enqueue((delivery, nobody));
                return;
            }
            catch (Exception away) when (!cancel.IsCancellationRequested)
            {
                outcome.Unavailable.TryAdd(delivery.Subscriber, away);
                return;
            }
        }
    }

    private static Contracts.IFact Read(Delivery delivery)
    {
        try
        {
            return FactJson.Read(delivery.Type, delivery.Body);
        }
        catch (Exception unreadable)
        {
            throw new DeliveryFailedException($"The stored {delivery.Type} cannot be read.", unreadable);
        }
    }

    private async Task SettleAsync(DeliveryOutcome outcome, CancellationToken cancel)
    {
        var verdicts = await database.WriteAsync(unit => SettleAsync(unit, outcome), cancel);
        foreach (var ((delivery, cause), verdict) in outcome.Failed.Zip(verdicts))
        {
            log.LogError(
                cause.InnerException, "{Type} {MessageId} to {Subscriber} failed and {Verdict}", delivery.Type, delivery.MessageId, delivery.Subscriber, verdict);
        }
    }

    private async Task<IReadOnlyList<string>> SettleAsync(UnitOfWork unit, DeliveryOutcome outcome)
    {
        var verdicts = new List<string>();
        await DeliveryStore.DeliveredAsync(unit, [.. outcome.Delivered], _leases.Token);
        foreach (var (delivery, cause) in outcome.Failed)
        {
            var park = delivery.Attempts + 1 >= limits.AttemptsBeforeParking || cause.InnerException is FactRefusedException;
            var again = unit.Now + limits.Backoff(delivery.Attempts + 1);
            var error = (cause.InnerException ?? cause).Message;
            var isOurs = await DeliveryStore.FailedAsync(unit, delivery.Id, _leases.Token, park, again, error);
            verdicts.Add(!isOurs ? "is no longer ours" : park ? "is parked" : $"is tried again at {again}");
        }

        foreach (var (delivery, cause) in outcome.Deferred)
        {
            await DeliveryStore.DeferredAsync(unit, delivery.Id, _leases.Token, unit.Now + limits.LongestBackoff, cause.Message);
        }

        return verdicts;
    }

    /// <summary>Leaves a subscriber that is away alone for a while, longer each time; deliveries to the others go on.</summary>
    private void Rest(DeliveryOutcome outcome)
    {
        foreach (var subscriber in outcome.Delivered.Select(delivery => delivery.Subscriber).Distinct().ToList())
        {
            _resting.Remove(subscriber);
        }

        foreach (var (subscriber, cause) in outcome.Unavailable)
        {
            var failures = _resting.GetValueOrDefault(subscriber).Failures + 1;
            var pause = limits.Backoff(failures);
            _resting[subscriber] = (clock.GetCurrentInstant() + pause, failures);
            log.LogWarning("Delivery from {Database} to {Subscriber} waits {Pause}: {Cause}", database.Name, subscriber, pause, cause.Message);
        }
    }
}
