using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging.RabbitMq;
using LoanServicing.TestSupport;
using NodaTime;
using static LoanServicing.Platform.Tests.Broker.BrokerSteps;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>A bus that waits for an answer that never comes is given another connection; no other bus is.</summary>
public sealed class BusWatchTests
{
    private const string Cut = "its connection is cut";

    private static readonly BusWatchLimits Impatient = new() { Look = Duration.FromMilliseconds(50), Patience = Duration.FromMilliseconds(500) };

    [BrokerFact]
    public async Task A_bus_whose_connection_was_taken_and_never_answered_goes_on_when_the_broker_answers_again()
    {
        using var log = new KeptLog();
        using var proxy = new TcpProxy(BrokerApplication.SharedAddress);
        await using var broker = new BrokerApplication(BrokerApplication.SharedAddress) { Through = proxy.Address, Watch = Impatient, Log = log };
        await using var app = await broker.StartAsync(TestModules.BetaModule());
        await PublishAsync(app.Database(TestModules.Alpha), Guid.CreateVersion7(), 5);
        await HeardAsync(app, 5);

        proxy.Mute();
        await Eventually.TrueAsync(() => proxy.Unanswered == 2, "the bus and the watch wait for an answer");
        await PublishAsync(app.Database(TestModules.Alpha), Guid.CreateVersion7(), 5);
        proxy.Speak(); // too late for who asked before

        await HeardAsync(app, 10);
        await OutboxIsEmptyAsync(app);
        Assert.Contains(log.Lines, line => line.Contains(Cut, StringComparison.Ordinal));
    }

    [BrokerFact]
    public async Task A_bus_that_is_full_of_messages_that_cannot_be_written_is_left_alone()
    {
        var (full, tries) = (true, 0);
        using var log = new KeptLog();
        await using var broker = new BrokerApplication(BrokerApplication.SharedAddress)
        {
            Watch = Impatient, Log = log, More = new Dictionary<string, string?> { ["Transport:Prefetch"] = "1" },
        };
        await using var app = await broker.StartAsync(TestModules.BetaModule((fact, unit) =>
        {
            Interlocked.Increment(ref tries);
            return Volatile.Read(ref full) ? throw new DatabaseUnavailableException(TestModules.Beta, new IOException("full")) : TestModules.HearAsync(fact, unit);
        }));
        await PublishAsync(app.Database(TestModules.Alpha), Guid.CreateVersion7(), 5);
        await Eventually.TrueAsync(() => Volatile.Read(ref tries) > 0, "beta has a message");
        var before = Cuts(log);
        await Eventually.TrueAsync(() => Volatile.Read(ref tries) > 12, "beta has waited longer than the watch is patient");
        Assert.Equal(before, Cuts(log));

        Volatile.Write(ref full, false);
        await HeardAsync(app, 5);
    }

    [Fact]
    public void RunsOut_WaitingOnAndOn_AfterTwiceTheTimeEachTimeUpToALimit()
    {
        var patience = new BusPatience(new() { Patience = Duration.FromSeconds(45), LongestPatience = Duration.FromMinutes(5) });
        var cuts = Enumerable.Range(0, 1000).Where(second => patience.RunsOut(At(second))).ToList();

        Assert.Equal([45, 135, 315, 615, 915], cuts);
    }

    [Fact]
    public void RunsOut_BrokerWasAway_BeginsAnewAndIsAsPatientAsBefore()
    {
        var patience = new BusPatience(BusWatchLimits.Default);
        Assert.False(patience.RunsOut(At(0)));
        Assert.True(patience.RunsOut(At(45)));
        patience.Away();

        Assert.False(patience.RunsOut(At(1000)));
        Assert.False(patience.RunsOut(At(1045)));
        Assert.True(patience.RunsOut(At(1090)));
    }

    [Fact]
    public void RunsOut_WasWholeInBetween_BeginsAnewWithTheFirstPatience()
    {
        var patience = new BusPatience(BusWatchLimits.Default);
        Assert.False(patience.RunsOut(At(0)));
        Assert.True(patience.RunsOut(At(45)));
        patience.Whole();

        Assert.False(patience.RunsOut(At(1000)));
        Assert.True(patience.RunsOut(At(1045)));
    }

    private static Instant At(int second) => Instant.FromUtc(2026, 7, 27, 8, 0) + Duration.FromSeconds(second);

    private static int Cuts(KeptLog log) => log.Lines.Count(line => line.Contains(Cut, StringComparison.Ordinal));
}
