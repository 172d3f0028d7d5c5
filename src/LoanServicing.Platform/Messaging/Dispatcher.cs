using LoanServicing.Platform.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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

    /// <summary>Longest pause, also while the transport is away.</summary>
    public Duration LongestBackoff { get; init; } = Duration.FromSeconds(10);

    /// <summary>One delivery's time; past it the transport counts as away.</summary>
    public Duration DeliveryTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long slots stay leased without renewal.</summary>
    public Duration Lease { get; init; } = Duration.FromSeconds(30);

    /// <summary>How often due rows are looked for when nothing signals.</summary>
    public Duration IdlePoll { get; init; } = Duration.FromSeconds(1);
}

/// <summary>
/// Delivers one database's outbox, outside its transactions and in order per partition key and subscriber. A failing infrastructure is waited
/// out; a failing handler is tried again with growing pauses and then parked, holding back only later facts of its key for that subscriber.
/// </summary>
public sealed class Dispatcher(
    IDatabase database, ITransport transport, CommitSignal signal, IClock clock, DispatcherLimits limits, ILogger<Dispatcher> log)
    : BackgroundService
{
    private readonly SlotLeases _leases = new(database, limits.Lease);
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
            catch (Exception cause) when (cause is TransportUnavailableException or DatabaseUnavailableException or System.Data.Common.DbException)
            {
                var pause = Backoff(++failures);
                log.LogWarning("Delivery from {Database} waits {Pause}: {Cause}", database.Name, pause, cause.Message);
                await Task.Delay(pause.ToTimeSpan(), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _leases.ReleaseAsync(cancellationToken);
    }

    /// <summary>Delivers what is due and says how long there is nothing more to do unless signalled.</summary>
    private async Task<Duration> DeliverPageAsync(CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        if (now >= _renewAt)
        {
            _slots = await _leases.RenewAsync(cancel);
            _renewAt = now + (limits.Lease / 3);
        }

        var page = _slots.Count == 0 ? [] : await DeliveryStore.DueAsync(database, _slots, now, limits.PageSize, cancel);
        if (page.Count == 0)
        {
            var next = await DeliveryStore.NextVisibleAsync(database, now, cancel);
            return next is { } at ? Duration.Max(Duration.Zero, Duration.Min(at - now, limits.IdlePoll)) : limits.IdlePoll;
        }

        var outcome = await DeliverAsync(page, cancel);
        await SettleAsync(outcome, cancel);
        if (outcome.Unavailable is { } unavailable)
        {
            throw unavailable;
        }

        return Duration.Zero;
    }

    private async Task<Outcome> DeliverAsync(IReadOnlyList<Delivery> page, CancellationToken cancel)
    {
        var outcome = new Outcome();
        var chains = page.GroupBy(delivery => (delivery.Subscriber, delivery.PartitionKey));
        await Parallel.ForEachAsync(
            chains,
            new ParallelOptions { MaxDegreeOfParallelism = limits.Concurrency, CancellationToken = cancel },
            async (chain, token) => await DeliverInOrderAsync(chain, outcome, token));
        return outcome;
    }

    private async Task DeliverInOrderAsync(IEnumerable<Delivery> chain, Outcome outcome, CancellationToken cancel)
    {
        foreach (var delivery in chain)
        {
            try
            {
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                timeout.CancelAfter(limits.DeliveryTimeout.ToTimeSpan());
                await DeliverOneAsync(delivery, timeout.Token);
                outcome.AddDelivered(delivery);
            }
            catch (DeliveryFailedException failed)
            {
                outcome.AddFailed(delivery, failed);
                return;
            }
            catch (TransportUnavailableException unavailable)
            {
                outcome.Unavailable = unavailable;
                return;
            }
            catch (OperationCanceledException timedOut) when (!cancel.IsCancellationRequested)
            {
                outcome.Unavailable = new TransportUnavailableException(
                    $"{delivery.Type} to {delivery.Subscriber} was not answered within {limits.DeliveryTimeout}.", timedOut);
                return;
            }
        }
    }

    private async Task DeliverOneAsync(Delivery delivery, CancellationToken cancel)
    {
        Contracts.IFact fact;
        try
        {
            fact = FactJson.Read(delivery.Type, delivery.Body);
        }
        catch (System.Text.Json.JsonException unreadable)
        {
            throw new DeliveryFailedException($"The stored {delivery.Type} cannot be read.", unreadable);
        }

        await transport.DeliverAsync(fact, delivery.Subscriber, cancel);
    }

    private Task SettleAsync(Outcome outcome, CancellationToken cancel) =>
        database.WriteAsync(
            async unit =>
            {
                if (outcome.Delivered.Count > 0)
                {
                    await DeliveryStore.DeliveredAsync(unit, outcome.Delivered, _leases.Token);
                }

                foreach (var (delivery, failed) in outcome.Failed)
                {
                    var attempt = delivery.Attempts + 1;
                    var park = attempt >= limits.AttemptsBeforeParking || failed.InnerException is FactRefusedException;
                    var error = failed.InnerException?.Message ?? failed.Message;
                    await DeliveryStore.FailedAsync(unit, delivery.Id, _leases.Token, park, unit.Now + Backoff(attempt), error);
                    LogFailure(delivery, attempt, park, failed);
                }
            },
            cancel);

    private void LogFailure(Delivery delivery, int attempt, bool park, DeliveryFailedException failed) =>
        log.LogError(
            failed.InnerException,
            "{Type} {MessageId} to {Subscriber} failed (attempt {Attempt}){Parked}",
            delivery.Type, delivery.MessageId, delivery.Subscriber, attempt, park ? " and is parked" : "");

    private Duration Backoff(int attempt) =>
        Duration.Min(limits.FirstBackoff * (1 << Math.Min(attempt - 1, 16)), limits.LongestBackoff);

    private sealed class Outcome
    {
        private readonly Lock _gate = new();

        public List<Delivery> Delivered { get; } = [];

        public List<(Delivery Delivery, DeliveryFailedException Failed)> Failed { get; } = [];

        public TransportUnavailableException? Unavailable { get; set; }

        public void AddDelivered(Delivery delivery)
        {
            lock (_gate)
            {
                Delivered.Add(delivery);
            }
        }

        public void AddFailed(Delivery delivery, DeliveryFailedException failed)
        {
            lock (_gate)
            {
                Failed.Add((delivery, failed));
            }
        }
    }
}
