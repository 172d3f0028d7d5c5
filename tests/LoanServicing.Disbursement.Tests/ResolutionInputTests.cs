using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>What a resolution says is compared with the order before the state of it, and its reference with what is open about others.</summary>
public class ResolutionInputTests : OneSentOrder
{
    private FinanceDesk Finance => new(Bench);

    [StoreFact]
    public async Task AReferenceThatAnOpenAnswerAboutAnotherOrderCarries_IsRefused_UntilThatIsSettled()
    {
        var other = await Bench.SendAsync(Contracts.Signed());
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(other, amount: "7", reference: "FT77")));

        foreach (var body in new[] { FinanceDesk.Paid(Order, " ft77"), FinanceDesk.Returned(Order, "FT77") })
        {
            var refused = await Finance.AskAsync(Order, body);
            Assert.Equal((409, "payment-order.reference-open-elsewhere"), (refused.Status, refused.Problem?.Code));
        }

        Assert.Equal(0, await Bench.Service.CountAsync("check_request"));
        await Finance.ResolveAsync(other, FinanceDesk.NeverBooked);
        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, "FT77"));
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task AReferenceThatComesUpAboutAnotherOrder_StopsTheApproval()
    {
        var other = await Bench.SendAsync(Contracts.Signed());
        var asked = await Finance.AskedAsync(Order, FinanceDesk.Paid(Order, "FT77"));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(other, amount: "7", reference: "FT77")));

        Assert.Equal("payment-order.reference-open-elsewhere", (await Finance.ApproveAsync(asked)).Problem?.Code);
        Assert.Equal("sent", (await Bench.OrderAsync(Contract)).State);
    }

    [StoreFact]
    public async Task TheReferenceThatAnOrderWasPaidUnder_SettlesWhatIsOpenAboutIt_WhateverElseCarriesIt()
    {
        var other = await Bench.SendAsync(Contracts.Signed());
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, reference: "FT77")));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(Order, reference: "FT78"), BankMessages.Paid(other, reference: "FT77")));

        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, "FT77"));

        Assert.Equal([BankAnswerProblem.BankReferenceReused], (await Bench.AnswersAsync()).Where(row => row.Outcome == "problem").Select(row => row.Problem));
    }

    [StoreTheory]
    [InlineData("seven", "payment-order.amount-not-told")]
    [InlineData("-380000000", "payment-order.amount-not-told")]
    [InlineData("7", "payment-order.amount-not-corrected")]
    public async Task AnAmountOfTheBankThatCannotBeRead_IsNotCalledAnotherAmount(string amount, string code)
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, amount: amount)));

        var refused = await Finance.AskAsync(Order, FinanceDesk.Paid(Order, "FT77"));

        Assert.Equal((409, code), (refused.Status, refused.Problem?.Code));
        await Finance.ResolveAsync(Order, FinanceDesk.Paid(Order, "FT77", corrected: true));
        Assert.Equal("paid", (await Bench.OrderAsync(Contract)).State);
    }

    [StoreTheory]
    [InlineData("\"x\"", "FT77", "amountRials integer.expected")]
    [InlineData("380000000.5", "FT77", "amountRials integer.expected")]
    [InlineData("null", "FT77", "amountRials field.required")]
    [InlineData("1", "FT77", "amountRials amount.differs")]
    [InlineData("380000000", "", "bankReference field.required")]
    public async Task WhatCannotBeRight_IsToldBeforeAnyStateOfTheOrder(string amount, string reference, string error)
    {
        var body = $$"""{"outcome":"paid","amountRials":{{amount}},"bankReference":"{{reference}}","valueDate":"2026-11-22","reason":"x"}""";
        var notSent = Contracts.Signed();
        await Bench.Service.DeliverAsync(notSent);
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, amount: "7")));

        await AssertRefusedAsync(await Bench.OrderAsync(notSent));
        await AssertRefusedAsync(Order);
        await Finance.AskedAsync(Order, FinanceDesk.NeverBooked);
        await AssertRefusedAsync(Order);

        async Task AssertRefusedAsync(PaymentOrderRow order)
        {
            var answer = await Finance.AskAsync(order, body);
            Assert.Equal(400, answer.Status);
            Assert.Equal([error], answer.Problem!.Errors.Select(one => $"{one.Field} {one.Code}"));
        }
    }
}
