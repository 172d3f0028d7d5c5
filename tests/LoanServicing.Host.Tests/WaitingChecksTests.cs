using System.Net;
using System.Text.Json.Nodes;
using LoanServicing.Host.Tests.Support;

namespace LoanServicing.Host.Tests;

/// <summary><c>GET /checks</c> names money and dates as the rest of the API does.</summary>
[Collection(SharedProgramme.Name)]
public sealed class WaitingChecksTests(SharedProgramme shared)
{
    private RunningProgramme Programme => shared.Programme;

    [Fact]
    public async Task WaitingApproval_ShowsItsAmountInRialsAndItsDateTwice()
    {
        var journey = await LoanJourney.AssessedAsync(Programme, People.Application(1_200_000_000));
        var asked = (await Programme.Officer.SendAsync($"{journey.Path}/approvals")).Expect(HttpStatusCode.Accepted);

        var item = await ItemAsync(Programme.Supervisor, asked);

        Assert.Equal(1_200_000_000, (long)item["asked"]!["amountRials"]!);
        Assert.Null(item["asked"]!["amount"]);
        Assert.Equal(("2026-11-22", "1405-09-01"), ((string)item["businessDate"]!, (string)item["businessDatePersian"]!));
    }

    [Fact]
    public async Task WaitingContribution_ShowsItsAmountInRialsAndItsDatesTwice()
    {
        var deposit = new { funder = "SINA", amountRials = 7_000, bankReference = "CHECK-1", valueDate = "2026-11-21" };
        var asked = (await Programme.Finance.SendAsync("funding/contributions", deposit, "check-1")).Expect(HttpStatusCode.Accepted);

        var item = await ItemAsync(Programme.FinanceChecker, asked);

        Assert.Equal(7_000, (long)item["asked"]!["amountRials"]!);
        Assert.Equal(("2026-11-21", "1405-08-30"), ((string)item["asked"]!["valueDate"]!, (string)item["asked"]!["valueDatePersian"]!));
    }

    private static async Task<JsonNode> ItemAsync(HttpClient checker, Reply asked)
    {
        var waiting = (await checker.ReadAsync("checks")).Expect(HttpStatusCode.OK);
        return waiting["items"].AsArray().Single(item => (string)item!["requestId"]! == (string)asked["requestId"]!)!;
    }
}
