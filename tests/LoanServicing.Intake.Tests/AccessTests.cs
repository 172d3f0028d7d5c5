using System.Net;
using System.Text.Json;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Tests;

public sealed class AccessTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Fact]
    public async Task An_applicant_applies_sees_and_withdraws_the_own_application_by_its_tracking_code()
    {
        var nationalId = Bodies.NewNationalId();
        var applicant = host.Applicant(nationalId);
        var accepted = await (await applicant.SendAsync("applications", Bodies.Application(nationalId))).ReadAsync(HttpStatusCode.Created);

        var view = await (await applicant.GetAsync("applications/" + accepted.Text("trackingCode"))).ReadAsync(HttpStatusCode.OK);

        Assert.Equal(accepted.GetProperty("applicationId").GetGuid(), view.GetProperty("applicationId").GetGuid());
        var links = view.GetProperty("links").EnumerateArray().ToDictionary(link => link.Text("rel"), link => link.Text("href"));
        Assert.Equal(["self", "withdrawal"], links.Keys);
        var withdrawn = await applicant.SendAsync(links["withdrawal"]["/api/v1/".Length..], null);
        Assert.Equal("Withdrawn", (await withdrawn.ReadAsync(HttpStatusCode.OK)).Text("status"));
    }

    [Fact]
    public async Task An_application_entered_by_an_officer_is_the_applicants_too()
    {
        var nationalId = Bodies.NewNationalId();
        var id = await host.SubmitAsync(Bodies.Application(nationalId));

        await (await host.Applicant(nationalId).GetAsync(IntakeHost.Path(id))).ReadAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_belongs_to_somebody_else_does_not_exist_for_an_applicant()
    {
        var id = await host.SubmitAsync();
        var stranger = host.Applicant(Bodies.NewNationalId());

        var missing = await (await stranger.GetAsync(IntakeHost.Path(Guid.CreateVersion7()))).ReadAsync(HttpStatusCode.NotFound);
        var foreign = await (await stranger.GetAsync(IntakeHost.Path(id))).ReadAsync(HttpStatusCode.NotFound);

        Assert.Equal((missing.Text("code"), missing.Text("title")), (foreign.Text("code"), foreign.Text("title")));
        await (await host.CommandAsync(stranger, id, "withdrawal", new { })).ReadAsync(HttpStatusCode.NotFound);
        await (await host.CommandAsync(stranger, id, "resubmission", new { })).ReadAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_applicant_applies_for_nobody_else()
    {
        var answer = await host.Applicant(Bodies.NewNationalId()).SendAsync("applications", Bodies.Application());

        Assert.Equal("application.not-own", await answer.CodeAsync(HttpStatusCode.Forbidden));
    }

    [Theory]
    [InlineData("approvals")]
    [InlineData("rejection")]
    [InlineData("return")]
    [InlineData("contract")]
    [InlineData("payout-account")]
    [InlineData("disbursement")]
    [InlineData("cancellation")]
    public async Task An_applicant_decides_nothing_and_a_cashier_neither(string command)
    {
        var nationalId = Bodies.NewNationalId();
        var id = await Flow.AwaitingAsync(host, Bodies.Application(nationalId));

        await (await host.CommandAsync(host.Applicant(nationalId), id, command, new { reason = "x" }, "k")).ReadAsync(HttpStatusCode.Forbidden);
        await (await host.CommandAsync(host.App.Client("c", Roles.Cashier), id, command, new { reason = "x" }, "k")).ReadAsync(HttpStatusCode.Forbidden);
        await (await host.CommandAsync(host.App.Anonymous(), id, command, new { reason = "x" }, "k")).ReadAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_officer_of_another_county_sees_and_decides_nothing_here()
    {
        var id = await Flow.AwaitingAsync(host, Bodies.Application(county: "Bam"));
        var stranger = host.App.Client("officer-9", [Roles.Officer], ["Jiroft"]);

        Assert.Equal("auth.outside-counties", await (await stranger.GetAsync(IntakeHost.Path(id))).CodeAsync(HttpStatusCode.Forbidden));
        await (await host.CommandAsync(stranger, id, "approvals", new { })).ReadAsync(HttpStatusCode.Forbidden);
        await (await stranger.SendAsync("applications", Bodies.Application(county: "Bam"))).ReadAsync(HttpStatusCode.Forbidden);
        await (await stranger.GetAsync("applications?county=Bam")).ReadAsync(HttpStatusCode.Forbidden);
        var own = host.App.Client("officer-8", [Roles.Officer], ["Bam", "Jiroft"]);
        await (await host.CommandAsync(own, id, "approvals", new { })).ReadAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_officer_does_not_decide_on_the_own_application()
    {
        var nationalId = Bodies.NewNationalId();
        var id = await Flow.AwaitingAsync(host, Bodies.Application(nationalId));

        var answer = await host.CommandAsync(host.App.Client(nationalId, [Roles.Officer, Roles.Applicant]), id, "approvals", new { });

        Assert.Equal("application.own", await answer.CodeAsync(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task A_list_is_filtered_paged_and_limited_to_the_callers_counties()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await Flow.AwaitingAsync(host, Bodies.Application(county: "Baft")));
        }

        await host.SubmitAsync(Bodies.Application(county: "Baft"));
        await Flow.AwaitingAsync(host, Bodies.Application(county: "Anbarabad"));
        var officer = host.App.Client("officer-7", [Roles.Officer], ["Baft"]);

        var seen = new List<JsonElement>();
        string? cursor = "";
        do
        {
            var page = await (await officer.GetAsync($"applications?status=AwaitingApproval&tranche=employment&limit=2&cursor={cursor}"))
                .ReadAsync(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(ids, seen.Select(item => item.GetProperty("applicationId").GetGuid()));
        Assert.All(seen, item => Assert.EndsWith("****", item.Text("nationalIdMasked"), StringComparison.Ordinal));
        var byCounty = await (await host.Officer.GetAsync("applications?county=Anbarabad")).ReadAsync(HttpStatusCode.OK);
        Assert.Equal(1, byCounty.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("status=Lost", "status:status.unknown")]
    [InlineData("tranche=cars", "tranche:tranche.unknown")]
    [InlineData("limit=0", "limit:number.out-of-range")]
    [InlineData("limit=501", "limit:number.out-of-range")]
    [InlineData("limit=abc", "limit:number.out-of-range")]
    [InlineData("limit=1.5", "limit:number.out-of-range")]
    [InlineData("cursor=zzz", "cursor:cursor.invalid")]
    public async Task A_list_with_an_unknown_filter_is_refused(string query, string error) =>
        Assert.Equal([error], await (await host.Officer.GetAsync("applications?" + query)).ErrorsAsync());

    [Fact]
    public async Task Applicants_get_no_lists_and_auditors_read_only()
    {
        var id = await Flow.AwaitingAsync(host);
        var auditor = host.App.Client("auditor-1", Roles.Auditor);

        await (await host.Applicant(Bodies.NewNationalId()).GetAsync("applications")).ReadAsync(HttpStatusCode.Forbidden);
        await (await auditor.GetAsync("applications")).ReadAsync(HttpStatusCode.OK);
        await (await auditor.GetAsync(IntakeHost.Path(id))).ReadAsync(HttpStatusCode.OK);
        await (await host.CommandAsync(auditor, id, "approvals", new { })).ReadAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_auditor_who_is_also_an_applicant_withdraws_nobody_elses_application()
    {
        var id = await host.SubmitAsync();
        var auditor = host.App.Client(Bodies.NewNationalId(), [Roles.Auditor, Roles.Applicant]);

        await (await host.CommandAsync(auditor, id, "withdrawal", new { })).ReadAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_address_of_the_service_is_in_the_document()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await host.App.Anonymous().GetStringAsync(new Uri(host.App.Address, "/openapi/v1.json")));
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();

        Assert.All(
            [
                "", "/{id}", "/{id}/approvals", "/{id}/rejection", "/{id}/return", "/{id}/resubmission", "/{id}/withdrawal", "/{id}/contract",
                "/{id}/payout-account", "/{id}/disbursement", "/{id}/cancellation",
            ],
            path => Assert.Contains("/api/v1/applications" + path, paths));
    }
}
