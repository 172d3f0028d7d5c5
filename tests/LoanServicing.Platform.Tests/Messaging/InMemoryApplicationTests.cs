using System.Collections.Concurrent;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>The whole way from a commit over the in-memory bus into another service's database.</summary>
public sealed class InMemoryApplicationTests
{
    private static readonly Guid Sick = new("0198c3a5-0001-7000-8000-000000000001");

    [Fact]
    public async Task A_failing_handler_is_parked_listed_and_replayed()
    {
        var healed = false;
        await using var app = await StartAsync(TestModules.BetaModule((fact, unit) =>
            fact.Header.Key == Sick && !Volatile.Read(ref healed) ? throw new InvalidDataException("sick") : TestModules.HearAsync(fact, unit)));
        var alpha = app.Database(TestModules.Alpha);
        await PublishAsync(alpha, Sick, "1", "2", "3");
        await PublishAsync(alpha, Guid.CreateVersion7(), "healthy");

        var parked = (await Eventually.ValueAsync(() => DeliveryStore.ParkedAsync(alpha, default), list => list.Count == 1, "one is parked"))[0];
        Assert.Equal((TestModules.Beta, "ApplicationClosed", 3, 2, "sick"), (parked.Subscriber, parked.Type, parked.Attempts, parked.Behind, parked.LastError));
        await HeardAsync(app, "healthy");

        Volatile.Write(ref healed, true);
        Assert.True(await alpha.WriteAsync(unit => DeliveryStore.ReplayAsync(unit, parked.Id)));
        await HeardAsync(app, "healthy", "1", "2", "3");
        await Eventually.TrueAsync(async () => await alpha.CountAsync("delivery") == 0, "the outbox is empty");
    }

    [Fact]
    public async Task A_subscriber_whose_disk_is_full_gets_everything_when_there_is_room_and_nothing_is_counted()
    {
        var tries = 0;
        await using var app = await StartAsync(TestModules.BetaModule((fact, unit) =>
        {
            Interlocked.Increment(ref tries);
            return TestModules.HearAsync(fact, unit);
        }));
        var alpha = app.Database(TestModules.Alpha);
        var beta = app.Database(TestModules.Beta);
        var limit = await beta.WriteAsync(async unit =>
        {
            var before = await unit.QuerySingleAsync<long>("pragma max_page_count");
            await unit.QuerySingleAsync<long>("pragma max_page_count = 1");
            return before;
        });
        await PublishAsync(alpha, Sick, new string('x', 200_000), "2");

        await Eventually.TrueAsync(() => Volatile.Read(ref tries) > 2 * 3 * 2, "it was tried more often than parking allows");
        Assert.Equal(2, await alpha.CountAsync("delivery", "attempts = 0 and state = 0"));
        Assert.Empty(await beta.HeardAsync());

        await beta.WriteAsync(unit => unit.QuerySingleAsync<long>($"pragma max_page_count = {limit}"));
        await HeardAsync(app, new string('x', 200_000), "2");
    }

    [Fact]
    public async Task What_is_pending_at_the_end_is_delivered_after_the_next_start()
    {
        using var folder = new TestFolder();
        var broken = TestModules.BetaModule((_, _) => throw new InvalidDataException("broken in this version"));
        await using (var before = await StartAsync(broken, folder.Path))
        {
            await PublishAsync(before.Database(TestModules.Alpha), Sick, "1", "2", "3");
            await Eventually.TrueAsync(async () => await before.Database(TestModules.Alpha).CountAsync("delivery", "attempts > 0") > 0, "it was tried");
        }

        await using var after = await StartAsync(TestModules.BetaModule(), folder.Path);
        var alpha = after.Database(TestModules.Alpha);
        foreach (var parked in await DeliveryStore.ParkedAsync(alpha, default))
        {
            await alpha.WriteAsync(unit => DeliveryStore.ReplayAsync(unit, parked.Id));
        }

        await HeardAsync(after, "1", "2", "3");
    }

    [Fact]
    public async Task What_a_subscriber_no_longer_listens_to_is_parked_with_the_reason()
    {
        using var folder = new TestFolder();
        var broken = TestModules.BetaModule((_, _) => throw new InvalidDataException("broken in this version"));
        await using (var before = await StartAsync(broken, folder.Path, attemptsBeforeParking: int.MaxValue))
        {
            await PublishAsync(before.Database(TestModules.Alpha), Sick, "1");
        }

        var deaf = new ServiceModule(TestModules.Beta, typeof(TestModules).Assembly);
        await using var after = await StartAsync(deaf, folder.Path);
        var parked = await Eventually.ValueAsync(
            () => DeliveryStore.ParkedAsync(after.Database(TestModules.Alpha), default), list => list.Count == 1, "it is parked");
        Assert.Equal("beta no longer listens to ApplicationClosed.", parked[0].LastError);
    }

    [Fact]
    public async Task Under_load_every_key_keeps_its_order_and_is_handled_once()
    {
        await using var app = await StartAsync(TestModules.BetaModule());
        var published = new ConcurrentDictionary<Guid, int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 50), async (_, cancel) =>
        {
            var key = Guid.CreateVersion7();
            for (var sequence = 1; sequence <= 20; sequence++)
            {
                await PublishAsync(app.Database(TestModules.Alpha), key, $"{sequence}");
            }

            published[key] = 20;
        });

        var heard = await Eventually.ValueAsync(() => app.Database(TestModules.Beta).HeardAsync(), rows => rows.Count >= 1000, "all is heard");
        Assert.Equal(1000, heard.Count);
        Assert.All(heard.GroupBy(row => row.Key), facts => Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), facts.Select(fact => fact.What)));
        Assert.Equal(published.Keys.Order(), heard.Select(row => row.Key).Distinct().Order());
    }

    private static Task<TestApplication> StartAsync(ServiceModule beta, string? folder = null, int attemptsBeforeParking = 3) => TestApplication.StartAsync(
        [TestModules.AlphaModule(), beta],
        new()
        {
            Folder = folder,
            ConfigureServices = services => services.AddSingleton(new DispatcherLimits
            {
                AttemptsBeforeParking = attemptsBeforeParking,
                FirstBackoff = Duration.FromMilliseconds(1),
                LongestBackoff = Duration.FromMilliseconds(10),
            }),
        });

    private static Task PublishAsync(IDatabase alpha, Guid key, params string[] whats) => alpha.WriteAsync(unit =>
    {
        foreach (var what in whats)
        {
            unit.Publish(TestModules.Told(unit, key, 1, what));
        }

        return Task.CompletedTask;
    });

    private static async Task HeardAsync(TestApplication app, params string[] whats) => await Eventually.TrueAsync(
        async () => (await app.Database(TestModules.Beta).HeardAsync()).Select(row => row.What).SequenceEqual(whats), "beta hears them");
}
