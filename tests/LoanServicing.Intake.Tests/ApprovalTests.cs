using System.Net;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

public class ApprovalTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private const long Limit = 1_000_000_000;

    [StoreFact]
    public async Task The_amount_may_be_lowered_and_the_tenor_chosen_from_the_product()
    {
        var id = await Flow.AwaitingAsync(host);

        await host.DoAsync(id, "approvals", new { amountRials = 200_000_000, installments = 36 });

        var told = (await host.HeardAsync<ApplicationApproved>(id)).Single();
        Assert.Equal((new Rials(200_000_000), 36), (told.Amount, told.Installments));
        var view = await host.GetAsync(id);
        Assert.Equal(200_000_000, view.GetProperty("amountRials").GetInt64());
        Assert.Equal(380_000_000, view.GetProperty("requestedAmountRials").GetInt64());
    }

    [StoreTheory]
    [InlineData("{\"amountRials\":380000001}", "amountRials:approval.amount-raised")]
    [InlineData("{\"amountRials\":9999999}", "amountRials:approval.below-minimum")]
    [InlineData("{\"amountRials\":0}", "amountRials:amount.out-of-range")]
    [InlineData("{\"amountRials\":1.5}", "amountRials:integer.expected")]
    [InlineData("{\"installments\":25}", "installments:approval.installments-not-allowed")]
    [InlineData("{\"amount\":100000000}", "amount:field.unknown")]
    [InlineData("{\"installments\":0}", "installments:number.out-of-range")]
    public async Task Terms_that_the_product_does_not_have_are_refused(string body, string error)
    {
        var id = await Flow.AwaitingAsync(host);

        var answer = await host.Officer.SendRawAsync($"{IntakeHost.Path(id)}/approvals", body);

        Assert.Equal([error], await answer.ErrorsAsync());
        Assert.Equal(ApplicationState.AwaitingApproval, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task An_approval_of_what_has_changed_since_it_was_read_is_refused()
    {
        var id = await Flow.AwaitingAsync(host);
        var read = await host.Officer.GetAsync(IntakeHost.Path(id));

        var unreadable = await ApproveIfAsync(id, "zzz");
        var stale = await ApproveIfAsync(id, "\"0\"");
        var fresh = await ApproveIfAsync(id, read.Headers.ETag!.Tag);

        Assert.Equal("if-match.malformed", await unreadable.CodeAsync(HttpStatusCode.BadRequest));
        Assert.Equal("version.stale", await stale.CodeAsync(HttpStatusCode.PreconditionFailed));
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    [StoreFact]
    public async Task Approval_needs_no_body()
    {
        var id = await Flow.AwaitingAsync(host);

        Assert.Equal("Approved", (await host.DoAsync(id, "approvals")).Text("status"));
    }

    [StoreFact]
    public async Task One_person_is_enough_at_the_limit_and_a_second_is_asked_one_rial_above()
    {
        var at = await Flow.AwaitingAsync(host, Bodies.Application(amount: Limit));
        var above = await Flow.AwaitingAsync(host, Bodies.Application(amount: Limit + 1));

        await (await host.CommandAsync(host.Officer, at, "approvals", new { })).ReadAsync(HttpStatusCode.OK);
        await (await host.CommandAsync(host.Officer, above, "approvals", new { })).ReadAsync(HttpStatusCode.Accepted);

        Assert.Equal(ApplicationState.AwaitingApproval, await host.StateAsync(above));
    }

    [StoreFact]
    public async Task A_second_person_above_the_limit_carries_the_approval_out_and_the_maker_cannot()
    {
        var id = await Flow.AwaitingAsync(host, Bodies.Application(amount: 1_400_000_000));
        var maker = host.App.Client("supervisor-9", Roles.Supervisor);
        var asked = await (await host.CommandAsync(maker, id, "approvals", new { amountRials = 1_200_000_000 })).ReadAsync(HttpStatusCode.Accepted);
        var request = asked.GetProperty("requestId").GetGuid();

        Assert.Equal("check.own-request", await (await ApproveAsync(maker, request)).CodeAsync(HttpStatusCode.Forbidden));
        Assert.Equal("auth.forbidden", await (await ApproveAsync(host.Officer, request)).CodeAsync(HttpStatusCode.Forbidden));
        var twice = await host.CommandAsync(host.Officer, id, "approvals", new { });
        Assert.Equal("application.approval-waiting", await twice.CodeAsync(HttpStatusCode.Conflict));
        Assert.Equal("Approved", (await (await ApproveAsync(host.Supervisor, request)).ReadAsync(HttpStatusCode.OK)).Text("status"));

        Assert.Equal(new Rials(1_200_000_000), (await host.HeardAsync<ApplicationApproved>(id)).Single().Amount);
        Assert.Equal(1, await host.CountAsync(
            "select count(*) from approval where application_id = @id and approved_by = 'supervisor-9' and second_person = 'supervisor-1'", new { id }));
        Assert.Equal("check.decided", await (await ApproveAsync(host.Supervisor, request)).CodeAsync(HttpStatusCode.Conflict));
    }

    [StoreFact]
    public async Task A_referral_needs_a_reason_and_a_second_person_whatever_its_amount()
    {
        var id = await Flow.AwaitingAsync(host, outcome: "refer");

        var unreasoned = await host.CommandAsync(host.Officer, id, "approvals", new { });
        Assert.Equal(["reason:field.required"], await unreasoned.ErrorsAsync());
        var asked = await (await host.CommandAsync(host.Officer, id, "approvals", new { reason = "seen the workshop" })).ReadAsync(HttpStatusCode.Accepted);
        await (await ApproveAsync(host.Supervisor, asked.GetProperty("requestId").GetGuid())).ReadAsync(HttpStatusCode.OK);

        Assert.Equal(ApplicationState.Approved, await host.StateAsync(id));
        Assert.Equal(1, await host.CountAsync(
            "select count(*) from approval where application_id = @id and referred = 1 and reason = 'seen the workshop'", new { id }));
    }

    [StoreFact]
    public async Task A_second_person_who_refuses_leaves_the_application_waiting_for_another_decision()
    {
        var id = await Flow.AwaitingAsync(host, Bodies.Application(amount: 1_400_000_000));
        var request = await AskAsync(id);

        await (await host.Supervisor.SendAsync($"checks/{request}/refusal", new { reason = "too much for this shop" })).ReadAsync(HttpStatusCode.OK);

        var view = await host.GetAsync(id);
        Assert.Equal("AwaitingApproval", view.Text("status"));
        Assert.Equal(JsonValueKind.Null, view.GetProperty("pendingRequestId").ValueKind);
        Assert.Contains("too much for this shop", view.GetProperty("timeline").EnumerateArray().Last().Text("note"), StringComparison.Ordinal);
        await (await host.CommandAsync(host.Officer, id, "approvals", new { amountRials = 500_000_000 })).ReadAsync(HttpStatusCode.OK);
    }

    [StoreFact]
    public async Task What_waits_for_a_second_person_ends_when_the_application_is_withdrawn()
    {
        var id = await Flow.AwaitingAsync(host, Bodies.Application(amount: 1_400_000_000));
        var request = await AskAsync(id);
        await host.DoAsync(id, "withdrawal", new { });

        Assert.Equal("check.decided", await (await ApproveAsync(host.Supervisor, request)).CodeAsync(HttpStatusCode.Conflict));
        Assert.Equal(ApplicationState.Withdrawn, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task An_approval_asked_for_an_earlier_revision_cannot_be_carried_out()
    {
        var id = await Flow.AwaitingAsync(host, Bodies.Application(amount: 1_400_000_000));
        var request = await AskAsync(id);
        await host.DoAsync(id, "return", new { questions = "Which workshop?" });
        await host.DoAsync(id, "resubmission", new { amountRials = 1_500_000_000 });
        await host.TellAsync(Facts.Assessed(id, revision: 2));

        Assert.Equal("check.decided", await (await ApproveAsync(host.Supervisor, request)).CodeAsync(HttpStatusCode.Conflict));
        Assert.Equal(ApplicationState.AwaitingApproval, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task A_command_in_the_wrong_state_is_refused_with_the_state_and_in_the_callers_language()
    {
        var id = await host.SubmitAsync();
        var officer = host.Officer;
        officer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fa-IR,en;q=0.5");

        var problem = await (await host.CommandAsync(officer, id, "approvals", new { })).ReadAsync(HttpStatusCode.Conflict);

        Assert.Equal(("application.wrong-state", "Submitted"), (problem.Text("code"), problem.Text("state")));
        Assert.Equal("در وضعیت «در حال ارزیابی» این کار ممکن نیست.", problem.Text("title"));
    }

    [StoreFact]
    public async Task A_rejection_closes_with_the_officers_reason()
    {
        var id = await Flow.AwaitingAsync(host);
        Assert.Equal(["reason:field.required"], await (await host.CommandAsync(host.Officer, id, "rejection", new { reason = " " })).ErrorsAsync());

        await host.DoAsync(id, "rejection", new { reason = "The shop does not exist." });

        Assert.Equal("The shop does not exist.", (await host.GetAsync(id)).Text("reason"));
        var closed = (await host.HeardAsync<ApplicationClosed>(id)).Single();
        Assert.Equal("Rejected", closed.ClosedAs);
        Assert.DoesNotContain("The shop", FactJson.Write(closed), StringComparison.Ordinal);
    }

    private async Task<Guid> AskAsync(Guid id) =>
        (await (await host.CommandAsync(host.Officer, id, "approvals", new { })).ReadAsync(HttpStatusCode.Accepted)).GetProperty("requestId").GetGuid();

    private static Task<HttpResponseMessage> ApproveAsync(HttpClient who, Guid request) => who.SendAsync($"checks/{request}/approval", null);

    private Task<HttpResponseMessage> ApproveIfAsync(Guid id, string version)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{IntakeHost.Path(id)}/approvals");
        request.Headers.TryAddWithoutValidation("If-Match", version);
        return host.Officer.SendAsync(request);
    }
}
