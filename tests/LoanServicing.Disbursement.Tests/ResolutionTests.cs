using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Domain.Payments;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>What the bank's files leave open is settled by its written word, through two people, with the effect that a line would have had.</summary>
public class ResolutionTests : OneSentOrder
{
    private FinanceDesk Finance => new(Bench);

    [StoreFact]
    public async Task AnOrderWithoutAnAnswer_ToldAsPaid_OpensOneLoan_AndTheLateLineIsKnown()
    {
        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, "FT77"));
        var paid = await Bench.OrderAsync(Contract);

        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, reference: "FT77")));

        Assert.Equal(("paid", "FT77", Contracts.SignedOn), (paid.State, paid.BankReference, paid.ValueDate));
        Assert.Equal([("applied", null), ("already-done", null)], await Bench.AnswersAsync());
        var disbursed = Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        Assert.Equal((paid.LoanId, 1, "FT77"), (disbursed.LoanId, disbursed.PaymentAttempt, disbursed.BankReference));
        await Bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData("FT78", BankMessages.ValueDate, BankAnswerProblem.PaidTwice)]
    [InlineData("FT77", "2026-11-23", BankAnswerProblem.ValueDateDiffers)]
    public async Task ALateLine_ThatContradictsTheResolution_IsListedAndNotApplied(string reference, string valueDate, string problem)
    {
        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, "FT77"));
        await Bench.SetBusinessDateAsync(Contracts.SignedOn.PlusDays(1));

        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, reference: reference, valueDate: valueDate)));
        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));

        Assert.Equal([("applied", null), ("problem", problem), ("problem", BankAnswerProblem.AlreadyPaid)], await Bench.AnswersAsync());
        Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AnOrderWithoutAnAnswer_ToldAsNeverBooked_IsRefused_AndItsLateBookingHoldsTheNext()
    {
        await Finance.ResolveAsync(Order, FinanceDesk.NeverBooked);
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await Bench.Service.DeliverAsync(Contract.OrderedAgain());

        Assert.Equal("refused", Assert.Single(await Bench.OrdersAsync()).State);
        Assert.Equal(("problem", BankAnswerProblem.AlreadyRefused), (await Bench.AnswersAsync())[^1]);
        Assert.Equal("letter 17 of the bank", Assert.Single(await Bench.Service.PublishedAsync<DisbursementFailed>()).ReasonText);
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AHeldOrder_IsMade_WhenTheBookingNeverWas()
    {
        await HoldAsync();

        await Finance.ResolveAsync(Order, FinanceDesk.NeverBooked);

        Assert.Equal(["refused", "ordered"], (await Bench.OrdersAsync()).Select(order => order.State));
        Assert.Equal([("applied", null), ("resolved", BankAnswerProblem.AlreadyRefused), ("already-done", null)], await Bench.AnswersAsync());
        Assert.Equal(0, await Bench.Service.CountAsync("waiting"));
        Assert.Single(await Bench.Service.PublishedAsync<DisbursementFailed>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AHeldOrder_IsMade_WhenTheMoneyIsBack_AndTheLateReturnIsKnown()
    {
        await HoldAsync();

        await Finance.ResolveAsync(Order, FinanceDesk.Returned(Order, "R77"));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order)));

        Assert.Equal(["returned", "ordered"], (await Bench.OrdersAsync()).Select(order => order.State));
        Assert.Equal(("already-done", null), (await Bench.AnswersAsync())[^1]);
        Assert.Empty(await Bench.Service.PublishedAsync<LoanDisbursed>());
        Assert.Equal(0, await Bench.Service.CountAsync("waiting"));
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AHeldOrder_IsNotMade_WhenTheRefusedOneWasPaid_WhichTakesItsPlace()
    {
        await HoldAsync();

        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, BankMessages.ReferenceOf(Order)));
        await Bench.Writer.RunAsync(CancellationToken.None);
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(Order)));

        var order = Assert.Single(await Bench.OrdersAsync());
        Assert.Equal(("paid", 1, 2), (order.State, order.PaymentAttempt, order.StandsForAttempt));
        Assert.Single(Bench.Outbox);
        Assert.Equal(("already-done", null), (await Bench.AnswersAsync())[^1]);
        Assert.Equal([1, 2], (await Bench.Service.PublishedAsync<DisbursementOrdered>()).Select(fact => fact.PaymentAttempt));
        var disbursed = Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        Assert.Equal((order.OrderId, 2), (disbursed.OrderId, disbursed.PaymentAttempt));
        Assert.Equal(0, await Bench.Service.CountAsync("waiting"));
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task WhatTookThePlaceOfAHeldOrder_MayComeBack_AndBeOrderedAgain()
    {
        await HoldAsync();
        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, BankMessages.ReferenceOf(Order)));

        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order)));
        await Bench.Service.DeliverAsync(Contract.OrderedAgain().OrderedAgain());

        Assert.Equal(["returned", "ordered"], (await Bench.OrdersAsync()).Select(order => order.State));
        Assert.Equal(2, Assert.Single(await Bench.Service.PublishedAsync<DisbursementReturned>()).PaymentAttempt);
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task OfTwoBookings_OneIsResolved_AndTheOtherIsListedAsADoublePayment()
    {
        await HoldAsync();
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(Order, reference: "FT99")));

        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, BankMessages.ReferenceOf(Order)));
        Assert.Contains(("problem", BankAnswerProblem.PaidTwice), await Bench.AnswersAsync());
        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, BankMessages.ReferenceOf(Order)));

        Assert.Contains(("resolved", BankAnswerProblem.PaidTwice), await Bench.AnswersAsync());
        Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AWrongAmount_IsPaid_OnlyWhenTheBankHasCorrectedIt()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, amount: "7")));

        var refused = await Finance.AskAsync(Order, FinanceDesk.Paid(Order, "FT77"));
        Assert.Equal((409, "payment-order.amount-not-corrected"), (refused.Status, refused.Problem?.Code));
        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, "FT77", corrected: true));

        Assert.Equal("paid", (await Bench.OrderAsync(Contract)).State);
        Assert.Equal([("resolved", BankAnswerProblem.AmountDiffers), ("applied", null)], await Bench.AnswersAsync());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AWrongAmount_ThatIsNotPaid_LetsTheNextOrderGo()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, amount: "7")));

        await Finance.ResolveAsync(Order, FinanceDesk.Returned(Order, "R77"));
        await Bench.Service.DeliverAsync(Contract.OrderedAgain());

        Assert.Equal(["bounced", "ordered"], (await Bench.OrdersAsync()).Select(order => order.State));
        Assert.Single(await Bench.Service.PublishedAsync<DisbursementFailed>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task TheAuditTrail_NamesBothPeople_TheReasonAndTheInputs()
    {
        await HoldAsync();
        await Finance.ResolveAsync(Order, FinanceDesk.Returned(Order, "R77"));

        var (actor, details) = await Bench.Service.Database.ReadAsync(connection => connection.QuerySingleAsync<(string, string)>(
            "select actor, details from audit where action = 'payment-order.resolved'"));
        Assert.Equal("finance-2", actor);
        Assert.All(
            ["finance-1", "finance-2", "letter 17 of the bank", "R77", "returned", BankAnswerProblem.AlreadyRefused, BankMessages.ReferenceOf(Order)],
            said => Assert.Contains(said, details));
    }

    private async Task HoldAsync()
    {
        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await Bench.Service.DeliverAsync(Contract.OrderedAgain());
        Assert.Single(await Bench.OrdersAsync());
    }
}
