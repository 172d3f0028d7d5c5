using LoanServicing.Contracts;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Tests.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using static LoanServicing.Platform.Tests.Broker.BrokerSteps;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>Two instances of the same services share the work, and a reordered or repeated fact changes no result.</summary>
public sealed class TwoInstancesTests : IAsyncLifetime
{
    private const int FactsOfAKey = 20;

    private readonly List<Guid> _keys = [.. Enumerable.Range(0, 40).Select(_ => Guid.CreateVersion7())];
    private readonly TwoInstances? _two = BrokerFactAttribute.WhyNot is null ? new TwoInstances() : null;

    private TwoInstances Two => _two!;

    public Task InitializeAsync() => _two?.StartAsync() ?? Task.CompletedTask;

    public Task DisposeAsync() => _two?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [BrokerFact]
    public async Task Both_instances_send_and_handle_and_every_fact_is_handled_once()
    {
        await PublishAllAsync(Two.First, FactsOfAKey / 2);
        await PublishAllAsync(Two.Second, FactsOfAKey / 2, first: 1 + (FactsOfAKey / 2));

        await AssertAllHeardOnceInOrderAsync(FactsOfAKey);
        Assert.All(["first", "second"], instance => Assert.True(Two.Handled.GetValueOrDefault(instance) > 0, instance));
    }

    [BrokerFact]
    public async Task Facts_that_come_in_any_order_and_twice_change_no_result()
    {
        var facts = (from key in _keys from sequence in Enumerable.Range(1, FactsOfAKey) select Listener.Fact($"{sequence}", sequence, key)).ToArray();
        await Task.WhenAll(DeliverAsync(Two.First, Shuffled(facts, 1)), DeliverAsync(Two.Second, Shuffled(facts, 2)));

        await AssertAllHeardOnceInOrderAsync(FactsOfAKey);
        Assert.All(["first", "second"], instance => Assert.True(Two.Handled.GetValueOrDefault(instance) > 0, instance));
    }

    [BrokerFact]
    public async Task When_one_instance_is_stopped_the_other_takes_over_and_the_rest_is_delivered()
    {
        var publishing = PublishAllAsync(Two.Second, FactsOfAKey);
        await Eventually.TrueAsync(async () => await Two.Beta.CountAsync("heard") > _keys.Count, "both are at work");
        await Two.StopFirstAsync();
        await publishing;

        await HeldByOneAsync();
        await AssertAllHeardOnceInOrderAsync(FactsOfAKey);
    }

    [BrokerFact]
    public async Task When_one_instance_is_killed_the_other_takes_over_when_its_lease_has_run_out_and_the_rest_is_delivered()
    {
        var publishing = PublishAllAsync(Two.Second, FactsOfAKey);
        await Eventually.TrueAsync(async () => await Two.Beta.CountAsync("heard") > _keys.Count, "both are at work");
        Two.KillFirst();
        await publishing;
        await PublishAllAsync(Two.Second, 1, first: FactsOfAKey + 1); // to every slot, those of the dead one too

        await HeldByOneAsync();
        await AssertAllHeardOnceInOrderAsync(FactsOfAKey + 1);
    }

    private Task PublishAllAsync(TestApplication by, int count, int first = 1) =>
        Parallel.ForEachAsync(_keys, async (key, _) => await PublishAsync(by.Database(TestModules.Alpha), key, count, first));

    private static Task DeliverAsync(TestApplication by, ApplicationClosed[] facts) =>
        Parallel.ForEachAsync(facts, async (fact, cancel) =>
            await by.Services.GetRequiredService<ITransport>().DeliverAsync(fact, TestModules.Beta, cancel));

    private static ApplicationClosed[] Shuffled(ApplicationClosed[] facts, int seed)
    {
        var copy = facts.ToArray();
        new Random(seed).Shuffle(copy);
        return copy;
    }

    private async Task AssertAllHeardOnceInOrderAsync(int factsOfAKey)
    {
        await Eventually.TrueAsync(async () => await Two.Beta.CountAsync("heard") >= _keys.Count * factsOfAKey, "all is heard");
        await OutboxIsEmptyAsync(Two.Second);
        await Two.FinishAsync();

        Assert.Equal(0, await Two.Beta.CountAsync("waiting"));
        var heard = await Two.Beta.HeardAsync();
        Assert.Equal(_keys.Order(), heard.Select(row => row.Key).Distinct().Order());
        Assert.All(
            heard.GroupBy(row => row.Key),
            facts => Assert.Equal(Enumerable.Range(1, factsOfAKey).Select(i => ((long)i, $"{i}")), facts.Select(fact => (fact.Sequence, fact.What))));
    }

    private async Task HeldByOneAsync()
    {
        await TwoInstances.HeldAsync(Two.Alpha, Slots.Count);
        await TwoInstances.HeldAsync(Two.Beta, Slots.Count);
    }
}
