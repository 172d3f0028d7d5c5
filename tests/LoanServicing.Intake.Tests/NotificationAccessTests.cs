using System.Net;
using System.Text.Json;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

/// <summary>Who reads what people were told, and who has a text sent again.</summary>
public class NotificationAccessTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private const string Borrower = "+989459209971";
    private const string Guarantor = "+989122002580";

    [StoreFact]
    public async Task An_applicant_reads_the_own_texts_and_not_the_guarantors()
    {
        var nationalId = Bodies.NewNationalId();
        var (id, loanId) = await Flow.ActiveAsync(host, Bodies.Application(nationalId));
        await host.TellAsync(Facts.Overdue(id, loanId, months: 1));

        var items = await ItemsAsync(host.Applicant(nationalId), $"{IntakeHost.Path(id)}/notifications");
        var all = await ItemsAsync(host.Officer, $"{IntakeHost.Path(id)}/notifications");

        Assert.Equal(["submitted", "decided", "paid-out", "overdue"], items.Select(item => item.Text("event")));
        Assert.All(items, item => Assert.Equal(("borrower", Borrower), (item.Text("recipient"), item.Text("mobile"))));
        Assert.Equal([(Borrower, "borrower"), (Guarantor, "guarantor")], all.TakeLast(2).Select(item => (item.Text("mobile"), item.Text("recipient"))));
    }

    [StoreFact]
    public async Task The_texts_of_somebody_else_do_not_exist_for_an_applicant()
    {
        var id = await host.SubmitAsync();
        var stranger = host.Applicant(Bodies.NewNationalId());

        await (await stranger.GetAsync($"{IntakeHost.Path(id)}/notifications")).ReadAsync(HttpStatusCode.NotFound);
        await (await stranger.GetAsync($"{IntakeHost.Path(Guid.CreateVersion7())}/notifications")).ReadAsync(HttpStatusCode.NotFound);
        await (await stranger.GetAsync("notifications")).ReadAsync(HttpStatusCode.Forbidden);
    }

    [StoreFact]
    public async Task The_texts_of_an_application_are_found_by_its_tracking_code_and_paged()
    {
        var id = await Flow.ApprovedAsync(host);
        var code = (await host.GetAsync(id)).Text("trackingCode");

        var first = await (await host.Officer.GetAsync($"applications/{code}/notifications?limit=1")).ReadAsync(HttpStatusCode.OK);
        var second = await (await host.Officer.GetAsync($"applications/{code}/notifications?limit=1&cursor={first.Text("nextCursor")}")).ReadAsync(HttpStatusCode.OK);

        Assert.Equal("submitted", first.GetProperty("items")[0].Text("event"));
        Assert.Equal("decided", second.GetProperty("items")[0].Text("event"));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [StoreTheory]
    [InlineData(Roles.Officer, Borrower, true)]
    [InlineData(Roles.Supervisor, Borrower, true)]
    [InlineData(Roles.Auditor, "0945***9971", true)]
    [InlineData(Roles.Operator, "0945***9971", false)]
    public async Task A_mobile_is_masked_for_those_who_do_not_decide_and_an_operator_reads_no_text(string role, string mobile, bool readsText)
    {
        var id = await host.SubmitAsync();

        var item = Assert.Single(await ItemsAsync(host.App.Client("somebody", role), $"notifications?applicationId={id}"));

        Assert.Equal(mobile, item.Text("mobile"));
        Assert.Equal(readsText, item.GetProperty("text").ValueKind == JsonValueKind.String);
        Assert.Equal("1405-09-01", item.Text("businessDatePersian"));
    }

    [StoreFact]
    public async Task A_list_is_filtered_and_limited_to_the_callers_counties()
    {
        var bam = await Flow.ApprovedAsync(host, "Bam");
        await Flow.ApprovedAsync(host, "Jiroft");
        var auditor = host.App.Client("auditor-bam", [Roles.Auditor], ["Bam"]);

        var all = await ItemsAsync(auditor, "notifications");
        var decided = await ItemsAsync(auditor, "notifications?event=decided&status=kept");

        Assert.All(all, item => Assert.Equal("Bam", item.Text("county")));
        Assert.Equal(["submitted", "decided"], all.Where(item => item.GetProperty("applicationId").GetGuid() == bam).Select(item => item.Text("event")));
        Assert.NotEmpty(decided);
        Assert.All(decided, item => Assert.Equal(("decided", "kept"), (item.Text("event"), item.Text("status"))));
        Assert.Empty(await ItemsAsync(auditor, "notifications?status=sent"));
        Assert.Equal(
            "auth.outside-counties",
            await (await host.App.Client("officer-9", [Roles.Officer], ["Jiroft"]).GetAsync($"{IntakeHost.Path(bam)}/notifications")).CodeAsync(HttpStatusCode.Forbidden));
    }

    [StoreTheory]
    [InlineData("status=lost", "status:status.unknown")]
    [InlineData("event=birthday", "event:event.unknown")]
    [InlineData("applicationId=7", "applicationId:id.invalid")]
    [InlineData("limit=0", "limit:number.out-of-range")]
    [InlineData("cursor=zzz", "cursor:cursor.invalid")]
    public async Task A_list_with_an_unknown_filter_is_refused(string query, string error) =>
        Assert.Equal([error], await (await host.Officer.GetAsync("notifications?" + query)).ErrorsAsync());

    [StoreTheory]
    [InlineData("refused")]
    [InlineData("failed")]
    public async Task A_text_that_was_not_taken_is_queued_again_under_its_id_to_the_mobile_that_stands_now(string status)
    {
        var told = await RefusedAsync("update notification set status = @status, reason = 'gateway.status-400', attempts = 5, mobile = '+989000000000' where notification_id = @id", status);

        var answer = await (await SendAgainAsync(host.Supervisor, told.NotificationId)).ReadAsync(HttpStatusCode.OK);

        Assert.Equal("queued", answer.Text("status"));
        var after = await FindAsync(told.NotificationId);
        Assert.Equal(("queued", null, 0, Borrower), (after.Status, after.Reason, after.Attempts, after.Mobile));
        Assert.NotNull(after.DueAt);
        Assert.Equal(1, await host.CountAsync(
            "select count(*) from audit where action = 'notification.sent-again' and subject_id = @id and actor = 'supervisor-1'", new { id = told.NotificationId.ToString("D") }));
        Assert.Equal("queued", (await (await SendAgainAsync(host.Supervisor, told.NotificationId)).ReadAsync(HttpStatusCode.Conflict)).Text("state"));
    }

    [StoreTheory]
    [InlineData("kept")]
    [InlineData("sent")]
    [InlineData("queued")]
    [InlineData("unknown")]
    public async Task A_text_in_any_other_state_is_not_sent_again(string status)
    {
        var told = await RefusedAsync("update notification set status = @status where notification_id = @id", status);

        Assert.Equal("notification.wrong-state", await (await SendAgainAsync(host.Supervisor, told.NotificationId)).CodeAsync(HttpStatusCode.Conflict));
    }

    [StoreFact]
    public async Task A_text_for_somebody_without_a_mobile_has_nowhere_to_go()
    {
        var id = await host.SubmitAsync(Bodies.Application().With("mobile", ""));
        var told = Assert.Single(await Told.OfAsync(host.Database, id));
        await host.Database.WriteAsync(unit => unit.ExecuteAsync("update notification set status = 'refused' where notification_id = @id", new { id = told.NotificationId }));

        Assert.Equal("notification.no-mobile", await (await SendAgainAsync(host.Supervisor, told.NotificationId)).CodeAsync(HttpStatusCode.Conflict));
    }

    [StoreFact]
    public async Task Only_an_operator_or_a_supervisor_of_the_county_has_a_text_sent_again()
    {
        var told = await RefusedAsync("update notification set status = @status where notification_id = @id", "refused");

        await (await SendAgainAsync(host.Officer, told.NotificationId)).ReadAsync(HttpStatusCode.Forbidden);
        await (await SendAgainAsync(host.App.Client("a", Roles.Auditor), told.NotificationId)).ReadAsync(HttpStatusCode.Forbidden);
        Assert.Equal(
            "auth.outside-counties",
            await (await SendAgainAsync(host.App.Client("o", [Roles.Operator], ["Jiroft"]), told.NotificationId)).CodeAsync(HttpStatusCode.Forbidden));
        await (await SendAgainAsync(host.Supervisor, Guid.CreateVersion7())).ReadAsync(HttpStatusCode.NotFound);
        await (await SendAgainAsync(host.App.Client("o", Roles.Operator), told.NotificationId)).ReadAsync(HttpStatusCode.OK);
    }

    private async Task<Told> RefusedAsync(string sql, string status)
    {
        var told = Assert.Single(await Told.OfAsync(host.Database, await host.SubmitAsync()));
        await host.Database.WriteAsync(unit => unit.ExecuteAsync(sql, new { status, id = told.NotificationId }));
        return told;
    }

    private async Task<Told> FindAsync(Guid id) => (await Told.AllAsync(host.Database)).Single(told => told.NotificationId == id);

    private static Task<HttpResponseMessage> SendAgainAsync(HttpClient who, Guid id) => who.SendAsync($"notifications/{id}/sending", new { reason = "number corrected" });

    private static async Task<IReadOnlyList<JsonElement>> ItemsAsync(HttpClient who, string path) =>
        [.. (await (await who.GetAsync(path)).ReadAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
}
