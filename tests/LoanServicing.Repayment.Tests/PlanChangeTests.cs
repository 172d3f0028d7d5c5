using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>How a loan's plan is changed by two people, and what stays readable of it.</summary>
public class PlanChangeTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task A_holiday_moves_what_is_to_come_and_leaves_principal_and_fees()
    {
        var loanId = await OpenAsync(36);
        var before = await RowsAsync(loanId);

        var (status, answer) = await ChangeAsync(loanId, new { kind = "holiday", months = 3, reason = "flood" });

        Assert.Equal((200, 1), (status, answer.GetProperty("number").GetInt32()));
        var after = await RowsAsync(loanId);
        Assert.Equal(before.Take(24).Select(DueOf), after.Take(24).Select(DueOf));
        Assert.Equal("1407-10-30", after[24].Text("dueDatePersian"));
        Assert.Equal(before.Select(row => row.Rials("totalRials")), after.Select(row => row.Rials("totalRials")));
        Assert.Equal(before.Select(DueOf), (await RowsAsync(loanId, "?plan=0")).Select(DueOf));
        var fact = Assert.IsType<PlanChanged>((await host.Probe.ExpectAsync(loanId, 2))[1]);
        Assert.Equal((PlanChangeKind.Holiday, 25, 36), (fact.Change.Kind, fact.Change.From, fact.Change.Installments));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task An_extension_makes_what_is_left_smaller_and_a_due_day_moves_it()
    {
        var loanId = await OpenAsync(36);

        await ChangeAsync(loanId, new { kind = "extension", installments = 12, reason = "illness" });
        await ChangeAsync(loanId, new { kind = "dueDay", dueDay = 5, reason = "pension is paid on the 1st" });

        var rows = await RowsAsync(loanId);
        Assert.Equal(48, rows.Count);
        Assert.Equal(12_000_000, rows.Sum(row => row.Rials("principalRials")));
        Assert.Equal("1407-08-05", rows[24].Text("dueDatePersian"));
        Assert.Equal(36, (await RowsAsync(loanId, "?plan=0")).Count);
        Assert.Equal(rows.Sum(row => row.Rials("feeRials")), (await RowsAsync(loanId, "?plan=0")).Sum(row => row.Rials("feeRials")));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_payer_in_hardship_is_not_overdue_until_the_first_new_instalment()
    {
        var loanId = await OpenAsync(24);
        await host.PayAsync(loanId, 480_000 + 1_000_000, "1405-08-30");
        Assert.Equal("doubtful", (await host.GetAsync($"loans/{loanId}")).Body.Text("class"));

        var (status, _) = await ChangeAsync(loanId, new { kind = "hardship", months = 2, installments = 20, reason = "the workshop burned down" });

        Assert.Equal(200, status);
        var (_, loan) = await host.GetAsync($"loans/{loanId}");
        Assert.Equal(("current", 11_000_000), (loan.Text("class"), loan.Rials("outstandingRials")));
        var (_, arrears) = await host.GetAsync($"loans/{loanId}/arrears");
        Assert.Equal((0, 0), (arrears.GetProperty("daysOverdue").GetInt32(), arrears.Rials("maturedRials")));
        Assert.Equal("doubtful", (await host.GetAsync($"loans/{loanId}/arrears?asOf=2028-09-20")).Body.Text("class"));
        Assert.Equal("1407-09-30", loan.GetProperty("nextDue").Text("datePersian"));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_loan_that_is_called_in_is_due_at_once_without_the_fees_of_years_to_come()
    {
        var loanId = await OpenAsync(60);
        var (_, before) = await host.GetAsync($"loans/{loanId}");

        await ChangeAsync(loanId, new { kind = "callIn", reason = "the money was spent otherwise" });

        var (_, after) = await host.GetAsync($"loans/{loanId}");
        var (_, arrears) = await host.GetAsync($"loans/{loanId}/arrears");
        Assert.Equal(before.Rials("settlementRials"), after.Rials("settlementRials"));
        Assert.Equal(after.Rials("settlementRials"), arrears.Rials("maturedRials"));
        await host.PayAsync(loanId, after.Rials("settlementRials"), "1407-06-31");
        Assert.Equal("Settled", (await host.GetAsync($"loans/{loanId}")).Body.Text("status"));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_preview_shows_the_rows_and_keeps_nothing()
    {
        var loanId = await OpenAsync(36);

        var (status, preview) = await RepaymentHost.SendAsync(
            host.Officer, $"loans/{loanId}/plan-changes/preview", new { kind = "extension", installments = 24, reason = "asked at the counter" }, null);

        Assert.Equal((200, 60), (status, preview.GetProperty("rows").GetArrayLength()));
        Assert.Equal(preview.Rials("feeTotalBeforeRials"), preview.Rials("feeTotalRials"));
        Assert.Equal(36, (await RowsAsync(loanId)).Count);
        Assert.Empty((await host.GetAsync($"loans/{loanId}/plan-changes")).Body.GetProperty("items").EnumerateArray());
    }

    [StoreFact]
    public async Task The_list_tells_staff_who_decided_and_why_and_the_borrower_what()
    {
        var loanId = await OpenAsync(36);
        await ChangeAsync(loanId, new { kind = "holiday", months = 1, reason = "a wedding" });

        var staff = (await host.GetAsync($"loans/{loanId}/plan-changes")).Body.GetProperty("items")[0];
        var own = (await host.GetAsync($"loans/{loanId}/plan-changes", host.App.Client("0499370899", Roles.Applicant))).Body.GetProperty("items")[0];

        Assert.Equal(("holiday", "a wedding", "officer-1", "supervisor-1"), (staff.Text("kind"), staff.Text("reason"), staff.Text("madeBy"), staff.Text("approvedBy")));
        Assert.Equal(("holiday", null, null, null), (own.Text("kind"), own.Text("reason"), own.Text("madeBy"), own.Text("approvedBy")));
    }

    [StoreFact]
    public async Task What_does_not_fit_the_plan_or_the_product_is_refused_at_once()
    {
        var (open, due) = (await OpenAsync(36), await OpenAsync(24));

        Assert.Equal(["kind plan.kind-unknown"], (await AskAsync(open, new { kind = "discount", reason = "x" })).Body.Errors());
        Assert.Equal(["months field.required"], (await AskAsync(open, new { kind = "holiday", reason = "x" })).Body.Errors());
        Assert.Equal(["months plan.months"], (await AskAsync(open, new { kind = "holiday", months = 13, reason = "x" })).Body.Errors());
        Assert.Equal(["installments plan.installments"], (await AskAsync(open, new { kind = "extension", installments = 49, reason = "x" })).Body.Errors());
        Assert.Equal(["installments plan.installments"], (await AskAsync(open, new { kind = "hardship", installments = 11, reason = "x" })).Body.Errors());
        Assert.Equal(["dueDay plan.due-day"], (await AskAsync(open, new { kind = "dueDay", dueDay = 31, reason = "x" })).Body.Errors());
        Assert.Equal((409, "plan.nothing-to-come"), await CodeAsync(due, new { kind = "holiday", months = 1, reason = "x" }));
        await host.PayAsync(due, 12_800_000, "1407-06-01");
        Assert.Equal((409, "loan.not-active"), await CodeAsync(due, new { kind = "callIn", reason = "x" }));
        Assert.Equal(["plan plan.unknown"], (await host.GetAsync($"loans/{open}/schedule?plan=1")).Body.Errors());
        Assert.Equal(["plan plan.unknown"], (await host.GetAsync($"loans/{open}/schedule?plan=x")).Body.Errors());
    }

    [StoreFact]
    public async Task A_change_that_no_longer_fits_when_it_is_approved_is_refused_then()
    {
        var loanId = await OpenAsync(36);
        var (_, asked) = await AskAsync(loanId, new { kind = "holiday", months = 1, reason = "x" });
        await host.PayAsync(loanId, 13_000_000, "1407-06-01");

        var (status, problem) = await host.ApproveAsync(asked.GetProperty("requestId").GetGuid());

        Assert.Equal((409, "loan.not-active"), (status, problem.Text("code")));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_same_change_asked_for_again_while_it_waits_is_not_kept_twice()
    {
        var loanId = await OpenAsync(36);
        Assert.Equal(202, (await AskAsync(loanId, new { kind = "holiday", months = 3, reason = "flood" })).Status);

        Assert.Equal((409, "plan.change-waits"), await CodeAsync(loanId, new { kind = "holiday", months = 3, reason = "flood" }));
    }

    [StoreFact]
    public async Task A_loan_that_is_returned_after_a_change_and_a_reversal_is_sound_with_what_comes_later()
    {
        var paid = await host.OpenAsync(Facts.Disbursed(installments: 36));
        var (_, receipt) = await host.PayAsync(paid.LoanId, 480_000 + 100_000, "1405-08-01");
        await host.DecideAsync($"receipts/{receipt.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "bounced" });
        await ChangeAsync(paid.LoanId, new { kind = "dueDay", dueDay = 5, reason = "pension" });
        await host.TellAsync(Facts.Returned(paid));
        await host.Probe.ExpectAsync(paid.LoanId, 5);

        await host.PayAsync(paid.LoanId, 7_000, "1405-09-01");

        var (_, loan) = await host.GetAsync($"loans/{paid.LoanId}");
        Assert.Equal(("Returned", 7_000), (loan.Text("status"), loan.Rials("creditRials")));
        await host.AssertSoundAsync();
    }

    private async Task<Guid> OpenAsync(int installments) => (await host.OpenAsync(Facts.Disbursed(installments: installments))).LoanId;

    private Task<(int Status, JsonElement Body)> ChangeAsync(Guid loanId, object body) => host.DecideAsync($"loans/{loanId}/plan-changes", body);

    private Task<(int Status, JsonElement Body)> AskAsync(Guid loanId, object body) => RepaymentHost.SendAsync(host.Officer, $"loans/{loanId}/plan-changes", body, null);

    private async Task<(int Status, string? Code)> CodeAsync(Guid loanId, object body) => await AskAsync(loanId, body) is var (status, problem) ? (status, problem.Text("code")) : default;

    private async Task<List<JsonElement>> RowsAsync(Guid loanId, string query = "") =>
        [.. (await host.GetAsync($"loans/{loanId}/schedule{query}")).Body.GetProperty("rows").EnumerateArray()];

    private static string? DueOf(JsonElement row) => row.Text("dueDate");
}
