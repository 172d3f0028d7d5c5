using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>A handler that throws: tried again with growing pauses, parked, listed, replayed.</summary>
public class FailingHandlerTests
{
    private static readonly Guid Sick = new("0198c3a5-0001-7000-8000-000000000001");
    private static readonly Guid Healthy = new("0198c3a5-0001-7000-8000-000000000002");

    [StoreFact]
    public async Task A_parked_delivery_holds_back_only_its_key_at_its_subscriber_and_is_replayed_in_order()
    {
        var transport = new ScriptedTransport("beta", "gamma") { OnDeliver = FailSick2AtBeta };
        await using var test = new Dispatching(transport) { Limits = Quick };
        await test.StartAsync();
        await test.PublishAsync(Sick, "sick 1", "sick 2", "sick 3");
        await test.PublishAsync(Healthy, "healthy 1", "healthy 2");
        await Eventually.TrueAsync(async () => (await AdvanceAsync(test)).Count == 1, "a delivery is parked");
        await test.PublishAsync(Sick, "sick 4");
        await test.PublishAsync(Healthy, "healthy 3");
        await Eventually.TrueAsync(() => transport.Delivered.Count == 1 + 3 + 4 + 3, "all others are delivered");

        var parked = Assert.Single(await test.ParkedAsync());
        Assert.Equal(("beta", "ApplicationClosed", Sick.ToString("N"), 3), (parked.Subscriber, parked.Type, parked.PartitionKey, parked.Attempts));
        Assert.Equal(2, parked.Behind);
        Assert.Equal("sick 2 hurts", parked.LastError);
        Assert.Equal(["sick 1", "sick 2", "sick 3", "sick 4"], transport.To("gamma").Where(what => what.StartsWith("sick", StringComparison.Ordinal)));
        Assert.Equal(["healthy 1", "healthy 2", "healthy 3"], transport.To("beta").Where(what => what.StartsWith("healthy", StringComparison.Ordinal)));

        transport.OnDeliver = (_, _, _) => Task.CompletedTask;
        Assert.True(await test.Database.WriteAsync(unit => DeliveryStore.ReplayAsync(unit, parked.Id)));
        await test.EmptyAsync();
        Assert.Equal(["sick 1", "sick 2", "sick 3", "sick 4"], transport.To("beta").Where(what => what.StartsWith("sick", StringComparison.Ordinal)));
    }

    [StoreFact]
    public async Task Pauses_between_attempts_double()
    {
        var transport = new ScriptedTransport("beta") { OnDeliver = FailSick2AtBeta };
        await using var test = new Dispatching(transport)
        {
            Limits = new() { AttemptsBeforeParking = 10, FirstBackoff = Duration.FromMinutes(1), LongestBackoff = Duration.FromMinutes(3), IdlePoll = Quick.IdlePoll },
        };
        await test.StartAsync();
        await test.PublishAsync(Sick, "sick 2");
        foreach (var (attempt, pause) in new[] { (1, 60), (2, 120), (3, 180), (4, 180) })
        {
            await Eventually.TrueAsync(async () => await test.AttemptsAsync("sick 2") == attempt, $"attempt {attempt}");
            test.Clock.Advance(Duration.FromSeconds(pause - 1));
            await LooksAgainAsync(test, transport, $"{attempt}");
            Assert.Equal(attempt, await test.AttemptsAsync("sick 2"));
            test.Clock.Advance(Duration.FromSeconds(1));
        }
    }

    [StoreFact]
    public async Task A_fact_that_the_state_table_refuses_is_parked_at_once()
    {
        var transport = new ScriptedTransport("beta")
        {
            OnDeliver = (_, _, _) => throw new DeliveryFailedException("refused", new FactRefusedException("loan 1", "Settled", "LoanOpened")),
        };
        await using var test = new Dispatching(transport);
        await test.StartAsync();
        await test.PublishAsync(Sick, "sick 1");

        var parked = (await Eventually.ValueAsync(test.ParkedAsync, list => list.Count > 0, "it is parked"))[0];
        Assert.Equal((1, "loan 1 is Settled and cannot take LoanOpened."), (parked.Attempts, parked.LastError));
    }

    [StoreFact]
    public async Task A_stored_fact_that_cannot_be_read_is_parked_and_the_others_go_on()
    {
        var transport = new ScriptedTransport("beta");
        await using var test = new Dispatching(transport) { Limits = Quick };
        await test.PublishAsync(Sick, "unreadable date", "behind it");
        await test.PublishAsync(Healthy, "healthy");
        await test.Database.WriteAsync(unit => unit.ExecuteAsync(
            "update outbox set body = replace(body, '2026-07-27\"', '2026-02-30\"') where body like '%unreadable%'"));
        await test.StartAsync();

        await Eventually.TrueAsync(async () => (await AdvanceAsync(test)).Count == 1, "it is parked");
        await Eventually.TrueAsync(() => transport.Delivered.Count == 1, "the other one is delivered");
        Assert.Equal(["healthy"], transport.To("beta"));
        Assert.Contains("2026-02-30", (await test.ParkedAsync())[0].LastError, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Replaying_what_is_not_parked_says_so()
    {
        await using var test = new Dispatching(new ScriptedTransport("beta"));
        await test.PublishAsync(Sick, "waiting, not parked");

        Assert.False(await test.Database.WriteAsync(unit => DeliveryStore.ReplayAsync(unit, 1)));
        Assert.False(await test.Database.WriteAsync(unit => DeliveryStore.ReplayAsync(unit, 99)));
    }

    private static DispatcherLimits Quick { get; } = new()
    {
        AttemptsBeforeParking = 3,
        FirstBackoff = Duration.FromMilliseconds(10),
        IdlePoll = Duration.FromMilliseconds(5),
    };

    private static Task FailSick2AtBeta(Contracts.ApplicationClosed fact, string subscriber, CancellationToken cancel) =>
        subscriber == "beta" && fact.ClosedAs == "sick 2"
            ? throw new DeliveryFailedException("failed", new InvalidDataException("sick 2 hurts"))
            : Task.CompletedTask;

    private static async Task<IReadOnlyList<ParkedDelivery>> AdvanceAsync(Dispatching test)
    {
        test.Clock.Advance(Duration.FromMilliseconds(100));
        return await test.ParkedAsync();
    }

    /// <summary>Lets the dispatcher look at what is due once more, which a further delivery proves.</summary>
    private static async Task LooksAgainAsync(Dispatching test, ScriptedTransport transport, string proof)
    {
        await test.PublishAsync(Healthy, proof);
        await Eventually.TrueAsync(() => transport.To("beta").Contains(proof), "the dispatcher looked again");
    }
}
