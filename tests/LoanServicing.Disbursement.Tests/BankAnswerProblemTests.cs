using LoanServicing.Contracts;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Answers that are kept and shown, and change no order.</summary>
public sealed class BankAnswerProblemTests : IAsyncLifetime
{
    private readonly DisbursementBench _bench = new();
    private readonly ContractSigned _contract = Contracts.Signed();
    private PaymentOrderRow _order = new();

    public async Task InitializeAsync()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        _order = await _bench.SendAsync(_contract);
    }

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public Task UnknownEndToEndId() =>
        AssertProblemAsync(BankAnswerProblem.EndToEndIdUnknown, BankMessages.Paid(_order with { EndToEndId = "NOTPROVIDED" }));

    [Theory]
    [InlineData("379999999", BankAnswerProblem.AmountDiffers)]
    [InlineData("380000000.50", BankAnswerProblem.AmountUnreadable)]
    [InlineData("-380000000", BankAnswerProblem.AmountUnreadable)]
    [InlineData("3.8e8", BankAnswerProblem.AmountUnreadable)]
    [InlineData("380,000,000", BankAnswerProblem.AmountUnreadable)]
    [InlineData("99999999999999999999", BankAnswerProblem.AmountUnreadable)]
    [InlineData("", BankAnswerProblem.AmountUnreadable)]
    public Task OtherAmounts(string amount, string problem) => AssertProblemAsync(problem, BankMessages.Paid(_order, amount));

    [Fact]
    public Task AnotherCurrency() => AssertProblemAsync(BankAnswerProblem.AmountUnreadable, BankMessages.Paid(_order, currency: "EUR"));

    [Theory]
    [InlineData("2026-11-23", BankAnswerProblem.ValueDateInFuture)]
    [InlineData("2026-11-21", BankAnswerProblem.ValueDateTooEarly)]
    [InlineData("1405-09-01", BankAnswerProblem.ValueDateTooEarly)]
    [InlineData("yesterday", BankAnswerProblem.ValueDateMissing)]
    public Task OddValueDates(string valueDate, string problem) => AssertProblemAsync(problem, BankMessages.Paid(_order, valueDate: valueDate));

    [Fact]
    public Task ADebitThatReversesACredit() => AssertProblemAsync(
        BankAnswerProblem.DebitOfUnknownKind,
        BankMessages.Paid(_order).Replace("<CdtDbtInd>", "<RvslInd>true</RvslInd><CdtDbtInd>", StringComparison.Ordinal));

    [Fact]
    public Task ACreditWithoutReturnInformation() => AssertProblemAsync(
        BankAnswerProblem.CreditWithoutReturn, BankMessages.Paid(_order).Replace("DBIT", "CRDT", StringComparison.Ordinal));

    [Fact]
    public Task AnEntryWithoutDetails() => AssertProblemAsync(
        BankAnswerProblem.EndToEndIdUnknown,
        "<Ntry><Amt Ccy=\"IRR\">5</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><ValDt><Dt>2026-11-22</Dt></ValDt></Ntry>");

    [Fact]
    public async Task ASecondBooking_UnderAnotherReference_IsShownAsPaidTwice()
    {
        await _bench.TakeInAsync(BankMessages.Notification("N0", BankMessages.Paid(_order)));
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(_order, reference: "FT999")));

        Assert.Equal(("problem", BankAnswerProblem.PaidTwice), (await _bench.AnswersAsync())[^1]);
        Assert.Equal(BankMessages.ReferenceOf(_order), (await _bench.OrderAsync(_contract)).BankReference);
        Assert.Single(await _bench.Service.PublishedAsync<LoanDisbursed>());
    }

    [Fact]
    public async Task AReferenceOfAnotherPayment_IsShown()
    {
        var other = Contracts.Signed();
        await _bench.TakeInAsync(BankMessages.Notification("N0", BankMessages.Paid(_order)));
        var sent = await _bench.SendAsync(other);
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(sent, reference: BankMessages.ReferenceOf(_order))));

        Assert.Equal(("problem", BankAnswerProblem.BankReferenceReused), (await _bench.AnswersAsync())[^1]);
        Assert.Equal("sent", (await _bench.OrderAsync(other)).State);
    }

    [Fact]
    public async Task RefusedAfterPaid_AndPaidAfterRefused_AreShown()
    {
        var refused = await _bench.SendAsync(Contracts.Signed());
        await _bench.TakeInAsync(BankMessages.Notification("N0", BankMessages.Paid(_order)));
        await _bench.TakeInAsync(BankMessages.Statuses("S0", "RJCT", refused));

        await _bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", _order));
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(refused)));

        Assert.Equal(
            [("problem", BankAnswerProblem.AlreadyPaid), ("problem", BankAnswerProblem.AlreadyRefused)], (await _bench.AnswersAsync()).Skip(2));
        Assert.Equal(["paid", "refused"], (await _bench.OrdersAsync()).Select(order => order.State));
        await _bench.AssertSoundAsync();
    }

    [Fact]
    public async Task ANewFile_WithWhatWasMissing_StillPaysTheOrder()
    {
        await AssertProblemAsync(BankAnswerProblem.ValueDateInFuture, BankMessages.Paid(_order, valueDate: "2026-11-23"));
        await _bench.SetBusinessDateAsync(Contracts.SignedOn.PlusDays(1));

        await _bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Paid(_order, valueDate: "2026-11-23")));

        Assert.Equal("paid", (await _bench.OrderAsync(_contract)).State);
    }

    private async Task AssertProblemAsync(string problem, string entry)
    {
        await _bench.TakeInAsync(BankMessages.Notification("N1", entry));

        Assert.Equal([("problem", problem)], await _bench.AnswersAsync());
        Assert.Equal("sent", (await _bench.OrderAsync(_contract)).State);
        Assert.IsType<DisbursementOrdered>(Assert.Single(await _bench.Service.AllPublishedAsync()));
        Assert.Equal(["answer.xml"], _bench.Done);
        await _bench.AssertSoundAsync();
    }
}
