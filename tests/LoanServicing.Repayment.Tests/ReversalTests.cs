using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>A receipt that was none is taken back by two people, and the loan stands as if it had never come.</summary>
public class ReversalTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task A_receipt_in_the_middle_is_taken_back_and_the_later_ones_pay_what_it_had_paid()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 480_000, "1405-07-30");
        var (_, bounced) = await host.PayAsync(loanId, 540_000, "1405-08-30");
        await host.PayAsync(loanId, 540_000, "1405-09-30");

        var (status, answer) = await ReverseAsync(bounced.GetProperty("receiptId").GetGuid(), new { reason = "the cheque bounced" });

        Assert.Equal(200, status);
        Assert.Equal("approved", answer.Text("status"));
        var (_, loan) = await host.GetAsync($"loans/{loanId}");
        Assert.Equal((540_000, 480_000, "Active"), (loan.Rials("repaidRials"), loan.Rials("feePaidRials"), loan.Text("status")));
        var (_, receipts) = await host.GetAsync($"loans/{loanId}/receipts");
        var rows = receipts.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([null, "2028-09-21", null], rows.Select(row => row.Text("reversedOn")));
        Assert.Empty(rows[1].Allocations());
        Assert.Equal([(2, 540_000, 0)], rows[2].Allocations());

        var facts = await host.Probe.ExpectAsync(loanId, 5);
        var fact = Assert.IsType<ReceiptReversed>(facts[4]);
        Assert.Equal((new Rials(540_000), new Rials(-540_000), (Guid?)null), (fact.Amount, fact.Shares.Total, fact.SuspenseId));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_last_payment_of_a_settled_loan_bounces_and_the_loan_is_open_again()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 480_000, "1405-07-30");
        var (_, last) = await host.PayAsync(loanId, 12_000_000, "1405-12-01");
        var receiptId = last.GetProperty("receiptId").GetGuid();

        await ReverseAsync(receiptId, new { reason = "no funds" });

        var facts = await host.Probe.ExpectAsync(loanId, 6);
        Assert.Equal(
            [nameof(LoanOpened), nameof(RepaymentPosted), nameof(RepaymentPosted), nameof(LoanSettled), nameof(ReceiptReversed), nameof(LoanReopened)],
            facts.Select(fact => fact.GetType().Name));
        var (_, loan) = await host.GetAsync($"loans/{loanId}");
        Assert.Equal(("Active", 12_000_000), (loan.Text("status"), loan.Rials("outstandingRials")));

        // Paid after all, and settled a second time.
        await host.PayAsync(loanId, loan.Rials("settlementRials"), "1407-06-31");
        Assert.Equal("Settled", (await host.GetAsync($"loans/{loanId}")).Body.Text("status"));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Money_that_was_for_another_loan_goes_to_suspense_and_from_there_to_its_loan()
    {
        var (wrong, right) = (await host.OpenAsync(), await host.OpenAsync());
        var (_, receipt) = await host.PayAsync(wrong, 480_000, "1405-07-30");

        var (_, answer) = await ReverseAsync(receipt.GetProperty("receiptId").GetGuid(), new { reason = "two borrowers of one name", money = "suspense" });

        var suspenseId = answer.GetProperty("suspenseId").GetGuid();
        var fact = Assert.IsType<ReceiptReversed>((await host.Probe.ExpectAsync(wrong, 3))[2]);
        Assert.Equal(suspenseId, fact.SuspenseId);
        await host.TellAsync(new SuspenseResolved(Facts.Header(Streams.Suspense, suspenseId), suspenseId, SuspenseResolved.Assigned, right));
        var posted = Assert.IsType<RepaymentPosted>((await host.Probe.ExpectAsync(right, 2))[1]);
        Assert.Equal((suspenseId, new Rials(480_000), "reversal"), (posted.SuspenseId!.Value, posted.Fee, posted.Channel));
        Assert.Equal(fact.ValueDate, posted.ValueDate);
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_receipt_is_taken_back_once_and_never_by_one_person_alone()
    {
        var loanId = await host.OpenAsync();
        var (_, receipt) = await host.PayAsync(loanId, 480_000, "1405-07-30");
        var id = receipt.GetProperty("receiptId").GetGuid();
        var both = host.App.Client("both-1", [Roles.Officer, Roles.Supervisor]);
        var (_, asked) = await RepaymentHost.SendAsync(both, $"receipts/{id}/reversal", new { reason = "mine" }, Guid.CreateVersion7().ToString());
        var twice = await RepaymentHost.SendAsync(host.Officer, $"receipts/{id}/reversal", new { reason = "again" }, Guid.CreateVersion7().ToString());

        var own = await RepaymentHost.SendAsync(both, $"checks/{asked.GetProperty("requestId").GetGuid()}/approval", new { }, null);
        var first = await host.ApproveAsync(asked.GetProperty("requestId").GetGuid());
        var third = await RepaymentHost.SendAsync(host.Officer, $"receipts/{id}/reversal", new { reason = "once more" }, Guid.CreateVersion7().ToString());

        Assert.Equal((403, "check.own-request"), (own.Status, own.Body.Text("code")));
        Assert.Equal(200, first.Status);
        Assert.Equal((409, "receipt.reversal-waits"), (twice.Status, twice.Body.Text("code")));
        Assert.Equal((409, "receipt.reversed"), (third.Status, third.Body.Text("code")));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task What_cannot_be_meant_is_refused_and_says_why()
    {
        var loanId = await host.OpenAsync();
        var (_, receipt) = await host.PayAsync(loanId, 480_000, "1405-07-30");
        var path = $"receipts/{receipt.GetProperty("receiptId").GetGuid()}/reversal";

        var unknown = await RepaymentHost.SendAsync(host.Officer, $"receipts/{Guid.CreateVersion7()}/reversal", new { reason = "x" }, "r-1");
        var noReason = await RepaymentHost.SendAsync(host.Officer, path, new { }, "r-2");
        var noKey = await RepaymentHost.SendAsync(host.Officer, path, new { reason = "x" }, null);
        var money = await RepaymentHost.SendAsync(host.Officer, path, new { reason = "x", money = "gone" }, "r-3");
        var elsewhere = await RepaymentHost.SendAsync(host.App.Client("officer-9", [Roles.Officer], ["Bam"]), path, new { reason = "x" }, "r-4");
        var cashier = await RepaymentHost.SendAsync(host.Cashier, path, new { reason = "x" }, "r-5");

        Assert.Equal(404, unknown.Status);
        Assert.Equal(["reason field.required"], noReason.Body.Errors());
        Assert.Equal(400, noKey.Status);
        Assert.Equal(["money money.unknown"], money.Body.Errors());
        Assert.Equal((403, 403), (elsewhere.Status, cashier.Status));
    }

    [StoreFact]
    public async Task A_receipt_whose_credit_was_paid_back_to_the_borrower_is_taken_back_all_the_same_and_the_checker_sees_what_is_short()
    {
        var loanId = await host.OpenAsync();
        var (_, receipt) = await host.PayAsync(loanId, 12_480_000 + 1_000, "1405-12-01");
        await host.TellAsync(Facts.Refunded(loanId, 600));
        await TestSupport.Eventually.TrueAsync(async () => (await host.GetAsync($"loans/{loanId}")).Body.Rials("creditRials") == 400, "the refund is taken");
        var id = receipt.GetProperty("receiptId").GetGuid();
        var (_, asked) = await RepaymentHost.SendAsync(host.Officer, $"receipts/{id}/reversal", new { reason = "bounced" }, Guid.CreateVersion7().ToString());
        var requestId = asked.GetProperty("requestId").GetGuid();

        var (_, checks) = await host.GetAsync("checks", host.Supervisor);
        var item = checks.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("requestId").GetGuid() == requestId);
        Assert.Equal(600, item.GetProperty("asked").Rials("refundedBeyondCreditRials"));
        Assert.Equal(200, (await host.ApproveAsync(requestId)).Status);

        var (_, loan) = await host.GetAsync($"loans/{loanId}");
        Assert.Equal(("Active", 12_000_000, 0), (loan.Text("status"), loan.Rials("outstandingRials"), loan.Rials("creditRials")));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_statement_line_that_looks_like_a_receipt_that_was_taken_back_is_other_money()
    {
        var loanId = await host.OpenAsync();
        var (_, typed) = await host.PayAsync(loanId, Facts.Receipt(480_000, "1405-07-30", "BANK-77"));
        await ReverseAsync(typed.GetProperty("receiptId").GetGuid(), new { reason = "the payer had not paid" });
        var (_, loan) = await host.GetAsync($"loans/{loanId}");

        await host.TellAsync(new ReceiptsOnStatement(Facts.Header("statement", Guid.CreateVersion7()), Guid.CreateVersion7(), [
            new ReceiptOnStatement(Guid.CreateVersion7(), new Rials(480_000), Facts.Day("1405-08-05"), "BANK-77", loan.Text("depositId"))]));

        var facts = await host.Probe.ExpectAsync(loanId, 4);
        Assert.Equal("statement", Assert.IsType<RepaymentPosted>(facts[3]).Channel);
        await host.AssertSoundAsync();
    }

    private Task<(int Status, System.Text.Json.JsonElement Body)> ReverseAsync(Guid receiptId, object body) => host.DecideAsync($"receipts/{receiptId}/reversal", body);
}
