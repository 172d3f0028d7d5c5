using LoanServicing.Platform.Data;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>
/// Cuts the bus's connection when the bus has not been whole for a while although the broker answers others: RabbitMQ.Client waits without limit
/// for a peer that takes the connection and then says nothing, and everything in this process waits with it. While the broker is away, there is nothing to do.
/// </summary>
/// <param name="queues">The queues that the bus takes from; the broker must answer for each.</param>
internal sealed class BusWatch(
    BrokerSettings settings, IReadOnlyList<string> queues, IBusControl bus, BusWire wire, BusWatchLimits limits, IClock clock, ILogger<BusWatch> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var patience = new BusPatience(limits);
        using var timer = new PeriodicTimer(limits.Look.ToTimeSpan());
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(patience, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task LookAsync(BusPatience patience, CancellationToken stop)
    {
        var health = bus.CheckHealth();
        if (health.Status == BusHealthStatus.Healthy)
        {
            patience.Whole();
        }
        else if (!await BrokerAnswersAsync(stop))
        {
            patience.Away();
        }
        else if (patience.RunsOut(clock.GetCurrentInstant()))
        {
            log.LogWarning("RabbitMQ answers and the bus waits ({State}); its connection is cut, so that it makes another", health.Description);
            wire.Cut();
        }
    }

    private async Task<bool> BrokerAnswersAsync(CancellationToken stop)
    {
        try
        {
            await using var connection = await BrokerConnection.OpenAsync(settings, "LoanServicing watch", stop);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: stop);
            foreach (var queue in queues)
            {
                await channel.QueueDeclarePassiveAsync(queue, stop);
            }

            return true;
        }
        catch (Exception away) when (
            !stop.IsCancellationRequested
            && away is StartupException or RabbitMQClientException or TimeoutException or OperationCanceledException or IOException)
        {
            return false;
        }
    }
}

/// <summary>How the bus is watched.</summary>
public sealed record BusWatchLimits
{
    public static BusWatchLimits Default { get; } = new();

    /// <summary>How often the bus is looked at.</summary>
    public Duration Look { get; init; } = Duration.FromSeconds(15);

    /// <summary>How long the bus may wait for a broker that answers others; it doubles with each cut that did not help.</summary>
    public Duration Patience { get; init; } = Duration.FromSeconds(45);

    public Duration LongestPatience { get; init; } = Duration.FromMinutes(15);

    /// <summary>How long a stop waits for a bus that still connects.</summary>
    public Duration Connecting { get; init; } = Duration.FromSeconds(10);
}

/// <summary>When a bus that is not whole has waited long enough.</summary>
internal sealed class BusPatience(BusWatchLimits limits)
{
    private const int MostDoublings = 16;

    private Instant? _since;
    private int _cuts;

    public void Whole() => (_since, _cuts) = (null, 0);

    /// <summary>The broker is away: what the bus waits for is no fault of its connection.</summary>
    public void Away() => _since = null;

    /// <summary>True once each time that the bus has waited too long; the next time takes twice as long.</summary>
    public bool RunsOut(Instant now)
    {
        _since ??= now;
        if (now - _since < Duration.Min(limits.Patience * (1 << Math.Min(_cuts, MostDoublings)), limits.LongestPatience))
        {
            return false;
        }

        (_since, _cuts) = (now, _cuts + 1);
        return true;
    }
}
