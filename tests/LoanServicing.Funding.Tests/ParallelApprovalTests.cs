using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>A hundred approvals, each on a task of its own and let go together: nothing is promised twice, and whoever came too late waits in order.</summary>
public class ParallelApprovalTests
{
    private const int Approvals = 100;
    private const long Amount = 84;

    [StoreFact]
    public async Task A_tranche_with_room_for_thirty_seven_reserves_for_exactly_thirty_seven()
    {
        using var bench = await FundingBench.OpenAsync(allocation: (Amount * 38) - 1);

        await ApproveTogetherAsync(bench, Amount);

        await AssertReservedAsync(bench, reserved: 37, "tranche");
    }

    [StoreFact]
    public async Task The_last_rial_of_a_tranche_goes_to_exactly_one()
    {
        using var bench = await FundingBench.OpenAsync(allocation: (Amount * 10) + 1);
        await bench.SendAsync(Facts.Approved(Guid.CreateVersion7(), Amount * 10));

        await ApproveTogetherAsync(bench, 1);

        await AssertReservedAsync(bench, reserved: 1, "tranche", before: 1);
        var tranche = (await bench.PositionAsync()).Tranches.Single(tranche => tranche.Code == "employment");
        Assert.Equal(tranche.AllocatedRials, tranche.ReservedRials);
    }

    [StoreTheory]
    [InlineData(Funders.Alavi, 25 * 37, 59 * Approvals)]
    [InlineData(Funders.Sina, 25 * Approvals, 59 * 37)]
    public async Task One_funders_cash_is_the_limit_where_the_tranche_and_the_other_funder_have_more(string shortOf, long alavi, long sina)
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        await bench.DepositAsync(Funders.Alavi, new Rials(alavi));
        await bench.DepositAsync(Funders.Sina, new Rials(sina));

        await ApproveTogetherAsync(bench, Amount);

        await AssertReservedAsync(bench, reserved: 37, "cash");
        var funder = (await bench.PositionAsync()).Funders.Single(funder => funder.Code == shortOf);
        Assert.Equal(funder.DepositedRials, funder.ReservedRials);
    }

    [StoreFact]
    public async Task What_is_closed_afterwards_makes_room_for_the_first_of_those_who_wait()
    {
        using var bench = await FundingBench.OpenAsync(allocation: Amount * 37);
        await ApproveTogetherAsync(bench, Amount);
        var holder = (await bench.PublishedAsync<FundsReserved>())[0].ApplicationId;
        var first = (await bench.PublishedAsync<FundsUnavailable>())[0].ApplicationId;

        await bench.SendAsync(Facts.Closed(holder));

        Assert.Equal(first, (await bench.PublishedAsync<FundsReserved>())[^1].ApplicationId);
        Assert.Equal(Approvals - 38, (await QueueAsync(bench)).Count);
        await bench.AssertSoundAsync();
    }

    private static async Task ApproveTogetherAsync(FundingBench bench, long amount)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var approvals = Enumerable.Range(0, Approvals).Select(_ => Task.Run(async () =>
        {
            await gate.Task;
            await bench.SendAsync(Facts.Approved(Guid.CreateVersion7(), amount));
        })).ToList();
        gate.SetResult();
        await Task.WhenAll(approvals);
    }

    /// <param name="before">Reserved before the hundred came.</param>
    private static async Task AssertReservedAsync(FundingBench bench, int reserved, string shortage, int before = 0)
    {
        var served = (await bench.PublishedAsync<FundsReserved>()).Skip(before).ToList();
        var waiting = await bench.PublishedAsync<FundsUnavailable>();
        Assert.Equal(reserved, served.Count);
        Assert.Equal(Approvals, served.Select(fact => fact.ApplicationId).Concat(waiting.Select(fact => fact.ApplicationId)).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, Approvals - reserved), waiting.Select(fact => fact.Position));
        Assert.All(waiting, fact => Assert.Equal(shortage, fact.Shortage));
        Assert.Equal(waiting.Select(fact => fact.ApplicationId), await QueueAsync(bench));
        await bench.AssertSoundAsync();
    }

    /// <summary>Who waits, in the order in which they will be served.</summary>
    private static async Task<IReadOnlyList<Guid>> QueueAsync(FundingBench bench) =>
        await bench.QueryAsync<Guid>("select application_id from reservation where state = 'queued' order by queue_number");
}
