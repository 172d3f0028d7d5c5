using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>What is given up for lost, and what comes back of it all the same.</summary>
public class WriteOffTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task A_loan_is_written_off_by_two_people_and_what_comes_later_recovers_each_funders_loss()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 480_000 + 2_000_000, "1405-08-01");

        var (status, answer) = await host.DecideAsync($"loans/{loanId}/write-off", new { reason = "the borrower died" });

        Assert.Equal(200, status);
        Assert.Equal(10_000_000, answer.GetProperty("funders").Rials("ALAVI") + answer.GetProperty("funders").Rials("SINA"));
        var loan = await LoanAsync(loanId);
        Assert.Equal(("WrittenOff", 10_000_000, 0, 0, 2_000_000), Figures(loan));
        Assert.Equal(JsonValueKind.Null, loan.GetProperty("nextDue").ValueKind);
        var lost = Assert.IsType<LoanWrittenOff>((await host.Probe.ExpectAsync(loanId, 3))[2]);
        Assert.Equal((new Rials(10_000_000), new Rials(242_400)), (lost.Shares.Total, lost.FeeWaived));

        var day = await host.NextDayAsync();
        await host.PayAsync(loanId, 4_000_000, day);
        await host.PayAsync(loanId, 6_000_005, day);

        var facts = await host.Probe.ExpectAsync(loanId, 5);
        var recovered = facts.OfType<RepaymentPosted>().Skip(1).Select(fact => fact.Recovered!.Value).ToList();
        Assert.Equal(lost.Shares, recovered[0] + recovered[1]);
        Assert.Equal((FunderShares.Zero, new Rials(5)), (((RepaymentPosted)facts[4]).Shares, ((RepaymentPosted)facts[4]).Credit));
        loan = await LoanAsync(loanId);
        Assert.Equal((10_000_000, 5, "WrittenOff"), (loan.Rials("recoveredRials"), loan.Rials("creditRials"), loan.Text("status")));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task What_waits_for_a_supervisor_is_not_asked_again()
    {
        var loanId = await host.OpenAsync();
        var (_, receipt) = await host.PayAsync(loanId, 500_000, "1405-08-01");
        foreach (var (path, code) in (IEnumerable<(string, string)>)[
            ($"loans/{loanId}/write-off", "loan.write-off-waits"), ($"receipts/{receipt.GetProperty("receiptId").GetGuid()}/reversal", "receipt.reversal-waits")])
        {
            Assert.Equal(202, (await RepaymentHost.SendAsync(host.Officer, path, new { reason = "lost" }, Guid.CreateVersion7().ToString())).Status);
            var (status, problem) = await RepaymentHost.SendAsync(host.Officer, path, new { reason = "lost" }, Guid.CreateVersion7().ToString());
            Assert.Equal((409, code), (status, problem.Text("code")));
        }
    }

    [StoreFact]
    public async Task A_receipt_that_was_taken_back_is_not_told_again()
    {
        var loanId = await host.OpenAsync();
        var money = Facts.Receipt(500_000, "1405-08-01");
        var (_, receipt) = await host.PayAsync(loanId, money);
        await host.DecideAsync($"receipts/{receipt.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "bounced" });

        Assert.Equal("receipt.reversed", (await host.PayAsync(loanId, money)).Body.Text("code"));
    }

    [StoreFact]
    public async Task A_receipt_dated_before_the_write_off_lessens_the_loss()
    {
        var loanId = await host.OpenAsync();
        await host.DecideAsync($"loans/{loanId}/write-off", new { reason = "untraceable" });

        await host.PayAsync(loanId, 480_000 + 500_000, "1405-08-01");

        var posted = Assert.IsType<RepaymentPosted>((await host.Probe.ExpectAsync(loanId, 3))[2]);
        Assert.Equal((new Rials(500_000), new Rials(-500_000), null), (posted.Shares.Total, posted.WrittenOff!.Value.Total, posted.Recovered));
        Assert.Equal(("WrittenOff", 11_500_000, 0, 0, 500_000), Figures(await LoanAsync(loanId)));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_recovery_that_bounces_is_taken_back()
    {
        var loanId = await host.OpenAsync();
        await host.DecideAsync($"loans/{loanId}/write-off", new { reason = "untraceable" });
        var day = await host.NextDayAsync();
        var (_, receipt) = await host.PayAsync(loanId, 700_000, day);

        await host.DecideAsync($"receipts/{receipt.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "no funds" });

        var reversed = Assert.IsType<ReceiptReversed>((await host.Probe.ExpectAsync(loanId, 4))[3]);
        Assert.Equal(new Rials(-700_000), reversed.Recovered!.Value.Total);
        Assert.Equal(0, (await LoanAsync(loanId)).Rials("recoveredRials"));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Only_an_active_loan_with_principal_outstanding_is_written_off_and_once()
    {
        var (lost, paid) = (await host.OpenAsync(), await host.OpenAsync());
        await host.PayAsync(paid, 12_480_000, "1405-08-01");
        await host.DecideAsync($"loans/{lost}/write-off", new { reason = "untraceable" });

        Assert.Equal((409, "loan.not-active", "Settled"), await RefusalAsync(paid));
        Assert.Equal((409, "loan.not-active", "WrittenOff"), await RefusalAsync(lost));
        Assert.Equal((409, "loan.not-owed"), await host.GetAsync($"loans/{lost}/settlement") is var (status, body) ? (status, body.Text("code")) : default);
        Assert.Equal(404, (await RepaymentHost.SendAsync(host.Officer, $"loans/{Guid.CreateVersion7()}/write-off", new { reason = "x" }, "w-1")).Status);
    }

    [StoreFact]
    public async Task A_loss_that_has_grown_since_it_was_asked_for_is_not_approved()
    {
        var loanId = await host.OpenAsync();
        var (_, receipt) = await host.PayAsync(loanId, 480_000 + 2_000_000, "1405-08-01");
        var (_, asked) = await RepaymentHost.SendAsync(host.Officer, $"loans/{loanId}/write-off", new { reason = "untraceable" }, Guid.CreateVersion7().ToString());
        await host.DecideAsync($"receipts/{receipt.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "bounced" });

        var (status, problem) = await host.ApproveAsync(asked.GetProperty("requestId").GetGuid());

        Assert.Equal((409, "loan.loss-has-grown"), (status, problem.Text("code")));
        Assert.Equal("Active", (await LoanAsync(loanId)).Text("status"));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_decision_waits_while_a_receipt_lies_ahead_of_the_business_date()
    {
        var loanId = (await host.OpenAsync(Facts.Disbursed(installments: 36))).LoanId;
        var (changing, giving) = ($"loans/{loanId}/plan-changes", $"loans/{loanId}/write-off");
        var change = new { kind = "holiday", months = 2, reason = "drought" };
        var asked = new List<Guid>();
        foreach (var (path, body) in new (string, object)[] { (changing, change), (giving, new { reason = "untraceable" }) })
        {
            asked.Add((await RepaymentHost.SendAsync(host.Officer, path, body, Guid.CreateVersion7().ToString())).Body.GetProperty("requestId").GetGuid());
        }

        var today = host.BusinessDate;
        await host.App.SetBusinessDateAsync(today.PlusDays(1));
        await host.PayAsync(loanId, 480_000, Domain.Calendar.SolarHijriDate.FromIso(today.PlusDays(1)).ToString());
        await host.App.SetBusinessDateAsync(today);

        (int, string?)[] answers =
        [
            CodeOf(await RepaymentHost.SendAsync(host.Officer, changing, change, "ahead-1")),
            CodeOf(await RepaymentHost.SendAsync(host.Officer, giving, new { reason = "untraceable" }, "ahead-2")),
            CodeOf(await host.ApproveAsync(asked[0])),
            CodeOf(await host.ApproveAsync(asked[1])),
        ];

        Assert.All(answers, answer => Assert.Equal((409, "loan.receipt-ahead"), answer));
        await host.App.SetBusinessDateAsync(today.PlusDays(1));
        Assert.Equal(200, (await host.ApproveAsync(asked[0])).Status);
        await host.App.SetBusinessDateAsync(today);
        await host.AssertSoundAsync();
    }

    private static (int Status, string? Code) CodeOf((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.Text("code"));

    private async Task<(int, string?, string?)> RefusalAsync(Guid loanId)
    {
        var (status, problem) = await RepaymentHost.SendAsync(host.Officer, $"loans/{loanId}/write-off", new { reason = "x" }, Guid.CreateVersion7().ToString());
        return (status, problem.Text("code"), problem.Text("state"));
    }

    private async Task<JsonElement> LoanAsync(Guid loanId) => (await host.GetAsync($"loans/{loanId}")).Body;

    private static (string?, long, long, long, long) Figures(JsonElement loan) =>
        (loan.Text("status"), loan.Rials("writtenOffRials"), loan.Rials("outstandingRials"), loan.Rials("settlementRials"), loan.Rials("repaidRials"));
}
