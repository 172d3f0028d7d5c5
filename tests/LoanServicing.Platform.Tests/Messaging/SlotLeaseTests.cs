using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

public class SlotLeaseTests
{
    private static readonly Duration Lease = Duration.FromSeconds(30);
    private static readonly Guid Key = new("0198c3a5-0001-7000-8000-000000000001");

    [StoreFact]
    public async Task RenewAsync_SeveralDispatchers_ShareTheSlotsEvenly()
    {
        await using var test = new Dispatching(new ScriptedTransport("beta"));
        var leases = Enumerable.Range(0, 3).Select(_ => new SlotLeases(test.Database, Lease)).ToList();
        Assert.Equal(new[] { Slots.Count, 0, 0 }, await RenewAllAsync(leases)); // the first was alone when it took them
        Assert.Equal(new[] { 11, 11, 10 }, await RenewAllAsync(leases));
        Assert.Equal(new[] { 11, 11, 10 }, await RenewAllAsync(leases));
        Assert.Equal(Slots.Count, await test.Database.CountAsync("dispatcher_slot", "expires_at > 0"));
    }

    [StoreFact]
    public async Task RenewAsync_OneOfSeveralDies_TheOthersShareWhatItHeld()
    {
        await using var test = new Dispatching(new ScriptedTransport("beta"));
        var leases = Enumerable.Range(0, 3).Select(_ => new SlotLeases(test.Database, Lease)).ToList();
        await RenewAllAsync(leases);
        await RenewAllAsync(leases);

        test.Clock.Advance(Lease / 2);
        leases.RemoveAt(0);
        await RenewAllAsync(leases);
        test.Clock.Advance((Lease / 2) + Duration.FromSeconds(1)); // longer than the dead one's lease, not than the others'
        Assert.Equal(new[] { 16, 16 }, await RenewAllAsync(leases));
    }

    [StoreFact]
    public async Task RenewAsync_TakenOver_HasAHigherNumber()
    {
        await using var test = new Dispatching(new ScriptedTransport("beta"));
        var first = new SlotLeases(test.Database, Lease);
        var second = new SlotLeases(test.Database, Lease);
        await first.RenewAsync(CancellationToken.None);
        var before = first.Token;
        test.Clock.Advance(Lease + Duration.FromSeconds(1));
        await second.RenewAsync(CancellationToken.None);

        Assert.True(second.Token > before);
        Assert.Empty(await first.RenewAsync(CancellationToken.None));
        Assert.Equal(0, first.Token);
    }

    [StoreFact]
    public async Task ReleaseAsync_Held_AnotherTakesTheSlotsAtOnce()
    {
        await using var test = new Dispatching(new ScriptedTransport("beta"));
        var first = new SlotLeases(test.Database, Lease);
        var second = new SlotLeases(test.Database, Lease);
        await first.RenewAsync(CancellationToken.None);
        await second.ReleaseAsync(CancellationToken.None); // holds nothing, so gives nothing back
        Assert.Empty(await second.RenewAsync(CancellationToken.None));

        await first.ReleaseAsync(CancellationToken.None);
        Assert.Equal(Slots.Count, (await second.RenewAsync(CancellationToken.None)).Count);
    }

    [StoreFact]
    public async Task StopAsync_TimeForStoppingHasRunOut_SaysThatTheSlotsStayLeased()
    {
        await using var test = new Dispatching(new ScriptedTransport("beta"));
        var dispatcher = await test.StartAsync();
        await test.PublishAsync(Key, "1");
        await test.EmptyAsync(); // so that it holds the slots

        await dispatcher.StopAsync(new CancellationToken(canceled: true));

        Assert.True(test.Log.Contains("The slots of alpha stay leased until they run out: the time for stopping ran out"));
        Assert.Equal(Slots.Count, await test.Database.CountAsync("dispatcher_slot", "expires_at > 0"));
    }

    [StoreFact]
    public async Task Settling_WithTheNumberOfALostLease_ChangesNothing()
    {
        await using var test = new Dispatching(new ScriptedTransport("beta"));
        await test.PublishAsync(Key, "1");
        var lost = new SlotLeases(test.Database, Lease);
        var slots = await lost.RenewAsync(CancellationToken.None);
        var stale = lost.Token;
        var due = await DeliveryStore.DueAsync(test.Database, slots, [], test.Clock.GetCurrentInstant(), 10, CancellationToken.None);
        test.Clock.Advance(Lease + Duration.FromSeconds(1));
        var current = new SlotLeases(test.Database, Lease);
        await current.RenewAsync(CancellationToken.None);

        await test.Database.WriteAsync(async unit =>
        {
            await DeliveryStore.DeliveredAsync(unit, due, stale);
            await DeliveryStore.FailedAsync(unit, due[0].Id, stale, park: true, unit.Now, "stale");
            await DeliveryStore.DeferredAsync(unit, due[0].Id, stale, unit.Now, "stale");
        });
        Assert.Equal(1, await test.Database.CountAsync("delivery", "attempts = 0 and state = 0 and last_error is null"));
        Assert.Equal(1, await test.Database.CountAsync("outbox"));

        await test.Database.WriteAsync(unit => DeliveryStore.DeliveredAsync(unit, due, current.Token));
        Assert.Equal(0, await test.Database.CountAsync("delivery") + await test.Database.CountAsync("outbox"));
    }

    [StoreFact]
    public void Of_StoredSlots_NeverChange()
    {
        // Slots are stored with each delivery: another hash in a later version would let two dispatchers deliver one key.
        Assert.Equal([5, 0, 21], new[] { Guid.Empty, Key, Guid.AllBitsSet }.Select(Slots.Of));
    }

    private static async Task<int[]> RenewAllAsync(List<SlotLeases> leases)
    {
        var held = new List<int>();
        foreach (var lease in leases)
        {
            held.Add((await lease.RenewAsync(CancellationToken.None)).Count);
        }

        return [.. held];
    }
}
