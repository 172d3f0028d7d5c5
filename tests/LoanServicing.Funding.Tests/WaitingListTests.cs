using System.Data.Common;
using LoanServicing.Contracts;
using LoanServicing.Funding.Handlers;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

public class WaitingListTests
{
    [StoreFact]
    public async Task A_deposit_serves_the_queue_in_order_of_arrival()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        var applications = await QueueAsync(bench, 84, 168, 84, 84);

        await bench.DepositAsync(84 * 4);

        Assert.Equal(applications.Take(3), (await bench.PublishedAsync<FundsReserved>()).Select(fact => fact.ApplicationId));
        Assert.Equal("queued", await bench.StateAsync(applications[3]));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_later_smaller_application_does_not_overtake_an_earlier_one_of_its_tranche()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 1_000, deposited: 84);
        var applications = await QueueAsync(bench, 168, 1);

        await bench.SendAsync(Facts.Approved(Guid.CreateVersion7(), 1));

        Assert.Empty(await bench.PublishedAsync<FundsReserved>());
        Assert.Equal([1, 2, 3], (await bench.PublishedAsync<FundsUnavailable>()).Select(fact => fact.Position));
        await bench.DepositAsync(84);
        Assert.Equal(applications[0], Assert.Single(await bench.PublishedAsync<FundsReserved>()).ApplicationId);
    }

    [StoreFact]
    public async Task A_full_tranche_does_not_hold_back_another()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 84);
        await bench.SendAsync([Facts.Approved(Guid.CreateVersion7(), 84, "health"), Facts.Approved(Guid.CreateVersion7(), 84, "health")]);

        await bench.SendAsync(Facts.Approved(Guid.CreateVersion7(), 84, "housing"));

        Assert.Equal(["health", "housing"], (await bench.PublishedAsync<FundsReserved>()).Select(fact => fact.Tranche));
    }

    [StoreFact]
    public async Task A_release_serves_the_next_in_the_queue()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 84);
        var holder = Guid.CreateVersion7();
        await bench.SendAsync(Facts.Approved(holder, 84));
        var waiting = await QueueAsync(bench, 84, 84);

        await bench.SendAsync(Facts.Closed(holder));

        Assert.Equal([holder, waiting[0]], (await bench.PublishedAsync<FundsReserved>()).Select(fact => fact.ApplicationId));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_payment_that_came_back_serves_the_next_in_the_queue()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 84);
        var (application, order, loan) = await bench.LendAsync(84);
        var waiting = await QueueAsync(bench, 84);

        await bench.SendAsync(Facts.Returned(application, Facts.Exact(84), order, loan));

        Assert.Equal("reserved", await bench.StateAsync(waiting[0]));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Who_leaves_the_queue_no_longer_holds_back_those_behind()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 84);
        var waiting = await QueueAsync(bench, 85, 84);

        await bench.SendAsync(Facts.Closed(waiting[0]));

        Assert.Equal("released", await bench.StateAsync(waiting[0]));
        Assert.Equal("reserved", await bench.StateAsync(waiting[1]));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_repayment_does_not_free_the_tranche()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 84);
        var (_, _, loan) = await bench.LendAsync(84);
        var waiting = await QueueAsync(bench, 84);

        await bench.SendAsync([Facts.Repaid(loan, Facts.Exact(84)), Facts.Settled(loan, Facts.Exact(84))]);

        Assert.Equal("queued", await bench.StateAsync(waiting[0]));
        Assert.Equal(0, await WaitingListServer.ServeAllAsync(bench.Database, CancellationToken.None));
    }

    [StoreFact]
    public async Task A_deposit_for_more_than_one_unit_serves_is_gone_on_with_in_order()
    {
        const int Waiting = (2 * WaitingLists.ServedPerUnit) + 1;
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        var applications = await QueueAsync(bench, [.. Enumerable.Repeat(84L, Waiting)]);
        await bench.DepositAsync(84 * Waiting);
        Assert.Equal(WaitingLists.ServedPerUnit, (await bench.PublishedAsync<FundsReserved>()).Count);

        await WaitingListServer.ServeAllAsync(bench.Database, CancellationToken.None);

        Assert.Equal(applications, (await bench.PublishedAsync<FundsReserved>()).Select(fact => fact.ApplicationId));
        Assert.Equal(0, await bench.CountAsync("reservation where state = 'queued'"));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_list_for_which_there_is_no_room_is_looked_at_and_not_written()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 84);
        await QueueAsync(bench, 84, 84);

        Assert.Equal(0, await WaitingListServer.ServeAllAsync(new ReadOnly(bench.Database), CancellationToken.None));
    }

    private static async Task<IReadOnlyList<Guid>> QueueAsync(FundingBench bench, params long[] amounts)
    {
        var applications = amounts.Select(_ => Guid.CreateVersion7()).ToList();
        await bench.SendAsync(applications.Zip(amounts, (application, amount) => Facts.Approved(application, amount)));
        return applications;
    }

    private sealed class ReadOnly(IDatabase database) : IDatabase
    {
        public string Name => database.Name;

        public Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel = default) => throw new InvalidOperationException("It was written.");

        public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancel = default) => database.ReadAsync(query, cancel);
    }
}
