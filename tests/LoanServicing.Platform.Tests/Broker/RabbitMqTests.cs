using System.Net;
using System.Net.Http.Json;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>The same services over RabbitMQ.</summary>
public sealed class RabbitMqTests
{
    [BrokerFact]
    public async Task A_command_is_answered_and_its_fact_reaches_the_other_service_once()
    {
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule());
        var officer = app.Client("officer-1", Roles.Officer);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => officer.PostAsJsonAsync("notes", new NoteRequest($"سلام {i}", 42))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));

        var heard = await HeardAsync(app, 100);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"سلام {i}").Order(StringComparer.Ordinal), heard.Order(StringComparer.Ordinal));
        await OutboxIsEmptyAsync(app);
    }

    [BrokerFact]
    public async Task A_new_business_date_is_everywhere_when_it_is_answered()
    {
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule());
        await app.SetBusinessDateAsync(new LocalDate(2026, 11, 22));

        foreach (var service in new[] { TestModules.Alpha, TestModules.Beta })
        {
            Assert.Equal([20261122], await app.Database(service).ListAsync<int>("select date from business_date"));
        }
    }

    [BrokerFact]
    public async Task Facts_for_a_service_that_was_never_started_wait_for_it()
    {
        await using var broker = BrokerApplication.Shared;
        await using var alpha = await broker.StartAsync(TestModules.BetaModule(), services: TestModules.Alpha);
        var officer = alpha.Client("officer-1", Roles.Officer);
        for (var i = 0; i < 10; i++)
        {
            using var answer = await officer.PostAsJsonAsync("notes", new NoteRequest($"{i}", 1));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        var outbox = alpha.Database(TestModules.Alpha);
        await Eventually.TrueAsync(
            async () => await outbox.CountAsync("delivery", "subscriber = 'beta' and last_error like 'beta has never been started%'") >= 10, "all have been returned");
        Assert.Equal(0, await outbox.CountAsync("delivery", "attempts > 0 or state <> 0"));

        await using var beta = await broker.StartAsync(TestModules.BetaModule(), services: TestModules.Beta);
        Assert.Equal(10, (await HeardAsync(beta, 10)).Distinct().Count());
        await OutboxIsEmptyAsync(alpha);
    }

    [BrokerFact]
    public async Task Facts_for_a_service_that_is_stopped_reach_it_when_it_is_started_again()
    {
        await using var broker = BrokerApplication.Shared;
        using var folder = new TestFolder();
        await using (await broker.StartAsync(TestModules.BetaModule(), services: TestModules.Beta, folder.Path))
        {
            await Eventually.TrueAsync(() => broker.HasQueueAsync(TestModules.Beta), "beta has its queue");
        }

        await using var alpha = await broker.StartAsync(TestModules.BetaModule(), services: TestModules.Alpha);
        var officer = alpha.Client("officer-1", Roles.Officer);
        await PostAsync(officer, "while it was stopped", 20);
        await OutboxIsEmptyAsync(alpha); // the queue is the durable place
        await using var beta = await broker.StartAsync(TestModules.BetaModule(), services: TestModules.Beta, folder.Path);
        Assert.All(await HeardAsync(beta, 20), what => Assert.Equal("while it was stopped", what));
        await OutboxIsEmptyAsync(alpha);
    }

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
    public async Task Under_load_with_failures_every_fact_is_handled_once()
    {
        await using var broker = BrokerApplication.Shared;
        await using var app = await broker.StartAsync(TestModules.BetaModule((fact, unit) =>
            fact.Header.Sequence == 7 && Random.Shared.Next(3) == 0 ? throw new InvalidDataException("now and then") : TestModules.HearAsync(fact, unit)));
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 50), async (_, _) => await PublishAsync(app.Database(TestModules.Alpha), Guid.CreateVersion7(), 20));

        await HeardAsync(app, 1000);
        var heard = await app.Database(TestModules.Beta).HeardAsync();
        Assert.All(
            heard.GroupBy(row => row.Key),
            facts => Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), facts.Select(fact => fact.Sequence).Order()));
    }

    [OwnBrokerFact]
    public async Task A_broker_that_is_killed_and_started_again_loses_nothing()
    {
        await using var node = new BrokerNode();
        await node.StartAsync();
        var broker = new BrokerApplication(node.Address);
        await using var app = await broker.StartAsync(TestModules.BetaModule());
        var officer = app.Client("officer-1", Roles.Officer);
        await PostAsync(officer, "before", 50);
        await HeardAsync(app, 50);

        var during = PostAsync(officer, "during", 200);
        await node.KillAsync();
        await during;
        await PostAsync(officer, "while it is away", 20);
        Assert.NotEqual(0, await app.Database(TestModules.Alpha).CountAsync("delivery"));
        await node.StartAsync();

        Assert.Equal(270, (await HeardAsync(app, 270)).Count);
        await OutboxIsEmptyAsync(app);
    }

    /// <summary>Lets the file grow no more; returns the limit that it had.</summary>
    private static Task<long> FillAsync(IDatabase database) => database.WriteAsync(async unit =>
    {
        var before = await unit.QuerySingleAsync<long>("pragma max_page_count");
        await unit.QuerySingleAsync<long>("pragma max_page_count = 1"); // SQLite takes the present size instead
        return before;
    });

    /// <summary>Publishes so many facts of one key, each in a unit of its own.</summary>
    private static async Task PublishAsync(IDatabase alpha, Guid key, int count, int first = 1)
    {
        for (var sequence = first; sequence < first + count; sequence++)
        {
            var number = sequence;
            await alpha.WriteAsync(unit =>
            {
                unit.Publish(TestModules.Told(unit, key, number, $"{number}"));
                return Task.CompletedTask;
            });
        }
    }

    private static async Task<StuckFact> ParkedAsync(IDatabase database) => Assert.Single(await Eventually.ValueAsync(
        () => database.ReadAsync(WaitingStore.StuckAsync), list => list.Count > 0, "a fact is parked"));

    private static async Task PostAsync(HttpClient officer, string text, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var answer = await officer.PostAsJsonAsync("notes", new NoteRequest(text, 1));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }

    private static async Task<List<string>> HeardAsync(TestApplication app, int count)
    {
        var heard = await Eventually.ValueAsync(() => app.Database(TestModules.Beta).HeardAsync(), rows => rows.Count >= count, $"beta hears {count} facts");
        Assert.Equal(count, heard.Count);
        return [.. heard.Select(row => row.What)];
    }

    private static Task OutboxIsEmptyAsync(TestApplication app) => Eventually.TrueAsync(
        async () => await app.Database(TestModules.Alpha).CountAsync("delivery") + await app.Database(TestModules.Alpha).CountAsync("outbox") == 0,
        "alpha's outbox is empty");
}
