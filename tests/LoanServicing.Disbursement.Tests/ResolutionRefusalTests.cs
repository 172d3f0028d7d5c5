using LoanServicing.Contracts;
using LoanServicing.Domain.Payments;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Resolutions that could pay twice, or say something else than the books, change nothing.</summary>
public class ResolutionRefusalTests : OneSentOrder
{
    private FinanceDesk Finance => new(Bench);

    [StoreFact]
    public async Task WhatTheBankSaysBetweenAskingAndApproving_StopsTheApproval()
    {
        var asked = await Finance.AskedAsync(Order, FinanceDesk.NeverBooked);
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));

        var answer = await Finance.ApproveAsync(asked);

        Assert.Equal((409, "payment-order.changed-since-asked"), (answer.Status, answer.Problem?.Code));
        Assert.Equal("paid", (await Bench.OrderAsync(Contract)).State);
        Assert.Empty(await Bench.Service.PublishedAsync<DisbursementFailed>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AnAnswerThatMovesNothing_StopsTheApprovalToo()
    {
        var asked = await Finance.AskedAsync(Order, FinanceDesk.NeverBooked);
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, amount: "7")));

        Assert.Equal("payment-order.changed-since-asked", (await Finance.ApproveAsync(asked)).Problem?.Code);
        Assert.Equal("sent", (await Bench.OrderAsync(Contract)).State);
    }

    [StoreFact]
    public async Task TheSameWordTwice_IsOneRequest_AnotherWordHasToWait()
    {
        var first = await Finance.AskedAsync(Order, FinanceDesk.Paid(Order, "FT77"));

        Assert.Equal(first, await Finance.AskedAsync(Order, FinanceDesk.Paid(Order, "FT77")));
        Assert.Equal("payment-order.resolution-waiting", (await Finance.AskAsync(Order, FinanceDesk.NeverBooked)).Problem?.Code);
        await Finance.ApproveAsync(first);
        Assert.Equal(first, await Finance.AskedAsync(Order, FinanceDesk.Paid(Order, "FT77")));
        Assert.Equal(1, await Bench.Service.CountAsync("payment_order_resolution"));
    }

    [StoreFact]
    public async Task AReferenceThatStandsForSomethingElse_IsRefused()
    {
        var other = await Bench.SendAsync(Contracts.Signed());
        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, "FT77"));

        var another = await Finance.AskAsync(other, FinanceDesk.Paid(other, "FT77"));
        await Bench.SetBusinessDateAsync(Contracts.SignedOn.PlusDays(1));

        Assert.Equal((422, BankAnswerProblem.BankReferenceReused), (another.Status, another.Problem?.Code));
        Assert.Equal(BankAnswerProblem.PaidTwice, (await Finance.AskAsync(Order, FinanceDesk.Paid(Order, "FT78"))).Problem?.Code);
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AnOrderThatTheBankHasNotBeenGiven_IsNotResolved()
    {
        var contract = Contracts.Signed();
        await Bench.Service.DeliverAsync(contract);
        var ordered = await Bench.OrderAsync(contract);
        Assert.Equal(BankAnswerProblem.NotSent, (await Finance.AskAsync(ordered, FinanceDesk.NeverBooked)).Problem?.Code);

        await Bench.Writer.AssignAsync(CancellationToken.None);
        Assert.Equal(BankAnswerProblem.NotSent, (await Finance.AskAsync(ordered, FinanceDesk.NeverBooked)).Problem?.Code);
    }

    [StoreFact]
    public async Task PaidAfterRefused_WithoutAHeldOrder_IsNotTakenAsPaid()
    {
        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));

        Assert.Equal("payment-order.no-order-held", (await PaidAsync()).Problem?.Code);
    }

    [StoreFact]
    public async Task PaidAfterRefused_WhenTheNextOrderIsAtTheBank_CannotBeTakenAsPaid()
    {
        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));
        var next = await Bench.SendAsync(Contract.OrderedAgain());
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));

        Assert.Equal("payment-order.no-order-held", (await PaidAsync()).Problem?.Code);
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(next)));
        Assert.Equal("payment-order.no-order-held", (await PaidAsync()).Problem?.Code);
        Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
    }

    [StoreFact]
    public async Task PaidAfterTheMoneyCameBack_AndNeverBookedAfterPaid_AreRefused()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        Assert.Equal(BankAnswerProblem.AlreadyPaid, (await Finance.AskAsync(Order, FinanceDesk.NeverBooked)).Problem?.Code);

        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order)));
        Assert.Equal(BankAnswerProblem.AlreadyReturned, (await PaidAsync()).Problem?.Code);
    }

    [StoreFact]
    public async Task AnOrderAboutWhichNothingIsOpen_HasNothingToResolve()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));

        Assert.Equal("payment-order.nothing-to-resolve", (await PaidAsync()).Problem?.Code);
    }

    [StoreTheory]
    [InlineData("""{"outcome":"paid","amountRials":1,"bankReference":"FT77","valueDate":"2026-11-22","reason":"x"}""", "amountRials amount.differs")]
    [InlineData("""{"outcome":"paid","amountRials":380000000,"bankReference":"FT77","valueDate":"2026-11-23","reason":"x"}""", "valueDate value-date.after-business-date")]
    [InlineData("""{"outcome":"paid","amountRials":380000000,"bankReference":"FT77","valueDate":"2026-11-21","reason":"x"}""", "valueDate value-date.before-order")]
    [InlineData("""{"outcome":"paid","amountRials":380000000,"bankReference":"FT77","valueDate":"2026-11-22"}""", "reason field.required")]
    [InlineData("""{"outcome":"unknown","reason":"x"}""", "outcome outcome.unknown")]
    [InlineData("""{"outcome":"not-paid","reason":"x"}""", "notPaidAs field.required")]
    [InlineData("""{"outcome":"not-paid","notPaidAs":"lost","reason":"x"}""", "notPaidAs not-paid-as.unknown")]
    [InlineData("""{"outcome":"not-paid","notPaidAs":"returned","reason":"x"}""", "amountRials field.required")]
    [InlineData("""{"outcome":"not-paid","notPaidAs":"never-booked","bankReference":"FT77","reason":"x"}""", "bankReference field.unknown")]
    public async Task WhatCannotBeRight_IsRefusedWithItsField(string body, string error)
    {
        var answer = await Finance.AskAsync(Order, body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(error, answer.Problem!.Errors.Select(one => $"{one.Field} {one.Code}"));
        Assert.Equal(0, await Bench.Service.CountAsync("check_request"));
    }

    private Task<Platform.Http.Answer> PaidAsync() => Finance.AskAsync(Order, FinanceDesk.Paid(Order, BankMessages.ReferenceOf(Order)));
}
