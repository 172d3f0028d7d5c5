using System.Net;
using System.Text.Json.Nodes;
using LoanServicing.Host.Tests.Support;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>The bank refuses and books all the same, or never answers: the next order waits, and two people of finance settle it.</summary>
public class HeldOrderTests
{
    private const long Amount = 400_000_000;
    private const string Reason = "letter 17 of the bank";

    [StoreFact]
    public async Task BookedAfterRefused_NeverReallyPaid_LetsTheHeldOrderGo_AndItIsPaidOnce()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var (journey, first) = await HeldAsync(programme);

        await ResolveAsync(programme, first, new { outcome = "not-paid", notPaidAs = "never-booked", reason = Reason });
        var second = await programme.Bank.NextOrderAsync();
        programme.Bank.Confirm(second, RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");

        await AssertOneLoanAsync(programme, journey, second);
    }

    [StoreFact]
    public async Task BookedAfterRefused_AndReturned_LetsTheHeldOrderGo_AndItIsPaidOnce()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var (journey, first) = await HeldAsync(programme);

        var returned = new
        {
            outcome = "not-paid", notPaidAs = "returned", amountRials = Amount, bankReference = "RET-1", valueDate = FirstDay, reason = Reason,
        };
        await ResolveAsync(programme, first, returned);
        var second = await programme.Bank.NextOrderAsync();
        programme.Bank.Return(first, RunningProgramme.FirstDay); // the bank's file tells it too, late
        programme.Bank.Confirm(second, RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");

        await AssertOneLoanAsync(programme, journey, second);
    }

    [StoreFact]
    public async Task BookedAfterRefused_AndReallyPaid_TakesThePlaceOfTheHeldOrder_WhichIsNeverSent()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var (journey, first) = await HeldAsync(programme);
        var shown = (await OrderAsync(programme, first))["problems"]!.AsArray().Single()!;

        await ResolveAsync(programme, first, Paid((string)shown["bankReference"]!));
        await journey.UntilAsync("Active");
        programme.Bank.Confirm(first, RunningProgramme.FirstDay); // told again by a late file

        await AssertOneLoanAsync(programme, journey, first);
        Assert.Equal(first, Assert.Single(programme.Bank.Orders()));
    }

    [StoreFact]
    public async Task UnansweredOrder_ToldAsPaid_OpensTheLoan()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        await journey.SignAsync();
        var order = await programme.Bank.NextOrderAsync();
        Assert.Equal("bank-answer.missing", (string)(await SentAsync(programme, order))["openQuestion"]!["code"]!);

        await ResolveAsync(programme, order, Paid("FT-LETTER"));
        await journey.UntilAsync("Active");

        await AssertOneLoanAsync(programme, journey, order);
    }

    [StoreFact]
    public async Task WrongAmount_NotPaid_IsOrderedAgain_AndPaidOnce()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var journey = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        await journey.SignAsync();
        var first = await programme.Bank.NextOrderAsync();
        programme.Bank.Confirm(first with { AmountRials = Amount - 1 }, RunningProgramme.FirstDay);
        await Eventually.TrueAsync(async () => await UnresolvedAsync(programme) == 1, "the wrong amount is listed");

        var without = await AskAsync(programme, first, Paid("FT-1"));
        Assert.Equal((HttpStatusCode.Conflict, "payment-order.amount-not-corrected"), (without.Status, without.Code));
        await ResolveAsync(programme, first, new { outcome = "not-paid", notPaidAs = "never-booked", reason = Reason });
        await journey.UntilAsync("DisbursementFailed");
        (await programme.Officer.SendAsync($"{journey.Path}/disbursement")).Expect(HttpStatusCode.OK);
        var second = await programme.Bank.NextOrderAsync();
        programme.Bank.Confirm(second, RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");

        await AssertOneLoanAsync(programme, journey, second);
    }

    [StoreFact]
    public async Task Resolution_ByTheMakerAlone_OrByAnotherRole_IsRefused()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync();
        var (_, first) = await HeldAsync(programme);
        var body = new { outcome = "not-paid", notPaidAs = "never-booked", reason = Reason };
        var requestId = (await AskAsync(programme, first, body)).Expect(HttpStatusCode.Accepted)["requestId"];

        var own = await programme.Finance.SendAsync($"checks/{requestId}/approval");
        var officer = await programme.Officer.SendAsync($"checks/{requestId}/approval");

        Assert.Equal((HttpStatusCode.Forbidden, "check.own-request"), (own.Status, own.Code));
        Assert.Equal(HttpStatusCode.Forbidden, officer.Status);
        Assert.Equal("next-order.held", (string)(await OrderAsync(programme, first))["openQuestion"]!["code"]!);
        (await programme.FinanceChecker.SendAsync($"checks/{requestId}/refusal", new { reason = "no such letter" })).Expect(HttpStatusCode.OK);
        await ResolveAsync(programme, first, body);
        await programme.VerifyAsync();
    }

    private static string FirstDay => RunningProgramme.Iso(RunningProgramme.FirstDay);

    private static object Paid(string reference) =>
        new { outcome = "paid", amountRials = Amount, bankReference = reference, valueDate = FirstDay, reason = Reason };

    /// <summary>Refused, ordered again to another account, and then the first order is booked after all.</summary>
    private static async Task<(LoanJourney Journey, BankOrder First)> HeldAsync(RunningProgramme programme)
    {
        var journey = await LoanJourney.ReservedAsync(programme, People.Application(Amount));
        await journey.SignAsync();
        var first = await programme.Bank.NextOrderAsync();
        programme.Bank.Refuse(first);
        await journey.UntilAsync("DisbursementFailed");
        programme.Bank.Confirm(first, RunningProgramme.FirstDay);
        await Eventually.TrueAsync(async () => await UnresolvedAsync(programme) == 1, "the booking is listed");
        (await programme.Officer.SendAsync($"{journey.Path}/payout-account", new { iban = People.NewIban() })).Expect(HttpStatusCode.OK);
        (await programme.Officer.SendAsync($"{journey.Path}/disbursement")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync(
            async () => (string)(await OrderAsync(programme, first))["openQuestion"]!["code"]! == "next-order.held", "the next order is held");
        return (journey, first);
    }

    private static async Task<int> UnresolvedAsync(RunningProgramme programme) =>
        (await programme.Finance.ReadAsync("payment-orders?status=unresolved")).Expect(HttpStatusCode.OK)["items"].AsArray().Count;

    private static async Task<JsonNode> OrderAsync(RunningProgramme programme, BankOrder order) =>
        (await programme.Finance.ReadAsync("payment-orders"))["items"].AsArray().Single(item => (string)item!["endToEndId"]! == order.EndToEndId)!;

    private static Task<JsonNode> SentAsync(RunningProgramme programme, BankOrder order) =>
        Eventually.ValueAsync(() => OrderAsync(programme, order), item => (string)item["status"]! == "sent", "the order is sent");

    private static async Task<Reply> AskAsync(RunningProgramme programme, BankOrder order, object body)
    {
        var orderId = (await OrderAsync(programme, order))["orderId"];
        return await programme.Finance.SendAsync($"payment-orders/{orderId}/resolution", body, $"resolve-{Guid.CreateVersion7():N}");
    }

    private static async Task ResolveAsync(RunningProgramme programme, BankOrder order, object body)
    {
        var asked = (await AskAsync(programme, order, body)).Expect(HttpStatusCode.Accepted);
        (await programme.FinanceChecker.SendAsync($"checks/{asked["requestId"]}/approval")).Expect(HttpStatusCode.OK);
    }

    /// <summary>One loan, drawn once and from one payment; nothing is open, in clearing or waiting, and every rule holds.</summary>
    private static async Task AssertOneLoanAsync(RunningProgramme programme, LoanJourney journey, BankOrder paidBy)
    {
        await programme.Bank.UntilReadAsync();
        var position = await programme.PositionAsync(one => one.Both.Drawn == Amount && one.BankBalance == one.Both.Deposited - Amount, "the loan is drawn");
        Assert.Equal(0, position.Both.Reserved);
        Assert.Equal(position.Both.Deposited - Amount, position.Both.Cash);
        Assert.Equal(Amount, position.Both.Outstanding);
        Assert.Single((await programme.Officer.ReadAsync("loans"))["items"].AsArray());
        Assert.Equal((Guid)(await OrderAsync(programme, paidBy))["loanId"]!, await journey.LoanIdAsync());
        Assert.Equal(0, await UnresolvedAsync(programme));
        await programme.VerifyAsync();
    }
}
