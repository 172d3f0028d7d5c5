using System.Collections.Concurrent;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>A way to the subscribers that does as a test tells it, and writes down what it delivered.</summary>
internal sealed class ScriptedTransport(params string[] subscribers) : ITransport
{
    /// <summary>What happens on each delivery, before it counts as delivered.</summary>
    public Func<ApplicationClosed, string, CancellationToken, Task> OnDeliver { get; set; } = (_, _, _) => Task.CompletedTask;

    public ConcurrentQueue<(string Subscriber, string What)> Delivered { get; } = [];

    public IReadOnlyCollection<string> SubscribersOf(Type factType) => subscribers;

    public async Task DeliverAsync(IFact fact, string subscriber, CancellationToken cancel)
    {
        var closed = (ApplicationClosed)fact;
        await OnDeliver(closed, subscriber, cancel);
        Delivered.Enqueue((subscriber, closed.ClosedAs));
    }

    public List<string> To(string subscriber) => [.. Delivered.Where(d => d.Subscriber == subscriber).Select(d => d.What)];
}

/// <summary>Alpha's database and the dispatchers of its outbox, on a clock that a test moves.</summary>
internal sealed class Dispatching : IAsyncDisposable
{
    private readonly DatabaseUnderTest _kind = DatabaseUnderTest.Current;
    private readonly TestFolder _folder = new();
    private readonly CommitSignal _signal = new();
    private readonly List<Dispatcher> _running = [];

    public Dispatching(ITransport transport)
    {
        Transport = transport;
        var writer = new FactWriter(new HandlerMap(TestModules.Alpha), transport.SubscribersOf, _signal);
        Database = _kind.Open(_folder.Path, TestModules.AlphaModule().Schema, Clock, writer);
    }

    public FakeClock Clock { get; } = new(Instant.FromUtc(2026, 7, 27, 8, 0));

    public DispatcherLimits Limits { get; init; } = new() { AttemptsBeforeParking = 3, IdlePoll = Duration.FromMilliseconds(5) };

    public ITransport Transport { get; }

    public LogLines<Dispatcher> Log { get; } = new();

    public IDatabase Database { get; }

    public async Task<Dispatcher> StartAsync(ITransport? transport = null)
    {
        var dispatcher = new Dispatcher(Database, transport ?? Transport, _signal, Clock, Limits, Log);
        _running.Add(dispatcher);
        await dispatcher.StartAsync(CancellationToken.None);
        return dispatcher;
    }

    public Task PublishAsync(Guid key, params string[] whats) => Database.WriteAsync(unit =>
    {
        foreach (var what in whats)
        {
            unit.Publish(TestModules.Told(unit, key, 1, what));
        }

        return Task.CompletedTask;
    });

    public Task<long> AttemptsAsync(string what) => Database.ReadAsync(connection => connection.QuerySingleAsync<long>(
        "select max(d.attempts) from delivery d join outbox o on o.message_id = d.message_id where o.body like @body", new { body = $"%\"{what}\"%" }));

    public Task EmptyAsync() => Eventually.TrueAsync(
        async () => await Database.CountAsync("delivery") + await Database.CountAsync("outbox") == 0, "the outbox is empty");

    public Task<IReadOnlyList<ParkedDelivery>> ParkedAsync() => DeliveryStore.ParkedAsync(Database, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var dispatcher in _running)
        {
            await dispatcher.StopAsync(CancellationToken.None);
            dispatcher.Dispose();
        }

        (Database as IDisposable)?.Dispose();
        _kind.Drop(_folder.Path);
        _signal.Dispose();
        _folder.Dispose();
    }
}
