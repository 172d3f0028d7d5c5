using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>
/// A fact whose prerequisite was committed just after its handler had looked, by a unit that did not see it wait: nobody will announce it any more.
/// </summary>
public class SecondLookTests
{
    private const string Door = "door";

    private int _looks;

    [StoreFact]
    public async Task A_fact_that_nobody_woke_is_looked_at_once_more_when_it_is_old()
    {
        using var beta = new Listener(WhenTheDoorIsOpenAsync);
        await beta.ReceiveAsync(Listener.Fact("late"));
        await OpenUnheardAsync(beta);

        await DrainAsync(beta, WaitingFacts.SecondLook / 2);
        Assert.Equal(1, await beta.Database.CountAsync("waiting"));
        await DrainAsync(beta, WaitingFacts.SecondLook + Duration.FromMinutes(1));

        Assert.Equal(["late"], await beta.HeardAsync());
        Assert.Equal(0, await beta.Database.CountAsync("waiting"));
    }

    [StoreFact]
    public async Task A_fact_that_waits_on_is_looked_at_a_second_time_and_not_a_third()
    {
        using var beta = new Listener(WhenTheDoorIsOpenAsync);
        await beta.ReceiveAsync(Listener.Fact("waits"));
        for (var i = 1; i <= 3; i++)
        {
            await DrainAsync(beta, (WaitingFacts.SecondLook * i) + Duration.FromMinutes(1));
        }

        Assert.Equal(2, _looks);
        Assert.Equal(1, await beta.Database.CountAsync("waiting", "due = 0 and looked = 1"));
    }

    [StoreFact]
    public async Task A_due_fact_that_many_drain_at_once_is_handled_once()
    {
        using var beta = new Listener(WhenTheDoorIsOpenAsync);
        await beta.ReceiveAsync(Listener.Fact("once"));
        await OpenUnheardAsync(beta);
        await beta.Database.WriteAsync(unit => unit.ExecuteAsync("update waiting set due = 1"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DrainAsync(beta, Duration.Zero))));

        Assert.Equal(["once"], await beta.HeardAsync());
    }

    private async Task WhenTheDoorIsOpenAsync(ApplicationClosed fact, UnitOfWork unit)
    {
        Interlocked.Increment(ref _looks);
        if (await unit.QuerySingleAsync<long>("select count(*) from open_door where name = @Door", new { Door }) == 0)
        {
            unit.WaitFor(Door);
            return;
        }

        await TestModules.HearAsync(fact, unit);
    }

    private static Task OpenUnheardAsync(Listener beta) =>
        beta.Database.WriteAsync(unit => unit.ExecuteAsync("insert into open_door (name) values (@Door)", new { Door }));

    private static Task DrainAsync(Listener beta, Duration later) =>
        WaitingFacts.DrainRestAsync(beta.Database, beta.Handlers, SystemClock.Instance.GetCurrentInstant() + later, CancellationToken.None);
}

/// <summary>These tests once more, in T-SQL that is checked on its way.</summary>
public sealed class SecondLookTSqlTests : SecondLookTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

/// <summary>These tests once more, on a server where one is named.</summary>
public sealed class SecondLookSqlServerTests : SecondLookTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
