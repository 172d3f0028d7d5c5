using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using static LoanServicing.Platform.Tests.Broker.BrokerSteps;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>Subscribers on RabbitMQ that cannot take a fact: for now, or at all.</summary>
public sealed class RabbitMqFailureTests
{
    [BrokerFact]
    public async Task A_full_disk_of_the_subscriber_is_waited_for_and_counts_no_attempt()
    {
        var tries = 0;
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule((fact, unit) =>
        {
            Interlocked.Increment(ref tries);
            return TestModules.HearAsync(fact, unit);
        }));
        var beta = app.Database(TestModules.Beta);
        await Eventually.TrueAsync(async () => await beta.CountAsync("business_date") == 1, "beta is at work");
        var limit = await FillAsync(beta);
        await app.Database(TestModules.Alpha).WriteAsync(unit =>
        {
            unit.Publish(TestModules.Told(unit, Guid.CreateVersion7(), 1, new string('x', 200_000)));
            return Task.CompletedTask;
        });
        await Eventually.TrueAsync(() => Volatile.Read(ref tries) > 2 * 2 * BrokerApplication.Attempts, "it was tried more often than a failing handler is");
        Assert.Equal(0, await beta.CountAsync("waiting"));

        await beta.WriteAsync(unit => unit.QuerySingleAsync<long>($"pragma max_page_count = {limit}"));
        await HeardAsync(app, 1);
    }

    [BrokerFact]
    public async Task A_fact_whose_handler_fails_is_parked_holds_back_its_key_alone_and_is_replayed()
    {
        var healed = false;
        var sick = Guid.CreateVersion7();
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule((fact, unit) =>
            fact.Header.Key == sick && !Volatile.Read(ref healed) ? throw new InvalidDataException("sick") : TestModules.HearAsync(fact, unit)));
        var (alpha, beta) = (app.Database(TestModules.Alpha), app.Database(TestModules.Beta));
        await PublishAsync(alpha, sick, 1);
        var parked = await ParkedAsync(beta);
        Assert.Equal((true, "sick", BrokerApplication.Attempts), (parked.IsParked, parked.LastError, parked.Attempts));

        await PublishAsync(alpha, sick, 2, first: 2);
        await PublishAsync(alpha, Guid.CreateVersion7(), 2);
        Assert.Equal(["1", "2"], (await HeardAsync(app, 2)).Order(StringComparer.Ordinal));
        await Eventually.TrueAsync(async () => (await ParkedAsync(beta)).Behind == 2, "two wait behind it");

        Volatile.Write(ref healed, true);
        Assert.True(await beta.WriteAsync(unit => WaitingStore.ReplayAsync(unit, parked.Id)));
        await HeardAsync(app, 5);
        var told = await beta.HeardAsync();
        Assert.Equal(3, told.Count(row => row.Key == sick));
        Assert.Equal(0, await beta.CountAsync("waiting"));
        Assert.Equal(0u, await broker.ErrorsAsync(TestModules.Beta));
    }

    [BrokerFact]
    public async Task A_fact_that_the_state_table_refuses_is_parked_at_once()
    {
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule((_, _) => throw new FactRefusedException("note 1", "Closed", "ApplicationClosed")));
        await PublishAsync(app.Database(TestModules.Alpha), Guid.CreateVersion7(), 1);

        var parked = await ParkedAsync(app.Database(TestModules.Beta));
        Assert.Equal((1, "note 1 is Closed and cannot take ApplicationClosed."), (parked.Attempts, parked.LastError));
    }

    [BrokerFact]
    public async Task What_waits_for_a_full_disk_when_the_process_stops_goes_back_to_its_queue()
    {
        var tries = 0;
        await using var broker = BrokerApplication.Shared;
        using var folder = new TestFolder();
        await using (var app = await broker.StartAsync(
            TestModules.BetaModule((fact, unit) =>
            {
                Interlocked.Increment(ref tries);
                return TestModules.HearAsync(fact, unit);
            }),
            folder: folder.Path))
        {
            var beta = app.Database(TestModules.Beta);
            await Eventually.TrueAsync(async () => await beta.CountAsync("business_date") == 1, "beta is at work");
            await FillAsync(beta);
            await app.Database(TestModules.Alpha).WriteAsync(unit =>
            {
                unit.Publish(TestModules.Told(unit, Guid.CreateVersion7(), 1, new string('x', 200_000)));
                return Task.CompletedTask;
            });
            await Eventually.TrueAsync(() => Volatile.Read(ref tries) > 1, "beta waits for its disk");
        }

        Assert.Equal(0u, await broker.ErrorsAsync(TestModules.Beta));
        await using var again = await broker.StartAsync(TestModules.BetaModule(), folder: folder.Path);
        await HeardAsync(again, 1);
    }

    /// <summary>Lets the file grow no more; returns the limit that it had.</summary>
    private static Task<long> FillAsync(IDatabase database) => database.WriteAsync(async unit =>
    {
        var before = await unit.QuerySingleAsync<long>("pragma max_page_count");
        await unit.QuerySingleAsync<long>("pragma max_page_count = 1"); // SQLite takes the present size instead
        return before;
    });

    private static async Task<StuckFact> ParkedAsync(IDatabase database) => Assert.Single(await Eventually.ValueAsync(
        () => database.ReadAsync(WaitingStore.StuckAsync), list => list.Count > 0, "a fact is parked"));
}
