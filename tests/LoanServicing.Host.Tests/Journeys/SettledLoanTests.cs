using System.Net;
using LoanServicing.Domain.Calendar;
using LoanServicing.Host.Tests.Support;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>One large loan from the application to the last rial, with the books looked at after each step.</summary>
public class SettledLoanTests
{
    private const long Deposited = 8_400_000_000_000;
    private const long Principal = 1_200_000_000;
    private const long Alavi = 357_142_857; // round_half_up(25 x principal / 84)
    private const long Sina = Principal - Alavi;
    private const long FirstYearsFee = 48_000_000; // 4 % of the principal, due with instalment 1
    private const long OddReceipt = 100_000_001;
    private const long AlaviOfOddReceipt = 29_761_905; // round_half_up(Alavi x odd receipt / principal)

    [StoreFact]
    public async Task LargeLoan_FromApplicationToLastRial_TheBooksCloseAtEveryStep()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = await LoanJourney.AssessedAsync(programme, People.Application(Principal));

        await ApproveByTwoAsync(programme, journey);
        await ReserveAsync(programme, journey);
        await PayOutAsync(programme, journey);
        await PayFeeAndAnOddReceiptAsync(programme, journey);
        await SettleAsync(programme, journey);

        Assert.Equal(
            ["Submitted", "AwaitingApproval", "AwaitingApproval", "Approved", "FundsReserved", "ContractSigned", "Disbursing", "Active", "Settled"],
            await journey.TimelineAsync());
        await programme.VerifyAsync();
    }

    private static async Task ApproveByTwoAsync(RunningProgramme programme, LoanJourney journey)
    {
        var asked = (await programme.Officer.SendAsync($"{journey.Path}/approvals")).Expect(HttpStatusCode.Accepted);
        var requestId = (string)asked["requestId"]!;
        Assert.Contains(
            (await programme.Supervisor.ReadAsync("checks"))["items"].AsArray(), item => (string)item!["requestId"]! == requestId);
        Assert.Equal("AwaitingApproval", (string)(await journey.StateAsync())["status"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await programme.Officer.SendAsync($"checks/{requestId}/approval")).Status);

        (await programme.Supervisor.SendAsync($"checks/{requestId}/approval")).Expect(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Conflict, (await programme.Supervisor.SendAsync($"checks/{requestId}/approval")).Status);
    }

    private static async Task ReserveAsync(RunningProgramme programme, LoanJourney journey)
    {
        await journey.UntilAsync("FundsReserved");

        var position = await programme.PositionAsync();
        Assert.Equal(new Figures(Deposited, Principal, 0, 0, 0, Deposited), position.Both);
        Assert.Equal(Alavi, position.Alavi.Reserved);
        Assert.Equal((Principal, 0), (position.EmploymentReserved, position.EmploymentDrawn));
    }

    private static async Task PayOutAsync(RunningProgramme programme, LoanJourney journey)
    {
        await journey.SignAsync();
        var order = await programme.Bank.NextOrderAsync();
        await journey.UntilAsync("Disbursing");
        Assert.Equal(Principal, order.AmountRials);
        Assert.Equal((string)journey.Application["iban"]!, order.Iban);
        Assert.Equal("رضا سالاری", order.CreditorName);
        Assert.Equal(Deposited, (await programme.PositionAsync()).BankBalance);

        programme.Bank.Confirm(order, RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");

        var position = await programme.PositionAsync(position => position.Both.Drawn > 0, "the loan is drawn");
        Assert.Equal(new Figures(Deposited, 0, Principal, 0, Principal, Deposited - Principal), position.Both);
        Assert.Equal((Alavi, Sina), (position.Alavi.Drawn, position.Sina.Drawn));
        Assert.Equal(Deposited - Principal, position.BankBalance);
        var loan = await journey.LoanAsync();
        Assert.Equal((Principal, 0), ((long)loan["outstandingRials"]!, (long)loan["repaidRials"]!));
        Assert.Equal(Alavi, (long)loan["funders"]!["ALAVI"]!["shareRials"]!);
        Assert.Equal("1405-10-01", (string)loan["nextDue"]!["datePersian"]!);
        Assert.Equal(FirstYearsFee, (long)loan["nextDue"]!["amountRials"]!);
    }

    private static async Task PayFeeAndAnOddReceiptAsync(RunningProgramme programme, LoanJourney journey)
    {
        var firstDue = SolarHijriDate.Create(1405, 10, 1).ToIso();
        await programme.Application.SetBusinessDateAsync(firstDue);
        (await journey.PayAsync(FirstYearsFee, firstDue, "R-1")).Expect(HttpStatusCode.Created);
        var odd = (await journey.PayAsync(OddReceipt, firstDue, "R-2")).Expect(HttpStatusCode.Created);

        Assert.Equal((AlaviOfOddReceipt, OddReceipt - AlaviOfOddReceipt), ((long)odd["funders"]["ALAVI"]!, (long)odd["funders"]["SINA"]!));
        var again = (await journey.PayAsync(OddReceipt, firstDue, "R-2")).Expect(HttpStatusCode.Created);
        Assert.Equal((string)odd["receiptId"]!, (string)again["receiptId"]!);
        var position = await programme.PositionAsync(position => position.Both.Collected > 0, "the receipts are booked");
        Assert.Equal(new Figures(Deposited, 0, Principal, OddReceipt, Principal - OddReceipt, Deposited - Principal + OddReceipt), position.Both);
        Assert.Equal(AlaviOfOddReceipt, position.Alavi.Collected);
        Assert.Equal(FirstYearsFee, position.FeesHeld);
        Assert.Equal(Deposited - Principal + OddReceipt + FirstYearsFee, position.BankBalance);
    }

    private static async Task SettleAsync(RunningProgramme programme, LoanJourney journey)
    {
        var firstDue = SolarHijriDate.Create(1405, 10, 1).ToIso();
        var loan = await journey.LoanAsync();
        Assert.Equal(Principal - OddReceipt, (long)loan["settlementRials"]!); // the second year has not begun: its fee is dropped

        (await journey.PayAsync(Principal - OddReceipt, firstDue, "R-3")).Expect(HttpStatusCode.Created);

        await journey.UntilAsync("Settled");
        var position = await programme.PositionAsync(position => position.Both.Outstanding == 0, "nothing is outstanding");
        Assert.Equal((Alavi, Sina), (position.Alavi.Collected, position.Sina.Collected));
        Assert.Equal(Deposited + FirstYearsFee, position.BankBalance);
        Assert.Equal(0, position.BorrowersCredit);
        Assert.Equal("Settled", (string)(await journey.LoanAsync())["status"]!);
    }
}
