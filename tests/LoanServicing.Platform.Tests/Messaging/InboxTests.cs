using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Platform.Tests.Messaging;

public class InboxTests
{
    [StoreFact]
    public async Task ReceiveAsync_SameMessageAgain_ChangesNothing()
    {
        using var beta = new Listener(TestModules.HearAsync);
        var fact = Listener.Fact("once");
        await beta.ReceiveAsync(fact);
        await beta.ReceiveAsync(fact);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => beta.ReceiveAsync(fact)));

        Assert.Equal(["once"], await beta.HeardAsync());
        Assert.Equal(1, await beta.Database.CountAsync("inbox"));
    }

    [StoreFact]
    public async Task ReceiveAsync_SameContentInAnotherMessage_IsAnotherFact()
    {
        using var beta = new Listener(TestModules.HearAsync);
        await beta.ReceiveAsync(Listener.Fact("said"));
        await beta.ReceiveAsync(Listener.Fact("said"));

        Assert.Equal(["said", "said"], await beta.HeardAsync());
    }

    [StoreFact]
    public async Task ReceiveAsync_HandlerThrows_NothingStaysAndTheMessageCanComeAgain()
    {
        var broken = true;
        using var beta = new Listener(async (fact, unit) =>
        {
            await TestModules.HearAsync(fact, unit);
            if (broken)
            {
                throw new InvalidDataException("broken");
            }
        });
        var fact = Listener.Fact("at last");
        await Assert.ThrowsAsync<InvalidDataException>(() => beta.ReceiveAsync(fact));
        Assert.Equal(0, await beta.Database.CountAsync("inbox") + await beta.Database.CountAsync("heard"));

        broken = false;
        await beta.ReceiveAsync(fact);
        Assert.Equal(["at last"], await beta.HeardAsync());
    }

    [StoreFact]
    public async Task ReceiveAsync_HandlerRefusesItsUnit_IsAnErrorSoThatTheMessageIsNotLost()
    {
        using var beta = new Listener((_, unit) =>
        {
            unit.Refuse();
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => beta.ReceiveAsync(Listener.Fact("refused")));
        Assert.Equal(0, await beta.Database.CountAsync("inbox"));
    }

    [StoreFact]
    public async Task ReceiveAsync_WhatItNeedsHasNotCome_WaitsUntilAnotherMessageBringsIt()
    {
        using var beta = new Listener(HandleDoorsAsync);
        var waiting = Listener.Fact("through red");
        await beta.ReceiveAsync(waiting);
        await beta.ReceiveAsync(waiting); // comes twice while it waits
        Assert.Empty(await beta.HeardAsync());
        Assert.Equal(1, await beta.Database.CountAsync("waiting"));

        await beta.ReceiveAsync(Listener.Fact("open red"));

        Assert.Equal(["open red", "through red"], await beta.HeardAsync());
        Assert.Equal(0, await beta.Database.CountAsync("waiting"));
        await beta.ReceiveAsync(waiting);
        Assert.Equal(2, (await beta.HeardAsync()).Count);
    }

    [StoreFact]
    public async Task ReceiveAsync_WaitsInAChain_AreAllDrainedByTheFirstArrival()
    {
        using var beta = new Listener(HandleDoorsAsync);
        await beta.ReceiveAsync(Listener.Fact("through blue"));
        await beta.ReceiveAsync(Listener.Fact("through green open blue"));
        await beta.ReceiveAsync(Listener.Fact("through red open green"));
        Assert.Equal(3, await beta.Database.CountAsync("waiting"));

        await beta.ReceiveAsync(Listener.Fact("open red"));

        Assert.Equal(["open red", "through red open green", "through green open blue", "through blue"], await beta.HeardAsync());
        Assert.Equal(0, await beta.Database.CountAsync("waiting"));
    }

    [StoreFact]
    public async Task ReceiveAsync_NeedsTwoThings_WaitsForOneAfterTheOther()
    {
        using var beta = new Listener(HandleDoorsAsync);
        await beta.ReceiveAsync(Listener.Fact("through red through blue"));
        await beta.ReceiveAsync(Listener.Fact("open red"));
        Assert.Equal(1, await beta.Database.CountAsync("waiting", "wait_key = 'blue'"));

        await beta.ReceiveAsync(Listener.Fact("open blue"));
        Assert.Equal(["open red", "open blue", "through red through blue"], await beta.HeardAsync());
    }

    [StoreFact]
    public async Task ReceiveAsync_ManyWaitForOne_AreHandledInTheOrderInWhichTheyCame()
    {
        using var beta = new Listener(HandleDoorsAsync);
        var waiting = Enumerable.Range(1, 100).Select(i => $"through red {i}").ToList();
        foreach (var what in waiting)
        {
            await beta.ReceiveAsync(Listener.Fact(what));
        }

        await beta.ReceiveAsync(Listener.Fact("open red"));
        Assert.Equal(["open red", .. waiting], await beta.HeardAsync());
    }

    [StoreFact]
    public async Task WriteAsync_UnitOfAPersonBringsWhatWasWaitedFor_DrainsIt()
    {
        using var beta = new Listener(HandleDoorsAsync);
        await beta.ReceiveAsync(Listener.Fact("through red"));

        await beta.Database.WriteAsync(unit => OpenAsync(unit, "red"));

        Assert.Equal(["through red"], await beta.HeardAsync());
        Assert.Equal(0, await beta.Database.CountAsync("waiting"));
    }

    [StoreFact]
    public async Task WriteAsync_RefusedUnitOfAPerson_DrainsNothing()
    {
        using var beta = new Listener(HandleDoorsAsync);
        await beta.ReceiveAsync(Listener.Fact("through red"));

        await beta.Database.WriteAsync(async unit =>
        {
            await OpenAsync(unit, "red");
            unit.Refuse();
        });

        Assert.Empty(await beta.HeardAsync());
        Assert.Equal(1, await beta.Database.CountAsync("waiting"));
    }

    [StoreFact]
    public async Task WriteAsync_UnitThatHandlesNoFactWaits_IsAnError()
    {
        using var beta = new Listener(HandleDoorsAsync);

        await Assert.ThrowsAsync<InvalidOperationException>(() => beta.Database.WriteAsync(unit =>
        {
            unit.WaitFor("red");
            return Task.CompletedTask;
        }));
    }

    /// <summary>"open x" opens a door; "through x" needs it open.</summary>
    private static async Task HandleDoorsAsync(ApplicationClosed fact, UnitOfWork unit)
    {
        var words = fact.ClosedAs.Split(' ');
        foreach (var (word, door) in words.Zip(words.Skip(1)))
        {
            if (word == "through" && await unit.QuerySingleAsync<long>("select count(*) from open_door where name = @door", new { door }) == 0)
            {
                unit.WaitFor(door);
                return;
            }
        }

        await TestModules.HearAsync(fact, unit);
        foreach (var (_, door) in words.Zip(words.Skip(1)).Where(pair => pair.First == "open"))
        {
            await OpenAsync(unit, door);
        }
    }

    private static async Task OpenAsync(UnitOfWork unit, string door)
    {
        await unit.ExecuteAsync("insert into open_door (name) values (@door)", new { door });
        unit.Arrived(door);
    }
}
