using System.Net;
using System.Text.Json;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

/// <summary>What a guarantor stands for, and how much of it there may be.</summary>
public class ExposureTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private const int Most = 2;

    [StoreFact]
    public async Task A_person_guarantees_so_many_open_loans_and_another_when_one_is_closed()
    {
        var guarantor = Bodies.NewNationalId();
        var settled = await SignedAsync(guarantor);
        await SignedAsync(guarantor);
        var third = await Flow.ReservedAsync(host);

        var refused = await SignAsync(third, Bodies.NewNationalId(), guarantor);
        var problem = await refused.ReadAsync(HttpStatusCode.Conflict);
        Assert.Equal(ApplicationState.FundsReserved, await host.StateAsync(third));
        var loan = Guid.CreateVersion7();
        await host.TellAsync(Facts.Opened(settled, loan));
        Assert.Equal(HttpStatusCode.Conflict, (await SignAsync(third, guarantor)).StatusCode);
        await host.TellAsync(Facts.Settled(settled, loan));

        Assert.Equal("contract.guarantor-limit", problem.Text("code"));
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal("guarantors[1].nationalId", error.Text("field"));
        Assert.Contains($"stands for {Most} loans", error.Text("message"), StringComparison.Ordinal);
        await (await SignAsync(third, guarantor)).ReadAsync(HttpStatusCode.OK);
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task Contracts_signed_at_once_do_not_pass_the_limit()
    {
        var guarantor = Bodies.NewNationalId();
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await Flow.ReservedAsync(host));
        }

        var answers = await Task.WhenAll(ids.Select(id => SignAsync(id, guarantor)));

        Assert.Equal(Most, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(ids.Count - Most, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task The_exposure_of_a_guarantor_is_the_open_loans_with_their_sum_and_the_own_applications()
    {
        var guarantor = Bodies.NewNationalId();
        var nothing = await ReadAsync(guarantor);
        var (rabor, baft) = (await SignedAsync(guarantor), await SignedAsync(guarantor, "Baft"));
        var own = await host.SubmitAsync(Bodies.Application(guarantor, amount: 90_000_000, county: "Baft"));
        var withdrawn = await host.SubmitAsync(Bodies.Application(guarantor));
        await host.DoAsync(withdrawn, "withdrawal", new { });

        var view = await ReadAsync(guarantor);
        var part = await ReadAsync(guarantor, host.App.Client("officer-7", [Roles.Officer], ["Baft"]));

        Assert.Equal((0, 0L, Most), (nothing.GetProperty("loanCount").GetInt32(), nothing.GetProperty("loanSumRials").GetInt64(), nothing.GetProperty("mostLoans").GetInt32()));
        Assert.Equal((2, 760_000_000L, 0), (view.GetProperty("loanCount").GetInt32(), view.GetProperty("loanSumRials").GetInt64(), view.GetProperty("loansElsewhere").GetInt32()));
        Assert.Equal([(rabor, "ContractSigned", 380_000_000L), (baft, "ContractSigned", 380_000_000L)], Of(view, "loans"));
        Assert.Equal([(own, "Submitted", 90_000_000L)], Of(view, "ownApplications"));
        Assert.Equal((2, 760_000_000L, 1), (part.GetProperty("loanCount").GetInt32(), part.GetProperty("loanSumRials").GetInt64(), part.GetProperty("loansElsewhere").GetInt32()));
        Assert.Equal([(baft, "ContractSigned", 380_000_000L)], Of(part, "loans"));
        Assert.Equal((await host.GetAsync(baft)).Text("trackingCode"), part.GetProperty("loans")[0].Text("trackingCode"));
    }

    [StoreFact]
    public async Task Own_applications_outside_the_callers_counties_are_counted_and_not_shown()
    {
        var guarantor = Bodies.NewNationalId();
        await host.SubmitAsync(Bodies.Application(guarantor));

        var part = await ReadAsync(guarantor, host.App.Client("officer-7", [Roles.Officer], ["Baft"]));

        Assert.Equal((0, 1), (part.GetProperty("ownApplications").GetArrayLength(), part.GetProperty("ownElsewhere").GetInt32()));
    }

    [StoreFact]
    public async Task Staff_ask_for_a_national_id_in_any_digits_and_nobody_for_what_is_none()
    {
        Assert.Equal("0499370899", (await ReadAsync("۰۴۹۹۳۷۰۸۹۹")).Text("nationalId"));
        Assert.Equal(["nationalId:identity.national-id"], await (await host.Officer.GetAsync("guarantors/1234567890/exposure")).ErrorsAsync());
        await (await host.Applicant(Bodies.NewNationalId()).GetAsync("guarantors/0499370899/exposure")).ReadAsync(HttpStatusCode.Forbidden);
        await ReadAsync("0499370899", host.App.Client("auditor-1", Roles.Auditor));
    }

    private static IEnumerable<(Guid Id, string Status, long Amount)> Of(JsonElement view, string list) =>
        view.GetProperty(list).EnumerateArray().Select(item => (item.GetProperty("applicationId").GetGuid(), item.Text("status"), item.GetProperty("amountRials").GetInt64()));

    private async Task<Guid> SignedAsync(string guarantor, string county = "Rabor")
    {
        var id = await Flow.AwaitingAsync(host, Bodies.Application(county: county));
        await host.DoAsync(id, "approvals", new { });
        await host.TellAsync(Facts.Reserved(id));
        await (await SignAsync(id, guarantor)).ReadAsync(HttpStatusCode.OK);
        return id;
    }

    private Task<HttpResponseMessage> SignAsync(Guid id, params string[] guarantors) => host.CommandAsync(
        host.Officer,
        id,
        "contract",
        Bodies.Contract("C-" + id.ToString("N")).With("guarantors", guarantors.Select(nationalId => new { nationalId, fullName = "لیلا کرمانی", mobile = "09122002580" })),
        $"sign-{Guid.CreateVersion7()}");

    private async Task<JsonElement> ReadAsync(string nationalId, HttpClient? who = null) =>
        await (await (who ?? host.Officer).GetAsync($"guarantors/{nationalId}/exposure")).ReadAsync(HttpStatusCode.OK);
}
