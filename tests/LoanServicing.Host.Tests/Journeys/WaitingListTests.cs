using System.Net;
using System.Text.Json.Nodes;
using LoanServicing.Host.Tests.Support;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>Approved while the cash is short.</summary>
public class WaitingListTests
{
    private const long Amount = 840_000_000;

    [StoreFact]
    public async Task CashIsShort_ApplicationsWaitInOrder_AndADepositServesThem()
    {
        await using var programme = await RunningProgramme.StartAsync();
        await programme.DepositAsync("ALAVI", 250_000_000);
        await programme.DepositAsync("SINA", 590_000_000);
        await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        var first = await LoanJourney.ApprovedAsync(programme, People.Application(Amount));
        await first.UntilAsync("Waitlisted");
        var second = await LoanJourney.ApprovedAsync(programme, People.Application(Amount));
        await second.UntilAsync("Waitlisted");
        Assert.Equal([$"{first.Id} 1", $"{second.Id} 2"], await QueueAsync(programme));

        await programme.DepositAsync("ALAVI", 250_000_000);
        Assert.Equal("Waitlisted", (string)(await first.StateAsync())["status"]!); // the other funder's part is still missing
        await programme.DepositAsync("SINA", 590_000_000);

        await first.UntilAsync("FundsReserved");
        Assert.Equal("Waitlisted", (string)(await second.StateAsync())["status"]!);
        Assert.Equal([$"{second.Id} 1"], await QueueAsync(programme));
        Assert.Equal(2 * Amount, (await programme.PositionAsync()).Both.Reserved);
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task WithdrawnWhileWaiting_LeavesTheQueue()
    {
        await using var programme = await RunningProgramme.StartAsync();
        var first = await LoanJourney.ApprovedAsync(programme, People.Application(Amount));
        await first.UntilAsync("Waitlisted");
        var second = await LoanJourney.ApprovedAsync(programme, People.Application(Amount));
        await second.UntilAsync("Waitlisted");

        (await programme.Applicant((string)first.Application["nationalId"]!).SendAsync($"{first.Path}/withdrawal")).Expect(HttpStatusCode.OK);

        await Eventually.TrueAsync(async () => (await QueueAsync(programme)).SequenceEqual([$"{second.Id} 1"]), "the second one moves up");
        Assert.Equal("Withdrawn", (string)(await first.StateAsync())["status"]!);
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task WithdrawnWhileTheReservationIsOnItsWay_HoldsNothingInTheEnd()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journeys = new List<LoanJourney>();
        for (var n = 0; n < 20; n++)
        {
            var journey = await LoanJourney.AssessedAsync(programme, People.Application(Amount));
            var approval = (await programme.Officer.SendAsync($"{journey.Path}/approvals")).Expect(HttpStatusCode.OK);
            Assert.Equal("Approved", (string)approval["status"]!);
            (await programme.Officer.SendAsync($"{journey.Path}/withdrawal", new { reason = "found other money" })).Expect(HttpStatusCode.OK);
            journeys.Add(journey);
        }

        await programme.PositionAsync(position => position is { Both.Reserved: 0, EmploymentReserved: 0 }, "nothing is reserved");
        foreach (var journey in journeys)
        {
            Assert.Equal("Withdrawn", (await journey.TimelineAsync())[^1]);
        }

        // What was released can be lent again, all of it.
        await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        Assert.Equal(Amount, (await programme.PositionAsync()).Both.Reserved);
        await programme.VerifyAsync();
    }

    private static async Task<IReadOnlyList<string>> QueueAsync(RunningProgramme programme) =>
    [
        .. (await programme.Officer.ReadAsync("waiting-list?tranche=employment"))["items"].AsArray().Select(Describe),
    ];

    private static string Describe(JsonNode? item) => $"{item!["applicationId"]} {item["position"]}";
}
