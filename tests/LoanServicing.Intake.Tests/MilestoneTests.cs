using System.Net;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

/// <summary>How the business of an employment loan fares, as officers record it.</summary>
public class MilestoneTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private const string Today = "2026-11-22"; // the day of paying out too

    [StoreFact]
    public async Task A_milestone_is_recorded_shown_told_and_audited()
    {
        var nationalId = Bodies.NewNationalId();
        var (id, loan) = await ActiveAsync(Bodies.Application(nationalId));

        var answer = await RecordAsync(id, new { kind = "inspected", on = Today, inspector = "زهرا رابری", note = "two looms at work" });
        await RecordAsync(id, new { kind = "established", on = Today });

        var recorded = answer.GetProperty("milestone");
        Assert.Equal(("inspected", Today, "1405-09-01", "officer-1"), (recorded.Text("kind"), recorded.Text("on"), recorded.Text("onPersian"), recorded.Text("recordedBy")));
        Assert.Equal(["self"], answer.GetProperty("links").EnumerateArray().Select(link => link.Text("rel")));
        var shown = (await ReadAsync($"applications/{id}/milestones", host.Applicant(nationalId))).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["inspected", "established"], shown.Select(item => item.Text("kind")));
        Assert.Equal(("زهرا رابری", "two looms at work", loan), (shown[0].Text("inspector"), shown[0].Text("note"), shown[0].GetProperty("loanId").GetGuid()));
        var told = (await host.HeardAsync<MilestoneRecorded>(id, 2))[0];
        Assert.Equal((id, loan, "inspected", IntakeHost.Today, "employment", "Rabor"), (told.ApplicationId, told.LoanId, told.Kind, told.On, told.Tranche, told.County));
        Assert.Equal(2, await host.CountAsync("select count(*) from audit where action = 'milestone.recorded' and subject_id = @text", new { text = id.ToString("D") }));
        await AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_deviation_leads_to_calling_the_loan_in_and_calls_nothing_in_by_itself()
    {
        var (id, loan) = await ActiveAsync();

        var answer = await RecordAsync(id, new { kind = "deviated", on = Today, inspector = "زهرا رابری", note = "a car was bought" });

        var link = answer.GetProperty("links").EnumerateArray().Single(one => one.Text("rel") == "call-in");
        Assert.Equal(("POST", $"/api/v1/loans/{loan}/plan-changes"), (link.Text("method"), link.Text("href")));
        Assert.Equal(ApplicationState.Active, await host.StateAsync(id));
    }

    [StoreTheory]
    [InlineData("{\"kind\":\"abandoned\",\"on\":\"2026-11-22\"}", "kind:milestone.kind-unknown")]
    [InlineData("{\"kind\":\"established\"}", "on:field.required")]
    [InlineData("{\"kind\":\"established\",\"on\":\"1405-09-01\"}", "on:date.invalid")]
    [InlineData("{\"kind\":\"established\",\"on\":\"2026-11-21\"}", "on:milestone.before-payout")]
    [InlineData("{\"kind\":\"established\",\"on\":\"2026-11-23\"}", "on:milestone.after-business-date")]
    [InlineData("{\"kind\":\"inspected\",\"on\":\"2026-11-22\"}", "inspector:field.required")]
    [InlineData("{\"kind\":\"deviated\",\"on\":\"2026-11-22\",\"inspector\":\"x\"}", "note:field.required")]
    [InlineData("{\"kind\":\"established\",\"on\":\"2026-11-22\",\"by\":\"x\"}", "by:field.unknown")]
    public async Task What_is_wrong_about_a_milestone_is_said_by_field(string body, string error)
    {
        var (id, _) = await ActiveAsync();

        Assert.Equal([error], await (await host.Officer.SendRawAsync($"applications/{id}/milestones", body)).ErrorsAsync());
        Assert.Equal(0, (await ReadAsync($"applications/{id}/milestones")).GetProperty("items").GetArrayLength());
    }

    [StoreFact]
    public async Task What_is_established_once_is_not_established_twice_and_a_retry_with_its_key_is_answered_again()
    {
        var (id, _) = await ActiveAsync();
        var body = new { kind = "established", on = Today };

        var first = await host.CommandAsync(host.Officer, id, "milestones", body, "once" + id);
        var retried = await host.CommandAsync(host.Officer, id, "milestones", body, "once" + id);
        var again = await host.CommandAsync(host.Officer, id, "milestones", body);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await retried.Content.ReadAsStringAsync());
        var problem = await again.ReadAsync(HttpStatusCode.Conflict);
        Assert.Equal(("milestone.already-recorded", "Active"), (problem.Text("code"), problem.Text("state")));
        Assert.Equal(1, (await ReadAsync($"applications/{id}/milestones")).GetProperty("items").GetArrayLength());
    }

    [StoreFact]
    public async Task The_same_milestone_sent_many_times_at_once_is_recorded_once()
    {
        var (id, _) = await ActiveAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.CommandAsync(host.Officer, id, "milestones", new { kind = "established", on = Today })));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        await AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_business_is_not_in_operation_before_it_is_established()
    {
        var (id, _) = await ActiveAsync(paidOutOn: -9);
        await RecordAsync(id, new { kind = "established", on = "2026-11-20" });

        var early = await host.CommandAsync(host.Officer, id, "milestones", new { kind = "inOperation", on = "2026-11-19" });
        await RecordAsync(id, new { kind = "inOperation", on = "2026-11-20" });

        Assert.Equal(["on:milestone.out-of-order"], await early.ErrorsAsync());
        await AssertSoundAsync();
    }

    [StoreFact]
    public async Task Milestones_are_of_employment_loans_that_are_paid_out_and_of_settled_ones_too()
    {
        var unpaid = await Flow.SignedAsync(host);
        var health = await SignedAsync(Bodies.Application().With("tranche", "health").With("medicalReferral", "M-1"));
        await host.TellAsync(Facts.Opened(health, Guid.CreateVersion7()));
        var (settled, loan) = await ActiveAsync();
        await host.TellAsync(Facts.Settled(settled, loan));
        var body = new { kind = "established", on = Today };

        Assert.Equal("milestone.not-paid-out", await (await host.CommandAsync(host.Officer, unpaid, "milestones", body)).CodeAsync(HttpStatusCode.Conflict));
        Assert.Equal("milestone.not-employment", await (await host.CommandAsync(host.Officer, health, "milestones", body)).CodeAsync(HttpStatusCode.Conflict));
        await RecordAsync(settled, body);
        Assert.DoesNotContain((await host.GetAsync(health)).GetProperty("links").EnumerateArray(), link => link.Text("rel").StartsWith("milestone", StringComparison.Ordinal));
        Assert.Contains((await host.GetAsync(settled)).GetProperty("links").EnumerateArray(), link => (link.Text("rel"), link.Text("method")) == ("milestone", "POST"));
        Assert.Contains((await host.GetAsync(settled)).GetProperty("links").EnumerateArray(), link => (link.Text("rel"), link.Text("method")) == ("milestones", "GET"));
    }

    [StoreFact]
    public async Task A_loan_that_is_paid_out_again_begins_its_milestones_anew()
    {
        var (id, loan) = await ActiveAsync();
        await RecordAsync(id, new { kind = "established", on = Today });
        await host.TellAsync(Facts.Returned(id, loan));
        await host.DoAsync(id, "disbursement");
        await host.TellAsync(Facts.Reserved(id, round: 2));
        var second = Guid.CreateVersion7();
        await host.TellAsync(Facts.Opened(id, second));

        await RecordAsync(id, new { kind = "established", on = Today });

        Assert.Equal([loan, second], (await ReadAsync($"applications/{id}/milestones")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("loanId").GetGuid()));
        await AssertSoundAsync();
    }

    [StoreFact]
    public async Task Of_each_loan_the_newest_milestone_is_listed_by_kind_and_county_page_by_page()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            var (id, _) = await ActiveAsync(Bodies.Application(county: "Baft"), paidOutOn: -9);
            await RecordAsync(id, new { kind = "deviated", on = "2026-11-20", inspector = "x", note = "found" });
            await RecordAsync(id, new { kind = "established", on = "2026-11-19" }); // recorded later, and older
            ids.Add(id);
        }

        await RecordAsync(ids[1], new { kind = "inspected", on = "2026-11-20", inspector = "x" }); // of the same day, and recorded later
        var officer = host.App.Client("officer-7", [Roles.Officer], ["Baft"]);

        var first = await ReadAsync("milestones?kind=deviated&county=Baft&limit=1", officer);
        var rest = await ReadAsync($"milestones?kind=deviated&limit=1&cursor={first.Text("nextCursor")}", officer);

        Assert.Equal([ids[0]], Ids(first));
        Assert.Equal([ids[2]], Ids(rest));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("nextCursor").ValueKind);
        Assert.Equal(ids, Ids(await ReadAsync("milestones", officer)));
        Assert.Equal([ids[1]], Ids(await ReadAsync("milestones?kind=inspected&county=Baft")));
        Assert.Empty(Ids(await ReadAsync("milestones?kind=deviated", host.App.Client("officer-8", [Roles.Officer], ["Jiroft"]))));
        await AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData("kind=none", "kind:milestone.kind-unknown")]
    [InlineData("limit=0", "limit:number.out-of-range")]
    [InlineData("cursor=zzz", "cursor:cursor.invalid")]
    public async Task A_list_of_milestones_with_an_unknown_filter_is_refused(string query, string error) =>
        Assert.Equal([error], await (await host.Officer.GetAsync("milestones?" + query)).ErrorsAsync());

    [StoreFact]
    public async Task Others_than_staff_of_the_county_record_nothing_and_see_what_is_theirs()
    {
        var nationalId = Bodies.NewNationalId();
        var (id, _) = await ActiveAsync(Bodies.Application(nationalId));
        var body = new { kind = "established", on = Today };
        var elsewhere = host.App.Client("officer-9", [Roles.Officer], ["Jiroft"]);

        Assert.Equal("application.own", await (await host.CommandAsync(host.App.Client(nationalId, Roles.Officer), id, "milestones", body)).CodeAsync(HttpStatusCode.Forbidden));
        Assert.Equal("auth.outside-counties", await (await host.CommandAsync(elsewhere, id, "milestones", body)).CodeAsync(HttpStatusCode.Forbidden));
        Assert.Equal("auth.outside-counties", await (await elsewhere.GetAsync("milestones?county=Rabor")).CodeAsync(HttpStatusCode.Forbidden));
        await (await host.CommandAsync(host.Supervisor, id, "milestones", body)).ReadAsync(HttpStatusCode.Forbidden);
        await (await host.Applicant(Bodies.NewNationalId()).GetAsync($"applications/{id}/milestones")).ReadAsync(HttpStatusCode.NotFound);
        await ReadAsync($"applications/{id}/milestones", host.App.Client("auditor-1", Roles.Auditor));
    }

    private static IEnumerable<Guid> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("applicationId").GetGuid());

    private async Task<JsonElement> RecordAsync(Guid id, object body) =>
        await (await host.CommandAsync(host.Officer, id, "milestones", body)).ReadAsync(HttpStatusCode.Created);

    private async Task<Guid> SignedAsync(Dictionary<string, object?> application)
    {
        var id = await Flow.AwaitingAsync(host, application);
        await host.DoAsync(id, "approvals", new { });
        await host.TellAsync(Facts.Reserved(id));
        await host.DoAsync(id, "contract", Bodies.Contract("C-" + id.ToString("N")));
        return id;
    }

    /// <param name="paidOutOn">Days after today.</param>
    private async Task<(Guid Id, Guid Loan)> ActiveAsync(Dictionary<string, object?>? application = null, int paidOutOn = 0)
    {
        var (id, loan) = (await SignedAsync(application ?? Bodies.Application()), Guid.CreateVersion7());
        await host.TellAsync(Facts.Opened(id, loan) with { ValueDate = IntakeHost.Today.PlusDays(paidOutOn) });
        return (id, loan);
    }

    private async Task<JsonElement> ReadAsync(string path, HttpClient? who = null) => await (await (who ?? host.Officer).GetAsync(path)).ReadAsync(HttpStatusCode.OK);

    private async Task AssertSoundAsync() => Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
}
