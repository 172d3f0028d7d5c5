using System.Collections.Concurrent;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>
/// Two instances of the tests' services, as two processes would be: each with its own bus and dispatchers, on the same queues and databases. Beta
/// handles a fact only after the one before it of the same key; one that comes too early waits.
/// </summary>
internal sealed class TwoInstances : IAsyncDisposable
{
    private readonly SharedDatabases _databases = new();
    private readonly TcpProxy _wire = new(BrokerApplication.SharedAddress);

    // A dead instance's slots are soon taken over.
    private readonly BrokerApplication _broker = new(BrokerApplication.SharedAddress) { Lease = Duration.FromSeconds(6) };

    private readonly ConcurrentDictionary<string, int> _handled = new();
    private TestApplication? _first;
    private TestApplication? _second;

    public TestApplication First => _first!;

    public TestApplication Second => _second!;

    public IDatabase Alpha => _databases.Of(TestModules.Alpha);

    public IDatabase Beta => _databases.Of(TestModules.Beta);

    /// <summary>How often the handler of either instance has run.</summary>
    public IReadOnlyDictionary<string, int> Handled => _handled;

    /// <summary>Starts both and waits until they share queues and slots.</summary>
    public async Task StartAsync()
    {
        DatabaseUnderTest.Choose(_databases);
        _broker.Through = _wire.Address;
        _first = await _broker.StartAsync(TestModules.BetaModule(HandleInOrder("first")));
        _broker.Through = null;
        _second = await _broker.StartAsync(TestModules.BetaModule(HandleInOrder("second")));
        foreach (var service in new[] { TestModules.Alpha, TestModules.Beta })
        {
            await Eventually.TrueAsync(async () => await _broker.ConsumersAsync(service) == 2, $"both take from the queue of {service}");
            await HeldAsync(_databases.Of(service), Slots.Count / 2, Slots.Count / 2);
        }
    }

    /// <summary>The first instance ends as its operator stops it.</summary>
    public async Task StopFirstAsync()
    {
        await (_first?.DisposeAsync() ?? ValueTask.CompletedTask);
        _first = null;
    }

    /// <summary>Waits until beta's queue is empty and ends both, so that nothing changes any more.</summary>
    public async Task FinishAsync()
    {
        await Eventually.TrueAsync(async () => await _broker.ReadyAsync(TestModules.Beta) == 0, "beta's queue is empty");
        await StopAsync();
    }

    /// <summary>The first instance is gone from one moment to the next: it reaches neither broker nor database and gives nothing back.</summary>
    public void KillFirst()
    {
        Array.ForEach([TestModules.Alpha, TestModules.Beta], service => ((InstanceDatabase)First.Database(service)).Shut());
        _wire.Dispose();
    }

    /// <summary>Waits until the living dispatchers of a database hold so many slots each.</summary>
    public static async Task HeldAsync(IDatabase database, params long[] slots) => Assert.Equal(
        string.Join(", ", slots),
        await Eventually.ValueAsync(
            async () => string.Join(", ", await database.ListAsync<long>(
                "select count(*) from dispatcher_slot where expires_at > 0 group by token order by count(*)")),
            held => held == string.Join(", ", slots),
            $"the slots of {database.Name} are held by {slots.Length}"));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _broker.DisposeAsync();
        _wire.Dispose();
        _databases.Dispose();
    }

    private async Task StopAsync()
    {
        await StopFirstAsync();
        await (_second?.DisposeAsync() ?? ValueTask.CompletedTask);
        _second = null;
    }

    private FactHandler<ApplicationClosed> HandleInOrder(string instance) => async (fact, unit) =>
    {
        _handled.AddOrUpdate(instance, 1, static (_, times) => times + 1);
        var last = await unit.QuerySingleAsync<long>("select coalesce(max(sequence), 0) from heard where [key] = @Key", new { fact.Header.Key });
        if (fact.Header.Sequence > last + 1)
        {
            unit.WaitFor($"{fact.Header.Key:N}");
            return;
        }

        await TestModules.HearAsync(fact, unit);
        unit.Arrived($"{fact.Header.Key:N}");
    };
}
