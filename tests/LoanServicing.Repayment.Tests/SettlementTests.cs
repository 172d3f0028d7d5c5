using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>What closes a loan on a day, and that paying it does.</summary>
public class SettlementTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task The_figure_drops_the_fees_of_years_not_begun_and_holds_until_the_next_begins()
    {
        // Paid out on 1407-05-31: the second year begins on 1408-05-31.
        var loanId = (await host.OpenAsync(Facts.Disbursed(installments: 36, paidOut: "1407-05-31"))).LoanId;

        var (_, today) = await host.GetAsync($"loans/{loanId}/settlement");
        var (_, nearTheYear) = await host.GetAsync($"loans/{loanId}/settlement?on=2029-08-20");
        var (_, nextYear) = await host.GetAsync($"loans/{loanId}/settlement?on=2029-08-22");

        Assert.Equal((12_000_000, 480_000, 12_480_000), (today.Rials("principalRials"), today.Rials("feeRials"), today.Rials("settlementRials")));
        Assert.Equal(("2028-09-21", "2028-10-21"), (today.Text("on"), today.Text("validThrough")));
        Assert.Equal((480_000, "1408-05-30"), (nearTheYear.Rials("feeRials"), nearTheYear.Text("validThroughPersian")));
        Assert.True(nextYear.Rials("feeRials") > 480_000);
        await host.PayAsync(loanId, today.Rials("settlementRials"), "1407-06-31");
        Assert.Equal("Settled", (await host.GetAsync($"loans/{loanId}")).Body.Text("status"));
    }

    [StoreFact]
    public async Task A_day_that_is_past_or_none_is_refused()
    {
        var loanId = await host.OpenAsync();

        Assert.Equal(["on settlement.past"], (await host.GetAsync($"loans/{loanId}/settlement?on=2028-09-20")).Body.Errors());
        Assert.Equal(["on date.invalid"], (await host.GetAsync($"loans/{loanId}/settlement?on=1408-13-01")).Body.Errors());
    }

    [StoreFact]
    public async Task A_day_before_paying_out_is_refused_with_the_first_day_that_has_a_figure()
    {
        var loanId = (await host.OpenAsync(Facts.Disbursed(paidOut: "1407-07-02"))).LoanId; // the others have a later business date already

        var (status, problem) = await host.GetAsync($"loans/{loanId}/settlement");

        Assert.Equal(400, status);
        Assert.Equal(["on settlement.before-paying-out"], problem.Errors());
        Assert.Contains("2028-09-23", problem.GetProperty("errors")[0].Text("message"), StringComparison.Ordinal);
        Assert.Equal(12_480_000, (await host.GetAsync($"loans/{loanId}/settlement?on=2028-09-23")).Body.Rials("settlementRials"));
        Assert.Equal((409, "2028-10-23"), await host.GetAsync($"loans/{loanId}/settlement-letter") is var (refused, letter) ? (refused, letter.Text("validThrough")) : default);
    }
}
