using LoanServicing.Domain.Money;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

/// <summary>A settlement that changes nothing any more; what the loan tells after it must not wait.</summary>
public class LateSettlementTests
{
    private const long Amount = 8_400;

    private static readonly FunderShares Shares = Facts.Exact(Amount);

    [StoreFact]
    public async Task A_settlement_of_a_loan_that_came_back_holds_nothing_up()
    {
        using var bench = await FundingBench.OpenAsync();
        var (application, order, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync(Facts.Returned(application, Shares, order, loan));

        await bench.SendAsync(Facts.Settled(loan, Shares));
        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, credit: 7));

        Assert.Equal("returned", Assert.Single(await bench.QueryAsync<string>("select state from funded_loan")));
        Assert.Equal(0, await bench.CountAsync("waiting"));
        Assert.Equal(new Rials(7), (await bench.PositionAsync()).BorrowersCreditRials);
        await bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_settled_application_whose_payment_came_back_is_closed_in_either_order(bool returnedFirst)
    {
        using var bench = await FundingBench.OpenAsync();
        var (application, order, loan) = await bench.LendAsync(Amount);
        var returned = Facts.Returned(application, Shares, order, loan);
        var closed = Facts.Closed(application, closedAs: "Settled");

        await bench.SendAsync(returnedFirst ? [returned, closed] : [closed, returned]);
        await bench.SendAsync(Facts.Closed(application, closedAs: "Settled")); // Intake tells again that it is closed

        Assert.Equal(1, await bench.CountAsync("funded_application where closed = 1"));
        Assert.Equal(0, await bench.CountAsync("waiting"));
    }

    [StoreFact]
    public async Task A_settlement_told_twice_holds_nothing_up()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync(Facts.Repaid(loan, Shares));
        await bench.SendAsync(Facts.Settled(loan, Shares));

        await bench.SendAsync(Facts.Settled(loan, Shares));
        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, credit: 7));

        Assert.Equal(0, await bench.CountAsync("waiting"));
        Assert.Equal(new Rials(7), (await bench.PositionAsync()).BorrowersCreditRials);
    }
}
