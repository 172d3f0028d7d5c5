using LoanServicing.Contracts;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Payments that Funding finds on the bank's statement.</summary>
public class StatementPaymentsTests : OneSentOrder
{
    private readonly Guid _statement = Guid.CreateVersion7();
    private long _sequence;

    [StoreFact]
    public async Task APaymentOnAStatement_IsPaid_UnderItsReferenceAndValueDate()
    {
        await TellAsync(Line(7, Order));

        var order = await Bench.OrderAsync(Contract);
        Assert.Equal(("paid", Contracts.SignedOn, "S7"), (order.State, order.ValueDate, order.BankReference));
        var told = Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        Assert.Equal((order.LoanId, "S7", Contracts.SignedOn), (told.LoanId, told.BankReference, told.Header.BusinessDate));
        Assert.Equal([("applied", null)], await Bench.AnswersAsync());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AReturnOnAStatement_TakesThePaymentBack_WithItsReason()
    {
        await TellAsync(Line(1, Order), Line(2, Order) with { IsReturn = true, ReasonCode = "AC04" });

        Assert.Equal(("returned", "AC04"), ((await Bench.OrderAsync(Contract)).State, (await Bench.OrderAsync(Contract)).ReasonCode));
        Assert.Equal("AC04", Assert.Single(await Bench.Service.PublishedAsync<DisbursementReturned>()).ReasonCode);
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task TheSameLineTwice_ChangesNothing_InOneFactAndInTwo()
    {
        await TellAsync(Line(1, Order), Line(1, Order));
        await TellAsync(Line(1, Order) with { LineId = Guid.CreateVersion7() });

        Assert.Equal([("applied", null)], await Bench.AnswersAsync());
        Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task WhatANotificationTold_IsAlreadyDone_AndItsReferenceAndValueDateStay()
    {
        var tomorrow = Contracts.SignedOn.PlusDays(1);
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));

        var fact = Fact(Line(1, Order) with { ValueDate = tomorrow });
        await Bench.Service.DeliverAsync(fact with { Header = fact.Header with { BusinessDate = tomorrow } });

        var order = await Bench.OrderAsync(Contract);
        Assert.Equal(("paid", Contracts.SignedOn, BankMessages.ReferenceOf(Order)), (order.State, order.ValueDate, order.BankReference));
        Assert.Equal([("applied", null), ("already-done", null)], await Bench.AnswersAsync());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task WhatAStatementTold_IsAlreadyDone_WhenANotificationFollows_HoweverOften()
    {
        await TellAsync(Line(1, Order));

        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(Order)));

        Assert.Equal([("applied", null), ("already-done", null), ("already-done", null)], await Bench.AnswersAsync());
        Assert.Equal("S1", (await Bench.OrderAsync(Contract)).BankReference);
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task TwoBookingsOnStatements_AreADoublePayment_WhoeverToldTheFirst()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)));
        await TellAsync(Line(1, Order), Line(2, Order));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(Order, reference: "FT99")));

        Assert.Equal(
            [("applied", null), ("already-done", null), ("problem", BankAnswerProblem.PaidTwice), ("problem", BankAnswerProblem.PaidTwice)],
            await Bench.AnswersAsync());
        Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task ANotificationWithAnotherAmount_DoesNotMakeTheStatementsPaymentDone()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, amount: "7")));

        await TellAsync(Line(1, Order));

        Assert.Equal([("problem", BankAnswerProblem.AmountDiffers), ("applied", null)], await Bench.AnswersAsync());
        Assert.Equal("paid", (await Bench.OrderAsync(Contract)).State);
    }

    [StoreFact]
    public async Task WhatIsWrongWithOnePayment_DoesNotHoldUpTheOthers()
    {
        var (second, third) = (await Bench.SendAsync(Contracts.Signed()), await Bench.SendAsync(Contracts.Signed()));
        await Bench.Service.DeliverAsync(Contracts.Signed());
        var unsent = (await Bench.OrdersAsync())[^1];

        await TellAsync(
            Line(1, Order) with { EndToEndId = "NOTPROVIDED" },
            Line(2, Order) with { Amount = new Rials(1) },
            Line(3, Order) with { ValueDate = Contracts.SignedOn.PlusDays(-1) },
            Line(4, Order) with { ValueDate = Contracts.SignedOn.PlusDays(BankAnswerRules.MostDaysAhead + 1) },
            Line(5, unsent),
            Line(6, Order) with { EndToEndId = "", Amount = Rials.Zero, BankReference = "" },
            Line(7, second) with { BankReference = " s۷ " },
            Line(8, third) with { BankReference = "S7" },
            Line(9, third) with { EndToEndId = $" {third.EndToEndId} ", BankReference = " " });

        Assert.Equal(
            [
                BankAnswerProblem.EndToEndIdUnknown, BankAnswerProblem.AmountDiffers, BankAnswerProblem.ValueDateTooEarly, BankAnswerProblem.ValueDateInFuture,
                BankAnswerProblem.NotSent, BankAnswerProblem.EndToEndIdUnknown, null, BankAnswerProblem.BankReferenceReused, null,
            ],
            (await Bench.AnswersAsync()).Select(answer => answer.Problem));
        Assert.Equal(["sent", "paid", "paid", "ordered"], (await Bench.OrdersAsync()).Select(order => order.State));
        Assert.Equal(["S7", third.EndToEndId], (await Bench.OrdersAsync()).Select(order => order.BankReference).OfType<string>());
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task TheTransactionsOfABatch_ShareALine_AndAreEachTheirOwn()
    {
        var second = await Bench.SendAsync(Contracts.Signed());
        var third = await Bench.SendAsync(Contracts.Signed());
        var fact = Fact(Line(1, Order) with { BankReference = "B/1" }, Line(1, second) with { BankReference = "B/2" });

        await Bench.Service.DeliverAsync(fact);
        await TellAsync([.. fact.Payments, Line(1, third) with { BankReference = "B/3" }]);

        Assert.All(await Bench.OrdersAsync(), order => Assert.Equal("paid", order.State));
        Assert.Equal(3, (await Bench.AnswersAsync()).Count);
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AValueDateToCome_IsWaitedFor()
    {
        var tomorrow = Contracts.SignedOn.PlusDays(1);
        await TellAsync(Line(1, Order) with { ValueDate = tomorrow });
        Assert.Equal("sent", (await Bench.OrderAsync(Contract)).State);
        Assert.Equal([("waiting", BankAnswerProblem.AwaitsValueDate)], await Bench.AnswersAsync());

        await Bench.BeginDayAsync(tomorrow);

        Assert.Equal(("paid", tomorrow), ((await Bench.OrderAsync(Contract)).State, (await Bench.OrderAsync(Contract)).ValueDate));
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task APaymentOfARefusedOrder_HoldsTheNextOne()
    {
        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));
        await TellAsync(Line(1, Order));

        await Bench.Service.DeliverAsync(Contract.OrderedAgain());

        Assert.Equal(("problem", BankAnswerProblem.AlreadyRefused), (await Bench.AnswersAsync())[^1]);
        Assert.Single(await Bench.OrdersAsync());
        Assert.Equal(1, await Bench.Service.CountAsync("waiting"));
    }

    [StoreFact]
    public async Task AFullFact_IsOneUnit_AndAnEmptyOneNothing()
    {
        PaymentOnStatement[] payments = [.. Enumerable.Range(1, PaymentsOnStatement.MostPayments).Select(line => Line(line, Order) with { EndToEndId = $"X{line}" })];

        await TellAsync(payments);
        await TellAsync();

        Assert.Equal(PaymentsOnStatement.MostPayments, (await Bench.AnswersAsync()).Count);
    }

    private Task TellAsync(params IReadOnlyList<PaymentOnStatement> payments) => Bench.Service.DeliverAsync(Fact(payments));

    private PaymentsOnStatement Fact(params IReadOnlyList<PaymentOnStatement> payments) => new(
        new FactHeader(Guid.CreateVersion7(), Streams.Statement, _statement, ++_sequence, Contracts.SignedOn, SystemClock.Instance.GetCurrentInstant()),
        _statement,
        "statement-1405-09.xml",
        payments);

    private static PaymentOnStatement Line(int number, PaymentOrderRow order) => new(
        Guid.CreateVersion7(), number, order.EndToEndId, order.Amount, IsReturn: false, Contracts.SignedOn, $"S{number}", ReasonCode: null);
}
