using System.Net;
using System.Text.Json.Nodes;
using LoanServicing.Host.Tests.Support;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>
/// A loan is repaid otherwise, two of its receipts are taken back, it is given up and part of it comes back: the loan books and the funders' books say the same
/// (rule R9).
/// </summary>
public class AfterPayingOutTests
{
    [StoreFact]
    public async Task ChangedReversedWrittenOffAndRecovered_BothBooksAgree()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = await LivedAsync(programme);

        var loan = await journey.LoanAsync();
        var position = await PositionAsync(programme, node => Sum(node, "recoveredRials") == 10_000_000, "the recovery is booked");
        Assert.Equal("WrittenOff", (string)loan["status"]!);
        Assert.Equal((long)loan["writtenOffRials"]!, Sum(position, "writtenOffRials"));
        Assert.Equal((long)loan["repaidRials"]!, Sum(position, "collectedRials"));
        Assert.Equal((0, 0), (Sum(position, "outstandingRials"), (long)position["suspenseRials"]!));
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task WrittenOffWithOneFunderToBearLossesFirst_BothBooksAgree()
    {
        using var folder = new TestFolder();
        var file = ProgrammeFile.Write(folder, programme => programme with { LossOrder = ["SINA"] });
        await using var programme = await RunningProgramme.StartWithCashAsync(settings: new() { ["Programme:File"] = file });
        await LivedAsync(programme);

        var position = await PositionAsync(programme, node => Sum(node, "recoveredRials") == 10_000_000, "the recovery is booked");

        var (alavi, sina) = (position["funders"]![0]!, position["funders"]![1]!);
        Assert.Equal((0, 0), ((long)alavi["lossesBorneRials"]!, (long)alavi["recoveredRials"]!));
        Assert.Equal((Sum(position, "writtenOffRials"), 10_000_000), ((long)sina["lossesBorneRials"]!, (long)sina["recoveredRials"]!));
        Assert.Equal((long)alavi["writtenOffRials"]!, -(long)sina["compensatedRials"]!);
        await programme.VerifyAsync();
        foreach (var damage in (string[])["update posting set recovered_sina = recovered_sina + 1 where recovered_sina is not null", "update posting set credit = credit + 1 where recovered_sina is not null"])
        {
            await programme.Application.Database("repayment").WriteAsync(async unit => Assert.True(await unit.ExecuteAsync(damage) > 0));
            Assert.Matches("posting [0-9a-f-]{36} differs", (await programme.ReportAsync()).Text);
        }
    }

    [StoreFact]
    public async Task WhatTheTwoBooksSayOtherwise_IsNamed()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        await LivedAsync(programme);
        await PositionAsync(programme, node => Sum(node, "recoveredRials") == 10_000_000, "the recovery is booked");
        await programme.VerifyAsync();

        foreach (var (service, damage, named) in new[]
        {
            ("repayment", "update loan set plan_changes = ''", "life of loan"),
            ("funding", "update funded_loan set recovered_sina = recovered_sina + 1", "life of loan"),
            ("repayment", "update posting set recovered_sina = recovered_sina + 1 where recovered_sina is not null", "posting"),
            ("repayment", "update posting set written_off_alavi = 0 where written_off_alavi is not null", "posting"),
            ("repayment", "update suspense set amount = amount + 1", "suspended receipt"),
            ("repayment", "update reversal set suspense_id = null where suspense_id is not null", "receipt of posting"),
        })
        {
            await programme.Application.Database(service).WriteAsync(async unit => Assert.True(await unit.ExecuteAsync(damage) > 0));
            var (sound, text) = await programme.ReportAsync();
            Assert.False(sound);
            Assert.Matches($"{named} [0-9a-f-]{{36}} differs", text);
        }
    }

    /// <summary>Everything that may happen to a loan after it is paid out, but its end.</summary>
    private static async Task<LoanJourney> LivedAsync(RunningProgramme programme)
    {
        var journey = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        var loanId = await journey.LoanIdAsync();
        await CarriedOutAsync(programme, $"loans/{loanId}/plan-changes", new { kind = "holiday", months = 2, reason = "drought" });
        var bounced = await PaidAsync(journey, 30_000_000, "R-1");
        var strange = await PaidAsync(journey, 20_000_000, "R-2");
        await PaidAsync(journey, 40_000_000, "R-3");
        await CarriedOutAsync(programme, $"receipts/{bounced}/reversal", new { reason = "the cheque bounced" });
        await CarriedOutAsync(programme, $"receipts/{strange}/reversal", new { reason = "of another loan", money = "suspense" });
        await PositionAsync(programme, node => (long)node["suspenseRials"]! == 20_000_000, "the money is in suspense");
        await AssignedAsync(programme, (string)(await journey.LoanAsync())["depositId"]!);
        await PositionAsync(programme, node => (long)node["suspenseRials"]! == 0, "the money is this loan's after all");
        await CarriedOutAsync(programme, $"loans/{loanId}/write-off", new { reason = "nothing to be had" });
        await programme.Application.SetBusinessDateAsync(RunningProgramme.FirstDay.PlusDays(1));
        (await journey.PayAsync(10_000_000, RunningProgramme.FirstDay.PlusDays(1), "R-4")).Expect(HttpStatusCode.Created);
        return journey;
    }

    private static async Task<Guid> PaidAsync(LoanJourney journey, long amountRials, string reference) =>
        (Guid)(await journey.PayAsync(amountRials, RunningProgramme.FirstDay, reference)).Expect(HttpStatusCode.Created)["receiptId"];

    private static async Task CarriedOutAsync(RunningProgramme programme, string path, object body)
    {
        var asked = (await programme.Officer.SendAsync(path, body, $"key-{Guid.CreateVersion7():N}")).Expect(HttpStatusCode.Accepted);
        (await programme.Supervisor.SendAsync($"checks/{asked["requestId"]}/approval")).Expect(HttpStatusCode.OK);
    }

    private static async Task AssignedAsync(RunningProgramme programme, string depositId)
    {
        var one = (await programme.Finance.ReadAsync("funding/breaks"))["items"].AsArray().Single(item => (string)item!["side"]! == "suspense")!;
        var asked = (await programme.Finance.SendAsync(
            $"funding/breaks/{one["breakId"]}/resolution", new { action = "assign", reason = "the slip", depositId }, "assign-1")).Expect(HttpStatusCode.Accepted);
        (await programme.FinanceChecker.SendAsync($"checks/{asked["requestId"]}/approval")).Expect(HttpStatusCode.OK);
    }

    private static Task<JsonNode> PositionAsync(RunningProgramme programme, Func<JsonNode, bool> isSo, string what) =>
        Eventually.ValueAsync(async () => (await programme.Finance.ReadAsync("funding/position")).Json!, isSo, what);

    private static long Sum(JsonNode position, string figure) => position["funders"]!.AsArray().Sum(funder => (long)funder![figure]!);
}
