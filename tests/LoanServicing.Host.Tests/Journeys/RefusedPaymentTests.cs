using System.Net;
using LoanServicing.Host.Tests.Support;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>The bank refuses, or pays and the money comes back (docs/adr/0005).</summary>
public class RefusedPaymentTests
{
    private const long Amount = 400_000_000;

    [StoreFact]
    public async Task RefusedPayment_ToANewAccount_IsPaidFromTheSameReservation()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        await journey.SignAsync();
        var first = await programme.Bank.NextOrderAsync();
        programme.Bank.Refuse(first);
        var failed = await journey.UntilAsync("DisbursementFailed");
        Assert.Contains("AC01", failed.ToJsonString());
        Assert.Equal(Amount, (await programme.PositionAsync()).Both.Reserved);

        var account = People.NewIban();
        (await programme.Officer.SendAsync($"{journey.Path}/payout-account", new { iban = account })).Expect(HttpStatusCode.OK);
        (await programme.Officer.SendAsync($"{journey.Path}/disbursement")).Expect(HttpStatusCode.OK);
        var second = await programme.Bank.NextOrderAsync();
        programme.Bank.Confirm(second, RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");

        Assert.Equal((account, Amount), (second.Iban, second.AmountRials));
        Assert.NotEqual(first.EndToEndId, second.EndToEndId);
        var position = await programme.PositionAsync(position => position.Both.Drawn == Amount, "the loan is drawn");
        Assert.Equal(0, position.Both.Reserved);
        Assert.Equal(
            ["Submitted", "AwaitingApproval", "Approved", "FundsReserved", "ContractSigned", "Disbursing", "DisbursementFailed", "DisbursementFailed", "ContractSigned", "Disbursing", "Active"],
            await journey.TimelineAsync());
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task ReturnedPayment_ReleasesTheFunds_AndIsPaidAgainWithoutSigningAgain()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var (journey, order) = await LoanJourney.ActiveAsync(programme, People.Application(Amount));
        var firstLoan = await journey.LoanIdAsync();

        programme.Bank.Return(order, RunningProgramme.FirstDay);
        await journey.UntilAsync("DisbursementFailed");

        var position = await programme.PositionAsync(position => position.Both.Drawn == 0, "the money is back");
        Assert.Equal(0, position.Both.Reserved);
        Assert.Equal(position.Both.Deposited, position.BankBalance);
        await Eventually.TrueAsync(
            async () => (string)(await programme.Officer.ReadAsync($"loans/{firstLoan}"))["status"]! == "Returned", "the loan is taken back");

        (await programme.Officer.SendAsync($"{journey.Path}/disbursement")).Expect(HttpStatusCode.OK);
        var again = await programme.Bank.NextOrderAsync();
        programme.Bank.Confirm(again, RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");

        await programme.PositionAsync(position => position.Both.Drawn == Amount, "the loan is drawn again");
        Assert.NotEqual(firstLoan, await journey.LoanIdAsync());
        var timeline = await journey.TimelineAsync();
        Assert.Equal(
            ["Active", "DisbursementFailed", "Approved", "FundsReserved", "ContractSigned", "Disbursing", "Active"], timeline.Skip(timeline.Count - 7));
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task ReturnedBeforeItsBooking_IsOrderedAgainAndPaid_AndTheOldBookingChangesNothing()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        await journey.SignAsync();
        var first = await programme.Bank.NextOrderAsync();
        programme.Bank.Return(first, RunningProgramme.FirstDay);
        await journey.UntilAsync("DisbursementFailed");
        Assert.Equal(["bounced"], await OrdersAsync(programme));
        Assert.Equal(Amount, (await programme.PositionAsync(one => one.Both.Cash == one.Both.Deposited, "nothing is in clearing")).Both.Reserved);

        (await programme.Officer.SendAsync($"{journey.Path}/disbursement")).Expect(HttpStatusCode.OK);
        var second = await programme.Bank.NextOrderAsync();
        programme.Bank.Confirm(first, RunningProgramme.FirstDay);
        programme.Bank.Confirm(second, RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");
        await programme.Bank.UntilReadAsync();

        Assert.Equal(["returned", "paid"], await OrdersAsync(programme));
        Assert.Single((await programme.Officer.ReadAsync("loans"))["items"].AsArray());
        var position = await programme.PositionAsync(one => one.Both.Drawn == Amount, "the loan is drawn");
        Assert.Equal((0, position.Both.Deposited - Amount), (position.Both.Reserved, position.BankBalance));
        Assert.Equal(
            ["contribution", "contribution", "disbursement-ordered", "disbursement-failed", "disbursement-ordered", "disbursement"], await JournalAsync(programme));
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task SettledLoan_ItsPaymentComesBack_TheBooksCloseAndNothingIsParked()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var (journey, order) = await LoanJourney.ActiveAsync(programme, People.Application(Amount));
        var loan = await journey.LoanAsync();
        var repaid = (long)loan["settlementRials"]!;
        (await journey.PayAsync(repaid, RunningProgramme.FirstDay, "R-1")).Expect(HttpStatusCode.Created);
        await journey.UntilAsync("Settled");

        programme.Bank.Return(order, RunningProgramme.FirstDay);

        await programme.PositionAsync(position => position.Both.Drawn == 0 && position.BorrowersCredit == repaid, "what was repaid is the borrower's");
        await Eventually.TrueAsync(async () => (await journey.TimelineAsync()).Count(status => status == "Settled") == 2, "the application tells of it");
        Assert.Equal("Returned", (string)(await journey.LoanAsync())["status"]!);
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task RefusedPayment_Cancelled_GivesTheFundsBack()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        await journey.SignAsync();
        var order = await programme.Bank.NextOrderAsync();
        var atTheBank = await programme.Officer.SendAsync($"{journey.Path}/cancellation", new { reason = "moved away" });
        Assert.Equal((HttpStatusCode.Conflict, "application.wrong-state"), (atTheBank.Status, atTheBank.Code));

        programme.Bank.Refuse(order);
        await journey.UntilAsync("DisbursementFailed");
        (await programme.Officer.SendAsync($"{journey.Path}/cancellation", new { reason = "moved away" })).Expect(HttpStatusCode.OK);

        Assert.Equal("Withdrawn", (string)(await journey.StateAsync())["status"]!);
        var position = await programme.PositionAsync(position => position.Both.Reserved == 0, "the reservation is released");
        Assert.Equal(position.Both.Deposited, position.Both.Cash);
        await programme.VerifyAsync();
    }

    [StoreFact]
    public async Task ConfirmationOfAnotherAmount_PaysNothing_AndIsShown()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        await journey.SignAsync();
        var order = await programme.Bank.NextOrderAsync();

        programme.Bank.Confirm(order with { AmountRials = Amount - 1 }, RunningProgramme.FirstDay);

        var problems = await Eventually.ValueAsync(
            () => programme.Officer.ReadAsync("payment-orders/problems"), reply => reply["items"].AsArray().Count > 0, "a problem is shown");
        Assert.Contains("amount", (string)problems["items"][0]!["code"]!);
        Assert.Equal("Disbursing", (string)(await journey.UntilAsync("Disbursing"))["status"]!);
        Assert.Equal(0, (await programme.PositionAsync()).Both.Drawn);
        await programme.VerifyAsync();
    }

    private static async Task<IEnumerable<string>> OrdersAsync(RunningProgramme programme) =>
        (await programme.Officer.ReadAsync("payment-orders"))["items"].AsArray().Select(order => (string)order!["status"]!);

    private static async Task<IEnumerable<string>> JournalAsync(RunningProgramme programme) =>
        (await programme.Finance.ReadAsync("funding/journal"))["items"].AsArray().Select(entry => (string)entry!["kind"]!);
}
