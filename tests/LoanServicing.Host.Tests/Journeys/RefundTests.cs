using System.Net;
using System.Text;
using Dapper;
using LoanServicing.Host.Tests.Support;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>A borrower pays too much and has it back.</summary>
public class RefundTests
{
    private const long Owed = 416_000_000; // the principal and 4 % of it, the fee of the first year

    [StoreFact]
    public async Task OverpaidLoan_IsRefunded_AndBooksBankAndLoanAgree()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        (await journey.PayAsync(Owed + 84_000_000, RunningProgramme.FirstDay, "TOO-MUCH")).Expect(HttpStatusCode.Created);
        var before = await programme.PositionAsync(position => position.BorrowersCredit == 84_000_000, "the credit is booked");

        await RefundAsync(programme, (string)(await journey.LoanAsync())["depositId"]!, 50_000_000);

        var after = await programme.PositionAsync();
        Assert.Equal((34_000_000, before.BankBalance - 50_000_000), (after.BorrowersCredit, after.BankBalance));
        await Eventually.ValueAsync(journey.LoanAsync, loan => (long)loan["creditRials"]! == 34_000_000, "the loan shows what is left");
        await AssertOnStatementAsync(programme);
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task Refund_ThatRepaymentKeepsOtherwise_IsNamed()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = (await LoanJourney.ActiveAsync(programme, People.Application())).Journey;
        (await journey.PayAsync(Owed + 100, RunningProgramme.FirstDay, "TOO-MUCH")).Expect(HttpStatusCode.Created);
        await programme.PositionAsync(position => position.BorrowersCredit == 100, "the credit is booked");
        await RefundAsync(programme, (string)(await journey.LoanAsync())["depositId"]!, 60);
        await Eventually.ValueAsync(journey.LoanAsync, loan => (long)loan["creditRials"]! == 40, "the loan shows what is left");
        await programme.VerifyAsync();

        await DamageAsync(programme, "funding", "update withdrawal set loan_id = withdrawal_id where kind = 'credit-refund'");
        Assert.Contains("differs between funding and repayment", await FoundAsync(programme), StringComparison.Ordinal);
        await DamageAsync(programme, "funding", "update withdrawal set message_id = null where kind = 'credit-refund'");
        Assert.Contains("is in repayment but not in funding", await FoundAsync(programme), StringComparison.Ordinal);
        await DamageAsync(programme, "repayment", "delete from refund");
        Assert.Contains("is in funding, not in repayment and not on its way", await FoundAsync(programme), StringComparison.Ordinal);
    }

    private static async Task RefundAsync(RunningProgramme programme, string depositId, long amountRials)
    {
        var body = new { depositId, amountRials, bankReference = "BACK-1", valueDate = RunningProgramme.Iso(RunningProgramme.FirstDay), reason = "the borrower's letter" };
        var asked = (await programme.Finance.SendAsync("funding/refunds", body, "refund-1")).Expect(HttpStatusCode.Accepted);
        (await programme.FinanceChecker.SendAsync($"checks/{(string)asked["requestId"]!}/approval")).Expect(HttpStatusCode.OK);
    }

    /// <summary>The bank's statement shows the transfer, and it is found to be the refund.</summary>
    private static async Task AssertOnStatementAsync(RunningProgramme programme)
    {
        using var statement = new StringContent(
            $"date,credit,debit,reference\n{RunningProgramme.Iso(RunningProgramme.FirstDay)},,50000000,BACK-1\n", Encoding.UTF8, "text/csv");
        using var answer = await programme.Finance.PostAsync("funding/statements", statement);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await Eventually.TrueAsync(
            async () => await programme.Application.Database("funding").ReadAsync(connection => connection.QuerySingleAsync<long>(
                "select count(*) from bank_movement where kind = 'credit-refund' and match_id is not null")) == 1,
            "the line is matched with the refund");
    }

    private static Task DamageAsync(RunningProgramme programme, string service, string sql) =>
        programme.Application.Database(service).WriteAsync(async unit => Assert.True(await unit.ExecuteAsync(sql) > 0));

    private static async Task<string> FoundAsync(RunningProgramme programme)
    {
        var (sound, text) = await programme.ReportAsync();
        Assert.False(sound);
        return text;
    }
}
