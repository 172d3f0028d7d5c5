using System.Text.Json;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>What lateness costs a borrower by the contract, who decides about it, and where it is shown.</summary>
public class LateChargeTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task Days_overdue_are_charged_paid_behind_what_is_due_and_told()
    {
        var loanId = await OpenAsync(LatePolicy.CbiVajhEltezam);

        // 500,000 due on 30 Mehr, paid ten days later: 500,000 x 10 % x 10 / 360.
        var (status, receipt) = await host.PayAsync(loanId, 600_000, "1405-08-10");

        Assert.Equal((201, 1_388, 0), (status, receipt.Rials("lateChargesRials"), receipt.Rials("creditRials")));
        var shown = Assert.Single((await host.GetAsync($"loans/{loanId}/receipts")).Body.GetProperty("items").EnumerateArray());
        Assert.Equal((1_388, 1_388), (shown.Rials("lateChargesRials"), shown.GetProperty("posted").Rials("lateChargesRials")));
        var posted = Assert.IsType<RepaymentPosted>((await host.Probe.ExpectAsync(loanId, 2))[1]);
        Assert.Equal((new Rials(598_612), new Rials(1_388), null), (posted.Shares.Total, posted.LateCharges, posted.Charity));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_promised_gift_is_charitys()
    {
        var loanId = await OpenAsync(LatePolicy.CharityCommitment);

        await host.PayAsync(loanId, 600_000, "1405-08-10");

        var posted = Assert.IsType<RepaymentPosted>((await host.Probe.ExpectAsync(loanId, 2))[1]);
        Assert.Equal((null, new Rials(1_388)), (posted.LateCharges, posted.Charity));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task By_default_lateness_costs_nothing_and_nothing_can_be_charged()
    {
        var loanId = await host.OpenAsync();

        var (status, problem) = await AskAsync(loanId, new { kind = "cost", amountRials = 5, reason = "court" });

        Assert.Equal((409, "late.costs-nothing"), (status, problem.Text("code")));
        var (_, charges) = await host.GetAsync($"loans/{loanId}/late-charges");
        Assert.Equal(("none", 0, 0), (charges.Text("policy"), charges.Rials("unpaidRials"), charges.GetProperty("items").GetArrayLength()));
        Assert.Equal(0, (await host.GetAsync($"loans/{loanId}")).Body.Rials("lateChargesRials"));
    }

    [StoreFact]
    public async Task A_figure_to_settle_by_holds_no_longer_than_its_charges_and_settles()
    {
        var loanId = await OpenAsync(LatePolicy.CbiVajhEltezam);

        var (_, figure) = await host.GetAsync($"loans/{loanId}/settlement");
        var (_, loan) = await host.GetAsync($"loans/{loanId}");

        Assert.True(figure.Rials("lateChargesRials") > 0);
        Assert.Equal(figure.Text("on"), figure.Text("validThrough"));
        Assert.Equal(figure.Rials("settlementRials"), loan.Rials("settlementRials"));
        Assert.Equal(figure.Rials("lateChargesRials"), loan.Rials("lateChargesRials"));
        await host.PayAsync(loanId, Facts.Receipt(figure.Rials("settlementRials"), PersianOf(figure, "onPersian")));
        Assert.Equal("Settled", (await host.GetAsync($"loans/{loanId}")).Body.Text("status"));
        Assert.Equal(figure.Rials("lateChargesRials"), (await host.GetAsync($"loans/{loanId}/settlement-letter")).Body.Rials("lateChargesPaidRials"));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_cost_is_charged_by_two_people_from_the_next_day_on()
    {
        var loanId = await OpenAsync(LatePolicy.ActualCostOnly);

        var (status, answer) = await host.DecideAsync($"loans/{loanId}/late-charges", new { kind = "cost", amountRials = 250_000, reason = "the court's bill 17" });

        Assert.Equal((200, 250_000, "Active"), (status, answer.Rials("amountRials"), answer.Text("loanStatus")));
        var fact = Assert.IsType<LateChargeDecided>((await host.Probe.ExpectAsync(loanId, 2))[1]);
        Assert.Equal((LateDecisionKind.Cost, new Rials(250_000)), (fact.Kind, fact.Amount));
        Assert.Equal(0, (await host.GetAsync($"loans/{loanId}")).Body.Rials("lateChargesRials"));
        await host.NextDayAsync();
        Assert.Equal(250_000, (await host.GetAsync($"loans/{loanId}")).Body.Rials("lateChargesRials"));
        var (_, charges) = await host.GetAsync($"loans/{loanId}/late-charges");
        var item = Assert.Single(charges.GetProperty("items").EnumerateArray());
        Assert.Equal(("cost", 250_000, "the court's bill 17", "officer-1", "supervisor-1"), (item.Text("kind"), item.Rials("amountRials"), item.Text("reason"), item.Text("madeBy"), item.Text("approvedBy")));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_waiver_settles_a_loan_that_owes_nothing_else()
    {
        var loanId = await OpenAsync(LatePolicy.CbiVajhEltezam);
        await host.PayAsync(loanId, Facts.Receipt(12_000_000, Domain.Calendar.SolarHijriDate.FromIso(host.BusinessDate).ToString()));
        var owed = (await host.GetAsync($"loans/{loanId}")).Body;
        Assert.Equal(("Active", 0), (owed.Text("status"), owed.Rials("outstandingRials")));

        var (status, answer) = await host.DecideAsync($"loans/{loanId}/late-charges", new { kind = "waiver", reason = "the borrower is poor" });

        Assert.Equal((200, owed.Rials("lateChargesRials"), "Settled"), (status, answer.Rials("amountRials"), answer.Text("loanStatus")));
        Assert.IsType<LoanSettled>((await host.Probe.ExpectAsync(loanId, 4))[3]);
        Assert.Equal(200, (await host.GetAsync($"loans/{loanId}/settlement-letter")).Status);
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_statement_shows_days_charged_paid_and_waived_and_closes()
    {
        var loanId = await OpenAsync(LatePolicy.CbiVajhEltezam);
        await host.PayAsync(loanId, 600_000, "1405-08-10");
        await host.DecideAsync($"loans/{loanId}/late-charges", new { kind = "waiver", reason = "flood" });

        var (_, statement) = await host.GetAsync($"loans/{loanId}/statement");

        var movements = statement.GetProperty("movements").EnumerateArray().ToList();
        // The days are charged when a loan-year begins, when something moves, and at the end; how many years have begun depends on the tests before.
        var kinds = movements.Select(movement => movement.Text("kind")).ToList();
        Assert.Equal(["paidOut", "lateCharge", "receipt", "lateCharge", "lateWaiver"], kinds.Where((kind, index) => index == 0 || kind != kinds[index - 1]));
        Assert.Equal((1_388, 1_388), (movements[1].GetProperty("change").Rials("lateChargedRials"), movements[2].GetProperty("change").Rials("lateChargesRials")));
        Assert.Equal(0, statement.GetProperty("closing").Rials("lateChargesRials"));
        Assert.Equal(1_388, statement.GetProperty("totals").Rials("lateChargedRials"));
        var page = await PageAsync($"loans/{loanId}/statement");
        Assert.All(["بخشودگی وجه تأخیر", "وجه تأخیر تعلق‌گرفته", "بابت وجه تأخیر"], text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [StoreFact]
    public async Task On_the_day_of_a_waiver_nothing_is_owed_of_it_anywhere_and_money_is_credit()
    {
        var loanId = await OpenAsync(LatePolicy.CbiVajhEltezam);
        var today = Domain.Calendar.SolarHijriDate.FromIso(host.BusinessDate).ToString();
        await host.PayAsync(loanId, 12_000_000, today);
        var waived = (await host.DecideAsync($"loans/{loanId}/late-charges", new { kind = "waiver", reason = "poor" })).Body.Rials("amountRials");

        var loan = (await host.GetAsync($"loans/{loanId}")).Body;
        var charges = (await host.GetAsync($"loans/{loanId}/late-charges")).Body;
        Assert.Equal(("Settled", 0, 0, waived), (loan.Text("status"), loan.Rials("lateChargesRials"), loan.Rials("settlementRials"), charges.Rials("waivedRials")));
        Assert.Equal(charges.GetProperty("items")[0].Text("decidedOn"), charges.GetProperty("items")[0].Text("holdsFrom"));
        Assert.Equal((0, 500), ((await host.PayAsync(loanId, 500, today)).Body is var answer ? answer.Rials("lateChargesRials") : -1, answer.Rials("creditRials")));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_waiver_forgives_no_more_than_was_decided_when_a_receipt_bounces()
    {
        var loanId = await OpenAsync(LatePolicy.CbiVajhEltezam);
        var today = Domain.Calendar.SolarHijriDate.FromIso(host.BusinessDate).ToString();
        var owed = (await host.GetAsync($"loans/{loanId}")).Body.Rials("lateChargesRials");
        var (_, cheque) = await host.PayAsync(loanId, 12_000_000 + owed - 10_000, today);
        Assert.Equal(10_000, (await host.DecideAsync($"loans/{loanId}/late-charges", new { kind = "waiver", reason = "a small rest" })).Body.Rials("amountRials"));

        await host.DecideAsync($"receipts/{cheque.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "bounced" });

        var charges = (await host.GetAsync($"loans/{loanId}/late-charges")).Body;
        Assert.Equal((10_000, owed - 10_000), (charges.Rials("waivedRials"), charges.Rials("unpaidRials")));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task What_waits_for_a_supervisor_is_not_asked_twice_and_not_approved_once_more_is_unpaid()
    {
        var loanId = await OpenAsync(LatePolicy.CbiVajhEltezam);
        var today = Domain.Calendar.SolarHijriDate.FromIso(host.BusinessDate).ToString();
        var (_, cheque) = await host.PayAsync(loanId, 12_000_000, today);
        var (_, asked) = await AskAsync(loanId, new { kind = "waiver", reason = "poor" });

        Assert.Equal("late.decision-waits", (await AskAsync(loanId, new { kind = "waiver", reason = "poor" })).Body.Text("code"));
        await host.PayAsync(loanId, 100, today);
        await host.DecideAsync($"receipts/{cheque.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "bounced" });
        await host.NextDayAsync();

        Assert.Equal((409, "late.has-grown"), await host.ApproveAsync(asked.GetProperty("requestId").GetGuid()) is var (status, body) ? (status, body.Text("code")) : default);
    }

    [StoreFact]
    public async Task A_cost_that_no_longer_counts_is_told_in_the_audit_trail()
    {
        var loanId = await OpenAsync(LatePolicy.ActualCostOnly);
        await host.DecideAsync($"loans/{loanId}/late-charges", new { kind = "cost", amountRials = 70_000, reason = "court" });

        await host.PayAsync(loanId, 12_000_000, Domain.Calendar.SolarHijriDate.FromIso(host.BusinessDate).ToString());

        Assert.Equal("Settled", (await host.GetAsync($"loans/{loanId}")).Body.Text("status"));
        Assert.Equal(1, await host.Database.ReadAsync(connection => connection.QuerySingleAsync<long>(
            "select count(*) from audit where action = 'loan.late-cost-dropped' and subject_id = @id", new { id = loanId.ToString() })));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Nobody_charges_costs_of_a_loan_that_was_never_late()
    {
        var fact = Facts.DisbursedWith(LatePolicy.ActualCostOnly);
        var loanId = (await host.OpenAsync(fact with { ValueDate = RepaymentHost.Today })).LoanId;

        Assert.Equal("late.not-late", (await AskAsync(loanId, new { kind = "cost", amountRials = 5, reason = "court" })).Body.Text("code"));
    }

    [StoreTheory]
    [InlineData("""{"kind":"fine","amountRials":5,"reason":"x"}""", 400, "kind late.kind-unknown")]
    [InlineData("""{"kind":"waiver","amountRials":5,"reason":"x"}""", 400, "amountRials late.waiver-amount")]
    [InlineData("""{"kind":"cost","amountRials":12000001,"reason":"x"}""", 400, "amountRials late.above-principal")]
    [InlineData("""{"kind":"cost","amountRials":0,"reason":"x"}""", 400, "amountRials amount.out-of-range")]
    [InlineData("""{"kind":"cost","amountRials":5}""", 400, "reason field.required")]
    [InlineData("""{"kind":"waiver","reason":"x"}""", 409, "late.nothing-unpaid")]
    public async Task What_cannot_be_decided_is_refused(string body, int status, string problem)
    {
        var loanId = await OpenAsync(LatePolicy.ActualCostOnly);

        var (answered, answer) = await AskAsync(loanId, JsonSerializer.Deserialize<JsonElement>(body));

        Assert.Equal(status, answered);
        Assert.Equal(problem, status == 400 ? Assert.Single(answer.Errors()) : answer.Text("code"));
    }

    [StoreFact]
    public async Task A_contract_that_counts_days_takes_no_costs_and_a_settled_loan_no_decision()
    {
        var loanId = await OpenAsync(LatePolicy.CbiVajhEltezam);
        Assert.Equal("late.no-costs", (await AskAsync(loanId, new { kind = "cost", amountRials = 5, reason = "x" })).Body.Text("code"));

        await host.PayAsync(loanId, 12_000_000, "1405-07-01");

        Assert.Equal("loan.not-active", (await AskAsync(loanId, new { kind = "waiver", reason = "x" })).Body.Text("code"));
    }

    [StoreFact]
    public async Task A_receipt_that_is_taken_back_takes_its_charge_along()
    {
        var loanId = await OpenAsync(LatePolicy.CharityCommitment);
        var (_, receipt) = await host.PayAsync(loanId, 600_000, "1405-08-10");

        await host.DecideAsync($"receipts/{receipt.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "the cheque bounced" });

        var reversed = Assert.IsType<ReceiptReversed>((await host.Probe.ExpectAsync(loanId, 3))[2]);
        Assert.Equal((new Rials(-598_612), new Rials(-1_388)), (reversed.Shares.Total, reversed.Charity));
        await host.AssertSoundAsync();
    }

    private async Task<Guid> OpenAsync(LatePolicy policy) =>
        (await host.OpenAsync(policy == LatePolicy.ActualCostOnly ? Facts.DisbursedWith(policy) : Facts.DisbursedWith(policy, 1_000, 360))).LoanId;

    private Task<(int Status, JsonElement Body)> AskAsync(Guid loanId, object body) =>
        RepaymentHost.SendAsync(host.Officer, $"loans/{loanId}/late-charges", body, Guid.CreateVersion7().ToString());

    private async Task<string> PageAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.AcceptLanguage.ParseAdd("fa");
        using var response = await host.Officer.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static string PersianOf(JsonElement body, string field) => body.Text(field)!;
}
