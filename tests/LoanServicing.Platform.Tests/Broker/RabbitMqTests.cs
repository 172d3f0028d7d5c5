using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using NodaTime;
using static LoanServicing.Platform.Tests.Broker.BrokerSteps;

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
            await Eventually.TrueAsync(() => broker.IsHeardAsync(TestModules.Beta), "beta listens to its queue");
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
    public async Task Under_load_with_failures_every_fact_is_handled_once()
    {
        await using var broker = BrokerApplication.Shared;
        var failures = new ConcurrentDictionary<Guid, int>();
        var keys = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToList();
        await using var app = await broker.StartAsync(TestModules.BetaModule((fact, unit) =>
            // From none to one fewer than would park it.
            fact.Header.Sequence == 7 && failures.AddOrUpdate(fact.Header.Key, 1, (_, tries) => tries + 1) <= keys.IndexOf(fact.Header.Key) % BrokerApplication.Attempts
                ? throw new InvalidDataException("now and then")
                : TestModules.HearAsync(fact, unit)));
        await Parallel.ForEachAsync(keys, async (key, _) => await PublishAsync(app.Database(TestModules.Alpha), key, 20));

        await HeardAsync(app, 1000);
        var heard = await app.Database(TestModules.Beta).HeardAsync();
        Assert.All(
            heard.GroupBy(row => row.Key),
            facts => Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), facts.Select(fact => fact.Sequence).Order()));
    }

    [KilledBrokerFact]
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
        await node.ElectLeadersAsync();

        Assert.Equal(270, (await HeardAsync(app, 270)).Count);
        await OutboxIsEmptyAsync(app);
    }

    private static async Task PostAsync(HttpClient officer, string text, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var answer = await officer.PostAsJsonAsync("notes", new NoteRequest(text, 1));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }
}
