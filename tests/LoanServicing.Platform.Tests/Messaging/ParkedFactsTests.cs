using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>Facts that are parked in the database of the service that cannot take them, and what waits behind them.</summary>
public class ParkedFactsTests
{
    private static readonly Guid Loan = new("0198c3a5-0002-7000-8000-000000000001");

    private string _sick = "";

    [StoreFact]
    public async Task A_parked_fact_holds_back_later_ones_of_its_key_and_no_others()
    {
        using var beta = new Listener(HandleAsync);
        await ParkAsync(beta, Fact(1));
        await beta.ReceiveAsync(Fact(2));
        await beta.ReceiveAsync(Fact(3));
        await beta.ReceiveAsync(Listener.Fact("other"));

        Assert.Equal(["other"], await beta.HeardAsync());
        var parked = Assert.Single(await beta.Database.ReadAsync(WaitingStore.StuckAsync));
        Assert.Equal((true, 2, 4, "broken"), (parked.IsParked, parked.Behind, parked.Attempts, parked.LastError));
    }

    [StoreFact]
    public async Task A_fact_that_is_parked_or_held_back_changes_nothing_when_it_comes_again()
    {
        using var beta = new Listener(HandleAsync);
        var (first, second) = (Fact(1), Fact(2));
        await ParkAsync(beta, first);
        await beta.ReceiveAsync(second);
        await ParkAsync(beta, first);
        await beta.ReceiveAsync(first);
        await beta.ReceiveAsync(second);

        Assert.Equal((2, 2), (await beta.Database.CountAsync("waiting"), await beta.Database.CountAsync("inbox")));
    }

    [StoreFact]
    public async Task Replayed_it_is_handled_and_what_waited_behind_it_follows()
    {
        using var beta = new Listener(HandleAsync);
        await ParkAsync(beta, Fact(1));
        await beta.ReceiveAsync(Fact(2));
        await beta.ReceiveAsync(Fact(3));

        Assert.True(await ReplayAsync(beta));

        Assert.Equal(["1", "2", "3"], await beta.HeardAsync());
        Assert.Equal(0, await beta.Database.CountAsync("waiting"));
        await beta.ReceiveAsync(Fact(4));
        Assert.Equal(["1", "2", "3", "4"], await beta.HeardAsync());
    }

    [StoreFact]
    public async Task Replayed_in_vain_it_stays_parked_and_the_others_behind_it()
    {
        using var beta = new Listener(HandleAsync);
        _sick = "1";
        await ParkAsync(beta, Fact(1));
        await beta.ReceiveAsync(Fact(2));

        Assert.True(await ReplayAsync(beta));

        Assert.Empty(await beta.HeardAsync());
        var parked = Assert.Single(await beta.Database.ReadAsync(WaitingStore.StuckAsync));
        Assert.Equal((5, 1, "still broken"), (parked.Attempts, parked.Behind, parked.LastError));
    }

    [StoreFact]
    public async Task One_behind_it_that_fails_in_its_turn_holds_back_the_rest()
    {
        using var beta = new Listener(HandleAsync);
        _sick = "2";
        await ParkAsync(beta, Fact(1));
        await beta.ReceiveAsync(Fact(2));
        await beta.ReceiveAsync(Fact(3));
        await ReplayAsync(beta);
        Assert.Equal(["1"], await beta.HeardAsync());
        Assert.Equal(1, Assert.Single(await beta.Database.ReadAsync(WaitingStore.StuckAsync)).Behind);

        _sick = "";
        await ReplayAsync(beta);
        Assert.Equal(["1", "2", "3"], await beta.HeardAsync());
    }

    [StoreFact]
    public async Task One_behind_it_that_needs_something_else_lets_the_rest_pass()
    {
        using var beta = new Listener((fact, unit) =>
        {
            if (fact.Header.Sequence == 2)
            {
                unit.WaitFor("something else");
                return Task.CompletedTask;
            }

            return HandleAsync(fact, unit);
        });
        await ParkAsync(beta, Fact(1));
        await beta.ReceiveAsync(Fact(2));
        await beta.ReceiveAsync(Fact(3));

        await ReplayAsync(beta);

        Assert.Equal(["1", "3"], await beta.HeardAsync());
        Assert.Equal(1, await beta.Database.CountAsync("waiting", "wait_key = 'something else' and due = 0"));
    }

    [StoreFact]
    public async Task Nothing_else_can_be_replayed()
    {
        using var beta = new Listener(HandleAsync);
        await ParkAsync(beta, Fact(1));
        await beta.ReceiveAsync(Fact(2));

        Assert.False(await beta.Database.WriteAsync(unit => WaitingStore.ReplayAsync(unit, 2)));
        Assert.False(await beta.Database.WriteAsync(unit => WaitingStore.ReplayAsync(unit, 99)));
    }

    private static ApplicationClosed Fact(long sequence) => Listener.Fact($"{sequence}", sequence, Loan);

    private static Task ParkAsync(Listener beta, ApplicationClosed fact) => beta.Receiver.ParkAsync(fact, 4, "broken", CancellationToken.None);

    /// <summary>Replays the one that is stuck, and lets the service's worker do what is due.</summary>
    private static async Task<bool> ReplayAsync(Listener beta)
    {
        var stuck = Assert.Single(await beta.Database.ReadAsync(WaitingStore.StuckAsync));
        var replayed = await beta.Database.WriteAsync(unit => WaitingStore.ReplayAsync(unit, stuck.Id));
        using var worker = new WaitingFactsWorker(beta.Database, beta.Handlers, SystemClock.Instance, new LogLines<WaitingFactsWorker>());
        await worker.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(async () => await beta.Database.CountAsync("waiting", "due = 1") == 0, "all that is due has been tried");
        await worker.StopAsync(CancellationToken.None);
        return replayed;
    }

    private Task HandleAsync(ApplicationClosed fact, UnitOfWork unit) =>
        fact.ClosedAs == _sick ? throw new InvalidDataException("still broken") : TestModules.HearAsync(fact, unit);
}
