using System.Collections.Concurrent;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>Facts of one key reach one subscriber in order, whoever dispatches.</summary>
public class OrderTests
{
    private const int Keys = 40;
    private const int FactsOfAKey = 25;

    [StoreFact]
    public async Task Under_load_every_key_keeps_its_order()
    {
        var seen = new Sequences();
        var transport = new ScriptedTransport("beta", "gamma") { OnDeliver = seen.DeliverAsync };
        await using var test = new Dispatching(transport);
        await test.StartAsync();
        await PublishAllAsync(test);

        await test.EmptyAsync();
        seen.AssertInOrderAndComplete(["beta", "gamma"]);
        Assert.Equal(2 * Keys * FactsOfAKey, transport.Delivered.Count);
    }

    [StoreFact]
    public async Task With_dispatchers_taking_over_from_each_other_every_key_keeps_its_order()
    {
        var seen = new Sequences();
        var transport = new ScriptedTransport("beta") { OnDeliver = seen.DeliverAsync };
        await using var test = new Dispatching(transport) { Limits = new() { PageSize = 16, IdlePoll = Duration.FromMilliseconds(5) } };
        var publishing = PublishAllAsync(test);
        await test.StartAsync();
        await test.StartAsync();
        while (!publishing.IsCompleted || await test.Database.CountAsync("delivery") > 0)
        {
            test.Clock.Advance(Duration.FromSeconds(31)); // every lease runs out, in the middle of whatever is going on
            await Task.Yield();
        }

        await publishing;
        seen.AssertInOrderAndComplete(["beta"]);
    }

    [StoreFact]
    public async Task A_dispatcher_that_slept_through_its_lease_settles_nothing_and_inverts_nothing()
    {
        var key = Guid.CreateVersion7();
        var awake = new TaskCompletionSource();
        var asleep = new TaskCompletionSource();
        var slow = new ScriptedTransport("beta");
        slow.OnDeliver = async (fact, _, _) =>
        {
            if (fact.ClosedAs == "2")
            {
                throw new TransportUnavailableException("the sleeper has leased the slot again, as it may"); // by then the other's has run out
            }

            asleep.TrySetResult();
            await awake.Task;
            throw new DeliveryFailedException("too late", new FactRefusedException("it", "long gone", "ApplicationClosed"));
        };
        var successor = new ScriptedTransport("beta");
        successor.OnDeliver = (fact, _, _) => fact.ClosedAs == "2"
            ? throw new TransportUnavailableException("2 is still on its way")
            : Task.CompletedTask;
        await using var test = new Dispatching(slow);
        await test.PublishAsync(key, "1", "2");
        var sleeper = await test.StartAsync();
        await asleep.Task;

        await test.StartAsync(successor);
        await Eventually.TrueAsync(
            () =>
            {
                test.Clock.Advance(Duration.FromSeconds(31));
                return successor.To("beta").Contains("1");
            },
            "the second dispatcher has taken over");
        await Eventually.TrueAsync(async () => await test.Database.CountAsync("delivery") == 1, "1 is settled");
        awake.SetResult();
        await Eventually.TrueAsync(() => test.Log.Contains("no longer ours"), "the sleeper has tried to settle");
        await sleeper.StopAsync(CancellationToken.None);

        Assert.Empty(await test.ParkedAsync()); // the sleeper's verdict on 1 came to nothing
        Assert.Equal(1, await test.Database.CountAsync("delivery", "attempts = 0"));
        successor.OnDeliver = (_, _, _) => Task.CompletedTask;
        await Eventually.TrueAsync(
            () =>
            {
                test.Clock.Advance(Duration.FromSeconds(1));
                return successor.Delivered.Count == 2;
            },
            "2 is delivered");
        Assert.Equal(["1", "2"], successor.To("beta"));
    }

    private static Task PublishAllAsync(Dispatching test) => Parallel.ForEachAsync(
        Enumerable.Range(0, Keys),
        new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (_, _) =>
        {
            var key = Guid.CreateVersion7();
            for (var sequence = 1; sequence <= FactsOfAKey; sequence++)
            {
                var number = sequence;
                await test.Database.WriteAsync(unit =>
                {
                    unit.Publish(TestModules.Told(unit, key, number, $"{number}"));
                    return Task.CompletedTask;
                });
            }
        });

    /// <summary>What a subscriber with an inbox makes of what comes: a sequence seen before changes nothing.</summary>
    private sealed class Sequences
    {
        private readonly ConcurrentDictionary<(string Subscriber, Guid Key), List<long>> _seen = new();

        public async Task DeliverAsync(Contracts.ApplicationClosed fact, string subscriber, CancellationToken cancel)
        {
            await Task.Yield(); // lets another delivery overtake, if anything allows it
            var list = _seen.GetOrAdd((subscriber, fact.Header.Key), _ => []);
            lock (list)
            {
                if (!list.Contains(fact.Header.Sequence))
                {
                    list.Add(fact.Header.Sequence);
                }
            }
        }

        public void AssertInOrderAndComplete(string[] subscribers)
        {
            Assert.Equal(Keys * subscribers.Length, _seen.Count);
            Assert.All(_seen.Values, list => Assert.Equal(Enumerable.Range(1, FactsOfAKey).Select(i => (long)i), list));
        }
    }
}
