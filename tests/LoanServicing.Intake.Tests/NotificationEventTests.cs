using System.Net;
using LoanServicing.Contracts;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

/// <summary>Who is told of what, each once, beside the rows that it tells of.</summary>
public class NotificationEventTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [StoreFact]
    public async Task A_borrower_is_told_every_step_from_application_to_settled_loan()
    {
        var (id, loanId) = await Flow.ActiveAsync(host);
        await host.TellAsync(Facts.FallingDue(id, loanId));
        await host.TellAsync(Facts.Overdue(id, loanId));
        await host.TellAsync(Facts.Received(id, loanId));
        await host.TellAsync(Facts.Settled(id, loanId));

        var told = await ToldAsync(id);

        Assert.Equal(["submitted", "decided", "paid-out", "due-soon", "overdue", "received", "settled"], told.Select(one => one.Event));
        Assert.All(told, one => Assert.Equal(
            ("borrower", "+989459209971", "kept", (string?)null, IntakeHost.Today), (one.Recipient, one.Mobile, one.Status, one.Reason, one.BusinessDate)));
        Assert.All(told, one => Assert.StartsWith("رضا سالاری گرامی، ", one.Body, StringComparison.Ordinal));
        Assert.Contains("۳۸۰٬۰۰۰٬۰۰۰ ریال در ۲۴ قسط تأیید شد", told[1].Body, StringComparison.Ordinal);
        Assert.Contains("قسط ۳ وام شما به مبلغ ۱۵٬۸۴۰٬۰۰۰ ریال در ۱۴۰۵/۰۹/۰۴ سررسید می‌شود", told[3].Body, StringComparison.Ordinal);
        Assert.Contains("۱۵٬۸۴۰٬۰۰۰ ریال بابت وام شما با تاریخ ۱۴۰۵/۰۹/۰۱ دریافت شد", told[5].Body, StringComparison.Ordinal);
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task Each_is_a_fact_without_name_mobile_or_text()
    {
        var told = Assert.Single(await ToldAsync(await host.SubmitAsync()));

        var fact = Assert.Single(await host.HeardAsync<NotificationQueued>(told.NotificationId));

        Assert.Equal((told.NotificationId, "submitted", "borrower"), (fact.NotificationId, fact.Event, fact.Recipient));
        Assert.Equal(
            ["ApplicationId", "Event", "Header", "NotificationId", "Recipient"],
            typeof(NotificationQueued).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [StoreFact]
    public async Task Each_decision_is_told_by_a_text_of_its_own_and_its_reason_is_not()
    {
        var rejected = await Flow.AwaitingAsync(host);
        await host.DoAsync(rejected, "rejection", new { reason = "کارگاه دیده نشد" });
        var returned = await Flow.AwaitingAsync(host);
        await host.DoAsync(returned, "return", new { questions = "کدام کارگاه؟" });
        var ineligible = await Flow.AwaitingAsync(host, outcome: "ineligible");

        Assert.Contains("موافقت نشد", (await DecidedAsync(rejected)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("کارگاه", (await DecidedAsync(rejected)).Body, StringComparison.Ordinal);
        Assert.Contains("برگشت داده شد", (await DecidedAsync(returned)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("کارگاه", (await DecidedAsync(returned)).Body, StringComparison.Ordinal);
        Assert.Contains("شرایط طرح را ندارد", (await DecidedAsync(ineligible)).Body, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task An_application_sent_in_again_is_told_again()
    {
        var id = await Flow.AwaitingAsync(host);
        await host.DoAsync(id, "return", new { questions = "?" });
        await host.DoAsync(id, "resubmission", new { incomeDecile = 2 });
        await host.TellAsync(Facts.Assessed(id, revision: 2));
        await host.DoAsync(id, "rejection", new { reason = "x" });

        Assert.Equal(["submitted", "decided", "submitted", "decided"], (await ToldAsync(id)).Select(one => one.Event));
    }

    [StoreFact]
    public async Task What_waits_for_a_second_person_is_told_when_that_person_has_confirmed()
    {
        var id = await Flow.AwaitingAsync(host, Bodies.Application(amount: 1_200_000_000));
        var asked = await (await host.CommandAsync(host.Officer, id, "approvals", new { })).ReadAsync(HttpStatusCode.Accepted);
        Assert.Equal(["submitted"], (await ToldAsync(id)).Select(one => one.Event));

        await (await host.Supervisor.SendAsync($"checks/{asked.Text("requestId")}/approval", null)).ReadAsync(HttpStatusCode.OK);

        Assert.Contains("۱٬۲۰۰٬۰۰۰٬۰۰۰ ریال", (await DecidedAsync(id)).Body, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_fact_told_twice_under_another_message_id_tells_nobody_twice()
    {
        var (id, loanId) = await Flow.ActiveAsync(host);
        var receiptId = Guid.CreateVersion7();
        for (var time = 0; time < 2; time++)
        {
            await host.TellAsync(Facts.Opened(id, loanId));
            await host.TellAsync(Facts.Received(id, loanId, receiptId: receiptId));
            await host.TellAsync(Facts.FallingDue(id, loanId));
            await host.TellAsync(Facts.Overdue(id, loanId, months: 1));
        }

        Assert.Equal(
            ["submitted borrower", "decided borrower", "paid-out borrower", "received borrower", "due-soon borrower", "overdue borrower", "overdue guarantor"],
            (await ToldAsync(id)).Select(one => $"{one.Event} {one.Recipient}"));
    }

    [StoreFact]
    public async Task Two_that_hear_of_one_receipt_at_once_tell_it_once()
    {
        var (id, loanId) = await Flow.ActiveAsync(host);
        var receiptId = Guid.CreateVersion7();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.TellAsync(Facts.Received(id, loanId, receiptId: receiptId))));

        Assert.Single(await ToldAsync(id), one => one.Event == "received");
    }

    [StoreFact]
    public async Task Facts_that_overtake_the_opening_of_their_loan_wait_for_it()
    {
        var id = await Flow.SignedAsync(host);
        var loanId = Guid.CreateVersion7();
        await host.TellAsync(Facts.Received(id, loanId));
        await host.TellAsync(Facts.FallingDue(id, loanId));
        Assert.Equal(["submitted", "decided"], (await ToldAsync(id)).Select(one => one.Event));

        await host.TellAsync(Facts.Opened(id, loanId));

        Assert.Equal(["decided", "due-soon", "paid-out", "received", "submitted"], (await ToldAsync(id)).Select(one => one.Event).Order(StringComparer.Ordinal));
    }

    [StoreTheory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task A_posting_that_brings_no_money_tells_nobody(long amount)
    {
        var (id, loanId) = await Flow.ActiveAsync(host);

        await host.TellAsync(Facts.Received(id, loanId, amount));

        Assert.DoesNotContain(await ToldAsync(id), one => one.Event == "received");
    }

    [StoreFact]
    public async Task Money_for_a_loan_that_came_back_is_told_and_its_instalments_are_not()
    {
        var (id, loanId) = await Flow.ActiveAsync(host);
        await host.TellAsync(Facts.Returned(id, loanId));

        await host.TellAsync(Facts.Received(id, loanId));
        await host.TellAsync(Facts.FallingDue(id, loanId));
        await host.TellAsync(Facts.Overdue(id, loanId, months: 3));

        Assert.Equal(["submitted", "decided", "paid-out", "received"], (await ToldAsync(id)).Select(one => one.Event));
    }

    [StoreFact]
    public async Task Nothing_is_said_of_the_arrears_of_a_settled_loan()
    {
        var (id, loanId) = await Flow.ActiveAsync(host);
        await host.TellAsync(Facts.Settled(id, loanId));

        await host.TellAsync(Facts.Overdue(id, loanId, months: 2, loanClass: "past_due"));

        Assert.DoesNotContain(await ToldAsync(id), one => one.Event == "overdue");
    }

    [StoreTheory]
    [InlineData(0, "current", 0)]
    [InlineData(1, "current", 1)]
    [InlineData(0, "past_due", 1)]
    public async Task A_guarantor_hears_of_arrears_a_month_old_or_of_another_class(int months, string loanClass, int expected)
    {
        var (id, loanId) = await Flow.ActiveAsync(host);

        await host.TellAsync(Facts.Overdue(id, loanId, months, loanClass));

        var guarantors = (await ToldAsync(id)).Where(one => one.Recipient == "guarantor").ToList();
        Assert.Equal(expected, guarantors.Count);
        Assert.All(guarantors, one => Assert.Equal("+989122002580", one.Mobile));
        Assert.All(guarantors, one => Assert.EndsWith("شعبهٔ Rabor.", one.Body, StringComparison.Ordinal));
        Assert.All(guarantors, one => Assert.DoesNotContain("رضا", one.Body, StringComparison.Ordinal));
        Assert.All(guarantors, one => Assert.DoesNotContain("ریال", one.Body, StringComparison.Ordinal));
    }

    [StoreFact]
    public async Task Arrears_that_go_on_are_told_once_a_month()
    {
        var (id, loanId) = await Flow.ActiveAsync(host);
        foreach (var months in (int[])[0, 0, 1, 1, 2])
        {
            await host.TellAsync(Facts.Overdue(id, loanId, months));
        }

        Assert.Equal(3, (await ToldAsync(id)).Count(one => one is { Event: "overdue", Recipient: "borrower" }));
    }

    [StoreFact]
    public async Task A_borrower_without_a_mobile_is_told_in_a_text_that_is_kept()
    {
        var id = await host.SubmitAsync(Bodies.Application().With("mobile", ""));

        var told = Assert.Single(await ToldAsync(id));

        Assert.Equal(("kept", "mobile.missing", (string?)null), (told.Status, told.Reason, told.Mobile));
    }

    [StoreFact]
    public async Task A_decision_that_is_refused_tells_nobody()
    {
        var id = await Flow.ApprovedAsync(host);
        await (await host.CommandAsync(host.Officer, id, "rejection", new { reason = "x" })).ReadAsync(HttpStatusCode.Conflict);

        Assert.Equal(["submitted", "decided"], (await ToldAsync(id)).Select(one => one.Event));
    }

    [StoreFact]
    public async Task A_fact_of_an_application_that_is_not_known_is_parked() =>
        await Assert.ThrowsAsync<Platform.Messaging.FactRefusedException>(() => host.TellAsync(Facts.FallingDue(Guid.CreateVersion7(), Guid.CreateVersion7())));

    private Task<List<Told>> ToldAsync(Guid id) => Told.OfAsync(host.Database, id);

    private async Task<Told> DecidedAsync(Guid id) => Assert.Single(await ToldAsync(id), one => one.Event == "decided");
}
