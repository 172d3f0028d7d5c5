using System.Text.Json;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>The letter that nothing is owed, and why there is none.</summary>
public class SettlementLetterTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task A_settled_loan_has_a_letter_with_the_day_on_which_its_last_rial_was_paid()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 480_000, "1405-07-30");
        await host.PayAsync(loanId, 12_000_000, "1405-12-01");
        await host.PayAsync(loanId, 1_000, "1406-01-15"); // too much, and later: it settles nothing
        await host.TellAsync(Facts.Refunded(loanId, 600));

        var letter = await Eventually.ValueAsync(
            async () => (await host.GetAsync($"loans/{loanId}/settlement-letter")).Body, one => one.Rials("creditRials") == 400, "400 rials are owed back");

        Assert.Equal(("1405-12-01", "1407-06-31", "K-1405-1"), (letter.Text("settledOnPersian"), letter.Text("onPersian"), letter.Text("contractNumber")));
        Assert.Equal((12_000_000, 480_000), (letter.Rials("principalRials"), letter.Rials("feePaidRials")));
        Assert.Equal(("زهرا کرمانی", "0499370899"), (letter.Text("fullName"), letter.Text("nationalId")));
    }

    [StoreFact]
    public async Task A_loan_that_is_owed_has_none_and_says_what_closes_it_and_through_when()
    {
        var loanId = await host.OpenAsync();
        var (_, figure) = await host.GetAsync($"loans/{loanId}/settlement");

        var (status, problem) = await host.GetAsync($"loans/{loanId}/settlement-letter");

        Assert.Equal((409, "loan.not-settled", "Active"), (status, problem.Text("code"), problem.Text("state")));
        Assert.Equal(
            (figure.Rials("settlementRials"), figure.Text("validThrough"), figure.Text("depositId")),
            (problem.Rials("settlementRials"), problem.Text("validThrough"), problem.Text("depositId")));
    }

    [StoreFact]
    public async Task A_loan_that_was_reopened_has_a_letter_again_only_when_it_was_paid_anew()
    {
        var loanId = await host.OpenAsync();
        var (_, last) = await host.PayAsync(loanId, 12_480_000, "1405-12-01");
        await host.DecideAsync($"receipts/{last.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "no funds" });
        Assert.Equal(409, (await host.GetAsync($"loans/{loanId}/settlement-letter")).Status);

        await host.PayAsync(loanId, 12_722_400, "1407-06-31");

        var (_, letter) = await host.GetAsync($"loans/{loanId}/settlement-letter");
        Assert.Equal(("1407-06-31", 722_400, 0), (letter.Text("settledOnPersian"), letter.Rials("feePaidRials"), letter.Rials("creditRials")));
    }

    [StoreFact]
    public async Task A_loan_that_was_written_off_or_came_back_has_none_and_nothing_closes_it()
    {
        var lost = await host.OpenAsync();
        var returned = await host.OpenAsync(Facts.Disbursed());
        await host.DecideAsync($"loans/{lost}/write-off", new { reason = "untraceable" });
        await host.TellAsync(Facts.Returned(returned));
        await host.Probe.ExpectAsync(returned.LoanId, 2);

        foreach (var (loanId, state) in ((Guid, string)[])[(lost, "WrittenOff"), (returned.LoanId, "Returned")])
        {
            var (status, problem) = await host.GetAsync($"loans/{loanId}/settlement-letter");
            Assert.Equal((409, "loan.not-settled", state), (status, problem.Text("code"), problem.Text("state")));
            Assert.False(problem.TryGetProperty("settlementRials", out JsonElement _));
        }
    }
}
