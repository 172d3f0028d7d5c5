using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>Beta's database with its inbox, without any transport.</summary>
internal sealed class Listener : IDisposable
{
    private readonly DatabaseUnderTest _kind = DatabaseUnderTest.Current;
    private readonly TestFolder _folder = new();
    private readonly CommitSignal _signal = new();

    public Listener(FactHandler<ApplicationClosed> handler, params IReadOnlyCollection<string> subscribers)
    {
        var map = Handlers = new HandlerMap(TestModules.Beta).On(handler);
        var writer = new FactWriter(map, _ => subscribers, _signal);
        Database = _kind.Open(_folder.Path, TestModules.BetaModule().Schema, SystemClock.Instance, writer);
        Receiver = new FactReceiver(Database, map);
    }

    public IDatabase Database { get; }

    public HandlerMap Handlers { get; }

    public FactReceiver Receiver { get; }

    public Task ReceiveAsync(ApplicationClosed fact) => Receiver.ReceiveAsync(fact, CancellationToken.None);

    public static ApplicationClosed Fact(string what, long sequence = 1, Guid? key = null) =>
        new(
            new FactHeader(
                Guid.CreateVersion7(), Streams.Application, key ?? Guid.CreateVersion7(), sequence, new LocalDate(2026, 7, 27), Instant.FromUtc(2026, 7, 27, 8, 0)),
            Guid.CreateVersion7(), "health", what);

    public async Task<List<string>> HeardAsync() => [.. (await Database.HeardAsync()).Select(row => row.What)];

    public void Dispose()
    {
        (Database as IDisposable)?.Dispose();
        _kind.Drop(_folder.Path);
        _signal.Dispose();
        _folder.Dispose();
    }
}
