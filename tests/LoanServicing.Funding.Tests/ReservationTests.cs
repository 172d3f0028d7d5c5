using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

public class ReservationTests
{
    [StoreTheory]
    [InlineData(1, 1, 1)]
    [InlineData(840, 84, 10)]
    [InlineData(839, 84, 9)]
    public async Task Of_a_hundred_approvals_at_once_exactly_those_that_fit_are_reserved(long allocation, long amount, int expected)
    {
        using var bench = await FundingBench.OpenAsync(allocation);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => bench.SendAsync(Facts.Approved(Guid.CreateVersion7(), amount))));

        Assert.Equal(expected, (await bench.PublishedAsync<FundsReserved>()).Count);
        var unavailable = await bench.PublishedAsync<FundsUnavailable>();
        Assert.Equal(Enumerable.Range(1, 100 - expected), unavailable.Select(fact => fact.Position));
        Assert.All(unavailable, fact => Assert.Equal("tranche", fact.Shortage));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Of_a_hundred_approvals_at_once_no_more_are_reserved_than_cash_was_deposited_for()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 84 * 7);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => bench.SendAsync(Facts.Approved(Guid.CreateVersion7(), 84, i % 2 == 0 ? "health" : "housing"))));

        Assert.Equal(7, (await bench.PublishedAsync<FundsReserved>()).Count);
        Assert.All(await bench.PublishedAsync<FundsUnavailable>(), fact => Assert.Equal("cash", fact.Shortage));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task An_approval_is_reserved_once_per_round()
    {
        using var bench = await FundingBench.OpenAsync();
        var application = Guid.CreateVersion7();

        await bench.SendAsync([Facts.Approved(application, 84), Facts.Approved(application, 84)]);

        var reserved = Assert.Single(await bench.PublishedAsync<FundsReserved>());
        Assert.Equal((Facts.Exact(84), 1, 1L), (reserved.Shares, reserved.ReservationRound, reserved.Header.Sequence));
        Assert.Equal(new Rials(84), (await bench.PositionAsync()).Tranches.Single(tranche => tranche.Code == "employment").ReservedRials);
    }

    [StoreFact]
    public async Task An_approval_that_closing_has_overtaken_reserves_nothing()
    {
        using var bench = await FundingBench.OpenAsync();
        var application = Guid.CreateVersion7();

        await bench.SendAsync([Facts.Closed(application), Facts.Approved(application, 84)]);

        Assert.Equal("unknown", await bench.StateAsync(application));
        Assert.Empty(await bench.PublishedAsync<FundsReserved>());
    }

    [StoreFact]
    public async Task Closing_gives_back_what_was_only_reserved()
    {
        using var bench = await FundingBench.OpenAsync();
        var application = Guid.CreateVersion7();

        await bench.SendAsync([Facts.Approved(application, 84), Facts.Closed(application)]);

        Assert.Equal("released", await bench.StateAsync(application));
        Assert.All((await bench.PositionAsync()).Funders, funder => Assert.Equal(Rials.Zero, funder.ReservedRials));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Closing_waits_while_the_bank_may_be_paying()
    {
        using var bench = await FundingBench.OpenAsync();
        var (application, order) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await bench.SendAsync([Facts.Approved(application, 84), Facts.Ordered(application, Facts.Exact(84), order), Facts.Closed(application)]);
        Assert.Equal("ordered", await bench.StateAsync(application));

        await bench.SendAsync(Facts.Failed(application, Facts.Exact(84), order));

        Assert.Equal("released", await bench.StateAsync(application));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_payment_that_came_back_frees_its_funds_for_a_new_round_even_where_the_approval_comes_first()
    {
        using var bench = await FundingBench.OpenAsync(allocation: 84);
        var (application, order, loan) = await bench.LendAsync(84);

        await bench.SendAsync(Facts.Approved(application, 84, round: 2));
        Assert.Equal("unknown", await bench.StateAsync(application, round: 2));
        await bench.SendAsync(Facts.Returned(application, Facts.Exact(84), order, loan));

        Assert.Equal("returned", await bench.StateAsync(application));
        Assert.Equal("reserved", await bench.StateAsync(application, round: 2));
        Assert.Equal([1L, 2L], (await bench.PublishedAsync<FundsReserved>()).Select(fact => fact.Header.Sequence));
        await bench.AssertSoundAsync();
    }
}
