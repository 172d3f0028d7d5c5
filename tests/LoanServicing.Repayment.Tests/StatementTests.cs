using System.Text.Json;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>The account statement of a loan: every movement in order of value date, and figures that close.</summary>
public class StatementTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    /// <summary>Receipts, one of them backdated and one taken back, a payer in hardship, a write-off, a recovery and a refund.</summary>
    [StoreFact]
    public async Task A_life_of_a_loan_is_told_movement_by_movement_and_ends_where_the_loan_stands()
    {
        var loanId = await LiveAsync();

        var (status, statement) = await host.GetAsync($"loans/{loanId}/statement");

        Assert.Equal(200, status);
        Assert.Equal(
            [
                ("paidOut", 0, -12_000_000, 12_000_000, 0, 0),
                ("feeDue", 0, 0, 12_000_000, 480_000, 0),
                ("receipt", 480_000, 0, 12_000_000, 0, 0),
                ("receipt", 540_000, 0, 11_460_000, 0, 0),
                ("receipt", 540_000, 0, 10_920_000, 0, 0),
                ("feeDue", 0, 0, 10_920_000, 242_400, 0),
                ("reversal", -540_000, 0, 11_460_000, 242_400, 0),
                ("planChange", 0, 0, 11_460_000, 242_400, 0),
                ("writeOff", 0, 0, 0, 0, 0),
                ("receipt", 11_460_005, 0, 0, 0, 5),
                ("refund", 0, -5, 0, 0, 0),
            ],
            Lines(statement));
        AssertCloses(statement);
        var loan = (await host.GetAsync($"loans/{loanId}")).Body;
        var (closing, totals) = (statement.GetProperty("closing"), statement.GetProperty("totals"));
        Assert.Equal(
            (loan.Rials("outstandingRials"), loan.Rials("feeDueRials"), loan.Rials("creditRials")),
            (closing.Rials("outstandingRials"), closing.Rials("feeDueRials"), closing.Rials("creditRials")));
        Assert.Equal(
            (loan.Rials("repaidRials"), loan.Rials("feePaidRials"), loan.Rials("writtenOffRials"), loan.Rials("recoveredRials")),
            (totals.Rials("principalRials"), totals.Rials("feeRials"), totals.Rials("writtenOffRials"), totals.Rials("recoveredRials")));
        Assert.Equal(("WrittenOff", JsonValueKind.Null), (statement.Text("status"), statement.GetProperty("nextDue").ValueKind));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_has_its_number_and_reference_and_one_that_was_taken_back_says_when()
    {
        var (loanId, reference) = (await host.OpenAsync(), Guid.CreateVersion7().ToString("N").ToUpperInvariant());
        await host.PayAsync(loanId, Facts.Receipt(480_000, "1405-07-30", reference));
        var (_, bounced) = await host.PayAsync(loanId, 540_000, "1405-08-30");
        await host.DecideAsync($"receipts/{bounced.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "the cheque bounced" });
        var (_, loan) = await host.GetAsync($"loans/{loanId}");

        var (_, statement) = await host.GetAsync($"loans/{loanId}/statement");

        var movements = Movements(statement);
        var (paid, struck, reversal) = (movements[2], movements[3], movements.Single(movement => movement.Text("kind") == "reversal"));
        Assert.Equal(("branch", reference, "1405-07-30"), (paid.Text("channel"), paid.Text("bankReference"), paid.Text("datePersian")));
        Assert.Equal(bounced.Text("receiptNumber"), struck.Text("receiptNumber"));
        Assert.Equal((reversal.Text("date"), struck.Text("receiptNumber")), (struck.Text("reversedOn"), reversal.Text("receiptNumber")));
        Assert.Equal(JsonValueKind.Null, reversal.GetProperty("reversedOn").ValueKind);
        Assert.Equal(JsonSerializer.Serialize(loan.GetProperty("nextDue")), JsonSerializer.Serialize(statement.GetProperty("nextDue")));
        Assert.Equal(loan.Text("depositId"), statement.Text("depositId"));
    }

    [StoreFact]
    public async Task A_period_begins_where_the_one_before_it_ended()
    {
        var loanId = await LiveAsync();

        var (_, first) = await host.GetAsync($"loans/{loanId}/statement?to=2026-11-15");
        var (_, second) = await host.GetAsync($"loans/{loanId}/statement?from=2026-11-16&to=2027-09-21");
        var (_, third) = await host.GetAsync($"loans/{loanId}/statement?from=2027-09-22");

        Assert.Equal((4, 1, 6), (Movements(first).Count, Movements(second).Count, Movements(third).Count));
        Assert.Equal(("2026-09-22", "2026-11-15", "1405-08-24"), (first.Text("from"), first.Text("to"), first.Text("toPersian")));
        Assert.Equal(first.GetProperty("closing").ToString(), second.GetProperty("opening").ToString());
        Assert.Equal(second.GetProperty("closing").ToString(), third.GetProperty("opening").ToString());
        Assert.All([first, second, third], AssertCloses);
    }

    [StoreFact]
    public async Task A_loan_whose_payment_came_back_owes_nothing_and_what_was_paid_is_credit()
    {
        var paid = await host.OpenAsync(Facts.Disbursed());
        await host.PayAsync(paid.LoanId, 480_000 + 20_000, "1405-07-30");
        await host.TellAsync(Facts.Returned(paid));
        await host.Probe.ExpectAsync(paid.LoanId, 4);

        var (_, statement) = await host.GetAsync($"loans/{paid.LoanId}/statement?to=2028-09-21");

        Assert.Equal(("returned", 0, 12_000_000, 0, 0, 500_000), Lines(statement).Last());
        AssertCloses(statement);
    }

    [StoreFact]
    public async Task A_period_that_is_none_or_not_over_is_refused_with_its_field()
    {
        var path = $"loans/{await host.OpenAsync()}/statement";

        Assert.Equal(["from date.invalid"], (await host.GetAsync($"{path}?from=1405-13-01")).Body.Errors());
        Assert.Equal(["to date.invalid"], (await host.GetAsync($"{path}?to=tomorrow")).Body.Errors());
        Assert.Equal(["to date.after-business-date"], (await host.GetAsync($"{path}?to={Iso(host.BusinessDate.PlusDays(1))}")).Body.Errors());
        Assert.Equal(["from date.after-to"], (await host.GetAsync($"{path}?from=2027-01-02&to=2027-01-01")).Body.Errors());
        Assert.Empty(Movements((await host.GetAsync($"{path}?to=2026-09-21")).Body));
    }

    [StoreFact]
    public async Task Statements_are_for_the_borrower_and_the_staff_who_read_loans()
    {
        var loanId = await host.OpenAsync();
        foreach (var path in new[] { $"loans/{loanId}/statement", $"loans/{loanId}/settlement-letter" })
        {
            var (_, own) = await host.GetAsync(path, host.App.Client("0499370899", Roles.Applicant));
            Assert.NotEqual("not-found", own.TryGetProperty("code", out var code) ? code.GetString() : null);
            Assert.Equal(404, (await host.GetAsync(path, host.App.Client("0013542419", Roles.Applicant))).Status);
            Assert.Equal(403, (await host.GetAsync(path, host.App.Client("officer-9", [Roles.Officer], ["Bam"]))).Status);
            Assert.Equal(403, (await host.GetAsync(path, host.Cashier)).Status);
            Assert.Equal(404, (await host.GetAsync(path.Replace(loanId.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal))).Status);
        }
    }

    private async Task<Guid> LiveAsync()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 480_000, "1405-07-30");
        var (_, bounced) = await host.PayAsync(loanId, 540_000, "1405-08-30");
        await host.PayAsync(loanId, 540_000, "1405-08-15");
        await host.DecideAsync($"receipts/{bounced.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "the cheque bounced" });
        await host.DecideAsync($"loans/{loanId}/plan-changes", new { kind = "hardship", months = 2, installments = 20, reason = "illness" });
        await host.DecideAsync($"loans/{loanId}/write-off", new { reason = "the borrower died" });
        await host.PayAsync(loanId, 11_460_005, await host.NextDayAsync());
        await host.TellAsync(Facts.Refunded(loanId, 5) with { ValueDate = host.BusinessDate });
        await Eventually.ValueAsync(
            async () => (await host.GetAsync($"loans/{loanId}")).Body, loan => loan.Rials("creditRials") == 0, "the credit is paid back");
        return loanId;
    }

    private static void AssertCloses(JsonElement statement)
    {
        var (opening, closing, totals) = (statement.GetProperty("opening"), statement.GetProperty("closing"), statement.GetProperty("totals"));
        foreach (var figure in totals.EnumerateObject())
        {
            Assert.Equal(figure.Value.GetInt64(), Movements(statement).Sum(movement => movement.GetProperty("change").Rials(figure.Name)));
        }

        Assert.Equal(
            closing.Rials("outstandingRials"),
            opening.Rials("outstandingRials") + totals.Rials("paidOutRials") - totals.Rials("principalRials") - totals.Rials("writtenOffRials") - totals.Rials("returnedRials"));
        Assert.Equal(closing.Rials("feeDueRials"), opening.Rials("feeDueRials") + totals.Rials("feeChargedRials") - totals.Rials("feeRials"));
        Assert.Equal(closing.Rials("creditRials"), opening.Rials("creditRials") + totals.Rials("creditRials") - totals.Rials("refundedRials"));
        Assert.Equal(
            totals.Rials("receivedRials"),
            totals.Rials("principalRials") + totals.Rials("feeRials") + totals.Rials("recoveredRials") + totals.Rials("creditRials"));
    }

    /// <summary>Kind, money from the borrower, money to the borrower with its sign turned, and what is owed after it: principal, fee, credit.</summary>
    private static IEnumerable<(string? Kind, long Received, long Paid, long Outstanding, long Fee, long Credit)> Lines(JsonElement statement) =>
        from movement in Movements(statement)
        let change = movement.GetProperty("change")
        let balance = movement.GetProperty("balance")
        select (
            movement.Text("kind"), change.Rials("receivedRials"), -change.Rials("paidRials"),
            balance.Rials("outstandingRials"), balance.Rials("feeDueRials"), balance.Rials("creditRials"));

    private static List<JsonElement> Movements(JsonElement statement) => [.. statement.GetProperty("movements").EnumerateArray()];

    private static string Iso(NodaTime.LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}
