using LoanServicing.Contracts;
using LoanServicing.Domain.Payments;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Answers that are kept and shown, and change no order.</summary>
public class BankAnswerProblemTests : OneSentOrder
{
    [StoreFact]
    public Task UnknownEndToEndId() =>
        AssertProblemAsync(BankAnswerProblem.EndToEndIdUnknown, BankMessages.Paid(Order with { EndToEndId = "NOTPROVIDED" }));

    [StoreTheory]
    [InlineData("379999999", BankAnswerProblem.AmountDiffers)]
    [InlineData("-380000000", BankAnswerProblem.AmountUnreadable)]
    [InlineData("3.8e8", BankAnswerProblem.AmountUnreadable)]
    [InlineData("380,000,000", BankAnswerProblem.AmountUnreadable)]
    [InlineData("99999999999999999999", BankAnswerProblem.AmountUnreadable)]
    [InlineData("", BankAnswerProblem.AmountUnreadable)]
    public Task OtherAmounts(string amount, string problem) => AssertProblemAsync(problem, BankMessages.Paid(Order, amount));

    [StoreTheory]
    [InlineData("2026-12-03", BankAnswerProblem.ValueDateInFuture)]
    [InlineData("2026-11-21", BankAnswerProblem.ValueDateTooEarly)]
    [InlineData("1405-09-01", BankAnswerProblem.ValueDateTooEarly)]
    [InlineData("yesterday", BankAnswerProblem.ValueDateMissing)]
    public Task OddValueDates(string valueDate, string problem) => AssertProblemAsync(problem, BankMessages.Paid(Order, valueDate: valueDate));

    [StoreFact]
    public Task ADebitThatReversesACredit() => AssertProblemAsync(
        BankAnswerProblem.DebitOfUnknownKind,
        BankMessages.Paid(Order).Replace("<CdtDbtInd>", "<RvslInd>true</RvslInd><CdtDbtInd>", StringComparison.Ordinal));

    [StoreFact]
    public Task ACreditWithoutReturnInformation() => AssertProblemAsync(
        BankAnswerProblem.CreditWithoutReturn, BankMessages.Paid(Order).Replace("DBIT", "CRDT", StringComparison.Ordinal));

    [StoreFact]
    public Task AnEntryWithoutDetails() => AssertProblemAsync(
        BankAnswerProblem.EndToEndIdUnknown,
        "<Ntry><Amt Ccy=\"IRR\">5</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><ValDt><Dt>2026-11-22</Dt></ValDt></Ntry>");

    [StoreFact]
    public async Task ASecondBooking_UnderAnotherReference_IsShownAsPaidTwice()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N0", BankMessages.Paid(Order)));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, reference: "FT999")));

        Assert.Equal(("problem", BankAnswerProblem.PaidTwice), (await Bench.AnswersAsync())[^1]);
        Assert.Equal(BankMessages.ReferenceOf(Order), (await Bench.OrderAsync(Contract)).BankReference);
        Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
    }

    [StoreTheory]
    [InlineData("FT")]
    [InlineData("ft")]
    [InlineData("ＦＴ")]
    public async Task AReferenceOfAnotherPayment_InAnyWriting_IsShown(string prefix)
    {
        var other = Contracts.Signed();
        await Bench.TakeInAsync(BankMessages.Notification("N0", BankMessages.Paid(Order)));
        var sent = await Bench.SendAsync(other);
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(sent, reference: $"{prefix}{Order.Number}")));

        Assert.Equal(("problem", BankAnswerProblem.BankReferenceReused), (await Bench.AnswersAsync())[^1]);
        Assert.Equal("sent", (await Bench.OrderAsync(other)).State);
    }

    [StoreFact]
    public async Task RefusedAfterPaid_AndPaidAfterRefused_AreShown()
    {
        var refused = await Bench.SendAsync(Contracts.Signed());
        await Bench.TakeInAsync(BankMessages.Notification("N0", BankMessages.Paid(Order)));
        await Bench.TakeInAsync(BankMessages.Statuses("S0", "RJCT", refused));

        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(refused)));

        Assert.Equal(
            [("problem", BankAnswerProblem.AlreadyPaid), ("problem", BankAnswerProblem.AlreadyRefused)], (await Bench.AnswersAsync()).Skip(2));
        Assert.Equal(["paid", "refused"], (await Bench.OrdersAsync()).Select(order => order.State));
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task ANewFile_WithWhatWasMissing_StillPaysTheOrder()
    {
        await AssertProblemAsync(BankAnswerProblem.ValueDateMissing, BankMessages.Paid(Order, valueDate: "soon"));

        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(Order)));

        Assert.Equal("paid", (await Bench.OrderAsync(Contract)).State);
    }

    private async Task AssertProblemAsync(string problem, string entry)
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", entry));

        Assert.Equal([("problem", problem)], await Bench.AnswersAsync());
        Assert.Equal("sent", (await Bench.OrderAsync(Contract)).State);
        Assert.IsType<DisbursementOrdered>(Assert.Single(await Bench.Service.AllPublishedAsync()));
        Assert.Equal(["answer.xml"], Bench.Done);
        await Bench.AssertSoundAsync();
    }
}
