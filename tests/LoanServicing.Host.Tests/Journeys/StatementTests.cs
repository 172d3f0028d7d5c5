using System.Net;
using System.Text;
using LoanServicing.Host.Tests.Support;
using LoanServicing.TestSupport;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>The bank's statement beside all services: what it alone tells becomes receipts, and every line is explained in the end.</summary>
public sealed class StatementTests
{
    [Fact]
    public async Task Statement_TellsReceiptsOfLoansAndStrangers_UntilEveryLineIsExplained()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        var loanId = await journey.LoanIdAsync();
        var depositId = (string)(await programme.Officer.ReadAsync($"loans/{loanId}"))["depositId"]!;
        (await journey.PayAsync(10_000_000, RunningProgramme.FirstDay, "TOLD-1")).Expect(HttpStatusCode.Created);

        // One receipt that a cashier has told of already, one that nobody has, and one of a stranger.
        var day = RunningProgramme.Iso(RunningProgramme.FirstDay);
        await SendAsync(programme, $"date,credit,debit,reference,deposit id\n{day},10000000,,TOLD-1,{depositId}\n{day},20000000,,NEW-1,{depositId}\n{day},30000000,,NEW-2,\n");

        var unknown = await Eventually.ValueAsync(
            () => programme.Finance.ReadAsync("funding/breaks?kind=unknown-payer"), reply => reply["items"].AsArray().Count == 1, "the stranger's money is a break");
        var breakId = (string)unknown["items"].AsArray().Single()!["breakId"]!;
        var asked = (await programme.Finance.SendAsync(
            $"funding/breaks/{breakId}/resolution", new { action = "assign", reason = "slip of the payer", depositId }, "assign-1")).Expect(HttpStatusCode.Accepted);
        (await programme.FinanceChecker.SendAsync($"checks/{(string)asked["requestId"]!}/approval")).Expect(HttpStatusCode.OK);

        var receipts = await Eventually.ValueAsync(
            () => programme.Officer.ReadAsync($"loans/{loanId}/receipts"), reply => reply["items"].AsArray().Count == 3, "three receipts are posted");
        Assert.Equal(["NEW-1", "NEW-2", "TOLD-1"], receipts["items"].AsArray().Select(receipt => (string)receipt!["bankReference"]!).Order(StringComparer.Ordinal));
        await Eventually.ValueAsync(
            () => programme.Finance.ReadAsync("funding/position"), position => (long)position["suspenseRials"]! == 0 && Collected(position) > 0, "nothing is in suspense");
        Assert.Empty((await programme.Finance.ReadAsync("funding/breaks?kind=unknown-payer"))["items"].AsArray());
        await programme.VerifyAsync();
    }

    [Fact]
    public async Task SalaryList_ThatComesAfterItsTransfer_TakesTheMoneyOutOfSuspense()
    {
        const int Rows = 250;
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        var (loan, day) = (await journey.LoanAsync(), RunningProgramme.Iso(RunningProgramme.FirstDay));
        var before = await programme.PositionAsync();
        await SendAsync(programme, $"date,credit,debit,reference,deposit id\n{day},{(Rows * 1_000) + 77},,SALARY-1,\n");
        await Eventually.ValueAsync(() => programme.Finance.ReadAsync("funding/position"), position => (long)position["suspenseRials"]! == (Rows * 1_000) + 77, "the transfer is in suspense");

        using var list = new HttpRequestMessage(HttpMethod.Post, $"salary-deductions?employer=mine&listReference=SALARY-1&valueDate={day}&partial=true")
        {
            Content = new StringContent("deposit id,amount\n" + string.Concat(Enumerable.Repeat($"{loan["depositId"]},1000\n", Rows)) + "100000100,77\n", Encoding.UTF8, "text/csv"),
        };
        list.Headers.Add("Idempotency-Key", "SALARY-1");
        using var answer = await programme.Cashier.SendAsync(list);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Eventually.ValueAsync(
            () => programme.Finance.ReadAsync("funding/position"), position => (long)position["suspenseRials"]! == 77, "only the row that no loan took is in suspense");
        Assert.Equal(before.BankBalance + (Rows * 1_000) + 77, (await programme.PositionAsync()).BankBalance);
        var left = (await programme.Finance.ReadAsync("funding/breaks?kind=unknown-payer"))["items"].AsArray();
        Assert.Equal([77L], left.Select(one => (long)one!["amountRials"]!));
        await programme.VerifyAsync();
    }

    private static long Collected(Reply position) => position["funders"].AsArray().Sum(funder => (long)funder!["collectedRials"]!);

    private static async Task SendAsync(RunningProgramme programme, string csv)
    {
        using var statement = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var answer = await programme.Finance.PostAsync("funding/statements", statement);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
