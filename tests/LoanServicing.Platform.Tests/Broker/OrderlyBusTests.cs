using LoanServicing.Platform.Messaging.RabbitMq;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>A process that is stopped while its bus still connects leaves nothing behind that takes facts.</summary>
public sealed class OrderlyBusTests
{
    [BrokerFact]
    public async Task A_bus_that_connects_while_its_process_stops_is_stopped_too()
    {
        using var log = new KeptLog();
        using var proxy = new TcpProxy(BrokerApplication.SharedAddress);
        await using var broker = new BrokerApplication(BrokerApplication.SharedAddress) { Through = proxy.Address, Log = log, BeforeStart = proxy.Hold };
        var app = await broker.StartAsync(TestModules.BetaModule());

        var stop = app.DisposeAsync().AsTask();
        await Eventually.TrueAsync(
            () => stop.IsCompleted || log.Lines.Any(line => line.Contains("still connects", StringComparison.Ordinal)), "the stop has come to the bus");
        proxy.Release();
        await stop;

        await Eventually.TrueAsync(() => proxy.Connections == 0, "the process has no connection any more");
        Assert.Equal(0u, await broker.ConsumersAsync(TestModules.Beta));
        Assert.Contains(log.Lines, line => line.Contains("Bus started", StringComparison.Ordinal)); // so there was something to stop
    }

    [BrokerFact]
    public async Task A_bus_that_does_not_connect_does_not_hold_up_the_stop()
    {
        using var log = new KeptLog();
        using var proxy = new TcpProxy(BrokerApplication.SharedAddress);
        await using var broker = new BrokerApplication(BrokerApplication.SharedAddress)
        {
            Through = proxy.Address, Log = log, BeforeStart = proxy.Hold, Watch = new BusWatchLimits { Connecting = Duration.FromMilliseconds(100) },
        };
        var app = await broker.StartAsync(TestModules.BetaModule());

        await app.DisposeAsync();

        Assert.Contains(log.Lines, line => line.Contains("has not connected", StringComparison.Ordinal));
    }
}
