using System.Net;
using System.Text.Json.Nodes;
using LoanServicing.Host.Tests.Support;

namespace LoanServicing.Host.Tests;

/// <summary>Who sees whose: an applicant only their own, an officer only the counties of the token.</summary>
public sealed class VisibilityTests : IAsyncLifetime
{
    private RunningProgramme _programme = null!;
    private LoanJourney _mine = null!;
    private LoanJourney _other = null!;
    private Guid _myLoan;
    private Guid _otherLoan;

    public async Task InitializeAsync()
    {
        _programme = await RunningProgramme.StartWithCashAsync();
        (_mine, _) = await LoanJourney.ActiveAsync(_programme, People.Application(county: "Rabor"));
        (_other, _) = await LoanJourney.ActiveAsync(_programme, People.Application(county: "Jiroft"));
        (_myLoan, _otherLoan) = (await _mine.LoanIdAsync(), await _other.LoanIdAsync());
    }

    public Task DisposeAsync() => _programme.DisposeAsync().AsTask();

    private IEnumerable<string> PathsOf(LoanJourney journey, Guid loan) =>
        [journey.Path, $"{journey.Path}/collateral", $"{journey.Path}/milestones", $"{journey.Path}/notifications", $"loans/{loan}", $"loans/{loan}/schedule", $"loans/{loan}/receipts", $"loans/{loan}/arrears"];

    [Fact]
    public async Task Applicant_SeesTheirOwn_AndNotThatOthersExist()
    {
        var applicant = _programme.Applicant((string)_mine.Application["nationalId"]!);

        foreach (var path in PathsOf(_mine, _myLoan))
        {
            (await applicant.ReadAsync(path)).Expect(HttpStatusCode.OK);
        }

        foreach (var path in PathsOf(_other, _otherLoan))
        {
            Assert.Equal("not-found", (await applicant.ReadAsync(path)).Expect(HttpStatusCode.NotFound).Code);
        }

        foreach (var command in (string[])["withdrawal", "resubmission"])
        {
            (await applicant.SendAsync($"{_other.Path}/{command}", new { reason = "not mine" })).Expect(HttpStatusCode.NotFound);
        }

        Assert.Equal([_myLoan], await LoansAsync(applicant, "loans"));
    }

    [Fact]
    public async Task Applicant_SeesTheApplicationThatAnOfficerEntered()
    {
        var application = People.Application();
        var entered = (await _programme.Officer.SendAsync("applications", application)).Expect(HttpStatusCode.Created);

        var applicant = _programme.Applicant((string)application["nationalId"]!);

        (await applicant.ReadAsync($"applications/{entered["applicationId"]}")).Expect(HttpStatusCode.OK);
        (await applicant.ReadAsync($"applications/{Uri.EscapeDataString((string)entered["trackingCode"]!)}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Applicant_DoesNotApplyForSomebodyElse()
    {
        var applicant = _programme.Applicant((string)_mine.Application["nationalId"]!);

        var reply = await applicant.SendAsync("applications", People.Application());

        Assert.Equal("application.not-own", reply.Expect(HttpStatusCode.Forbidden).Code);
    }

    [Fact]
    public async Task Officer_OfOneCounty_SeesAndDoesNothingElsewhere()
    {
        var officer = _programme.Application.Client("officer-rabor", ["officer"], ["Rabor"]);

        foreach (var path in PathsOf(_mine, _myLoan))
        {
            (await officer.ReadAsync(path)).Expect(HttpStatusCode.OK);
        }

        foreach (var path in PathsOf(_other, _otherLoan))
        {
            Assert.Equal("auth.outside-counties", (await officer.ReadAsync(path)).Expect(HttpStatusCode.Forbidden).Code);
        }

        foreach (var command in (string[])["approvals", "rejection", "return", "contract", "payout-account", "disbursement", "cancellation", "withdrawal"])
        {
            var reply = await officer.SendAsync($"{_other.Path}/{command}", BodyOf(command), $"{command}-elsewhere");
            Assert.True(reply is { Status: HttpStatusCode.Forbidden, Code: "auth.outside-counties" }, $"{command}: {reply.Text}");
        }

        (await officer.SendAsync("applications", People.Application(county: "Jiroft"))).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Officer_OfOneCounty_ListsThatCountyOnly()
    {
        var officer = _programme.Application.Client("officer-rabor", ["officer"], ["Rabor"]);

        Assert.All((await officer.ReadAsync("applications?limit=500"))["items"].AsArray(), item => Assert.Equal("Rabor", (string)item!["county"]!));
        Assert.Equal([_myLoan], await LoansAsync(officer, "loans"));
        Assert.All((await officer.ReadAsync("payment-orders"))["items"].AsArray(), item => Assert.Equal("Rabor", (string)item!["county"]!));
        (await officer.ReadAsync("applications?county=Jiroft")).Expect(HttpStatusCode.Forbidden);
        (await officer.ReadAsync("loans?county=Jiroft")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Cashier_OfOneCounty_TakesNoMoneyForAnother()
    {
        var cashier = _programme.Application.Client("cashier-rabor", ["cashier"], ["Rabor"]);
        var receipt = new { amountRials = 1_000_000, bankReference = "CR-1", valueDate = RunningProgramme.Iso(RunningProgramme.FirstDay), channel = "branch" };

        Assert.Equal("auth.outside-counties", (await cashier.SendAsync($"loans/{_otherLoan}/receipts", receipt, "cr-1")).Expect(HttpStatusCode.Forbidden).Code);
        (await cashier.SendAsync($"loans/{_myLoan}/receipts", receipt, "cr-2")).Expect(HttpStatusCode.Created);
    }

    private static async Task<IReadOnlyList<Guid>> LoansAsync(HttpClient client, string path) =>
        [.. (await client.ReadAsync(path)).Expect(HttpStatusCode.OK)["items"].AsArray().Select(loan => (Guid)loan!["loanId"]!)];

    /// <summary>A body in which every command finds what it needs.</summary>
    private static JsonObject BodyOf(string command) => command switch
    {
        "return" => new() { ["questions"] = "which?" },
        "payout-account" => new() { ["iban"] = People.NewIban() },
        "contract" => new() { ["contractNumber"] = "C-elsewhere", ["signedOn"] = RunningProgramme.Iso(RunningProgramme.FirstDay) },
        "disbursement" => [],
        _ => new() { ["reason"] = "seen" },
    };
}
