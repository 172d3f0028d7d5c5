using LoanServicing.Contracts;
using LoanServicing.Domain.Payments;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Transfers that come back, in whatever order the bank tells of it.</summary>
public class BankReturnTests : OneSentOrder
{
    [StoreFact]
    public async Task ReturnBeforeItsBooking_IsARefusal_AndTheBookingChangesNothingMore()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order)));
        Assert.Equal(("bounced", "AC04", null), Told(await Bench.OrderAsync(Contract)));

        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));

        Assert.Equal(("returned", "AC04", null), Told(await Bench.OrderAsync(Contract)));
        Assert.Equal([typeof(DisbursementOrdered), typeof(DisbursementFailed)], await PublishedAsync());
        Assert.Equal([("applied", null), ("applied", null)], await Bench.AnswersAsync());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task BookingBeforeItsReturn_IsPaidAndComesBack()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order)));

        Assert.Equal("returned", (await Bench.OrderAsync(Contract)).State);
        Assert.Equal([typeof(DisbursementOrdered), typeof(LoanDisbursed), typeof(DisbursementReturned)], await PublishedAsync());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task ASecondBooking_OfWhatHadBounced_IsShownAsPaidTwice()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order)));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));

        await Bench.TakeInAsync(BankMessages.Notification("N3", BankMessages.Paid(Order, reference: "FT999")));

        Assert.Equal(("problem", BankAnswerProblem.PaidTwice), (await Bench.AnswersAsync())[^1]);
    }

    [StoreFact]
    public async Task WhatBounced_IsOrderedAgain_AndTheOldBookingDoesNotTouchTheNewOrder()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(Order)));
        var again = await Bench.SendAsync(Contract.OrderedAgain());

        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await Bench.TakeInAsync(BankMessages.Notification("N3", BankMessages.Paid(again)));

        Assert.Equal(["returned", "paid"], (await Bench.OrdersAsync()).Select(order => order.State));
        Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        await Bench.AssertSoundAsync();
    }

    private static (string State, string? Reason, Guid? Loan) Told(Store.PaymentOrderRow order) => (order.State, order.ReasonCode, order.LoanId);

    private async Task<IEnumerable<Type>> PublishedAsync() => (await Bench.Service.AllPublishedAsync()).Select(fact => fact.GetType());
}
