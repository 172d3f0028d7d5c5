using LoanServicing.Contracts;
using LoanServicing.Domain.Payments;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Disbursement.Tests;

public class BankInboxTests : OneSentOrder
{
    [StoreTheory]
    [InlineData("02", "BOOK")]
    [InlineData("04", "BOOK")]
    [InlineData("08", "<Cd>BOOK</Cd>")]
    public async Task Booked_IsPaid_AndALoanBegins(string version, string status)
    {
        await Bench.SetBusinessDateAsync(Contracts.SignedOn.PlusDays(2));

        await Bench.TakeInAsync(BankMessages.NotificationOf(version, "N1", BankMessages.Paid(Order, status: status, amount: "380000000.00")));

        var order = await Bench.OrderAsync(Contract);
        Assert.Equal(("paid", new LocalDate(2026, 11, 22), BankMessages.ReferenceOf(Order)), (order.State, order.ValueDate, order.BankReference));
        var told = Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>());
        Assert.Equal((2L, Contracts.SignedOn.PlusDays(2)), (told.Header.Sequence, told.Header.BusinessDate));
        Assert.Equal((order.LoanId, order.OrderId, Contract.Shares, Contract.Terms, Contract.Borrower, Contract.ContractNumber, order.ValueDate),
            (told.LoanId, told.OrderId, told.Shares, told.Terms, told.Borrower, told.ContractNumber, told.ValueDate));
        Assert.Equal(["answer.xml"], Bench.Done);
        Assert.Empty(Bench.Arrived);
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task Refused_TellsTheReason_AndAReturnedOneItsLoan()
    {
        await Bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", Order));
        var other = await Bench.SendAsync(Contracts.Signed());
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(other)));
        await Bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(other)));

        var failed = Assert.Single(await Bench.Service.PublishedAsync<DisbursementFailed>());
        Assert.Equal((Order.OrderId, "AC01", "no such account", Contract.Shares), (failed.OrderId, failed.ReasonCode, failed.ReasonText, failed.Shares));
        var returned = Assert.Single(await Bench.Service.PublishedAsync<DisbursementReturned>());
        Assert.Equal((other.OrderId, "AC04", "account closed", 3L), (returned.OrderId, returned.ReasonCode, returned.ReasonText, returned.Header.Sequence));
        Assert.Equal(Assert.Single(await Bench.Service.PublishedAsync<LoanDisbursed>()).LoanId, returned.LoanId);
        Assert.Equal(["refused", "returned"], (await Bench.OrdersAsync()).Select(order => order.State));
        await Bench.AssertSoundAsync();
    }

    [StoreTheory]
    [InlineData("ACSC")]
    [InlineData("ACCP")]
    [InlineData("PDNG")]
    public async Task OtherStatuses_AreKeptAndChangeNothing(string status)
    {
        await Bench.TakeInAsync(BankMessages.Statuses("S1", status, Order));

        Assert.Equal("sent", (await Bench.OrderAsync(Contract)).State);
        Assert.Equal([("informative", null)], await Bench.AnswersAsync());
    }

    [StoreFact]
    public async Task PendingEntry_IsNotPaid()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order, status: "<Cd>PDNG</Cd>")));

        Assert.Equal("sent", (await Bench.OrderAsync(Contract)).State);
        Assert.Equal([("informative", null)], await Bench.AnswersAsync());
    }

    [StoreFact]
    public async Task WholeFileRefused_GoesForEachOfItsOrders()
    {
        using var bench = new DisbursementBench();
        await bench.Service.DeliverAsync(Contracts.Signed());
        var order = await bench.SendAsync(Contracts.Signed());

        await bench.TakeInAsync(BankMessages.WholeFileRefused("S1", PaymentIds.MessageId(order.FileId!.Value)));

        Assert.All(await bench.OrdersAsync(), refused => Assert.Equal(("refused", "DU01"), (refused.State, refused.ReasonCode)));
        Assert.Equal(2, (await bench.Service.PublishedAsync<DisbursementFailed>()).Count);
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task BatchBooking_GivesEachTransactionItsOwnAnswer()
    {
        var other = await Bench.SendAsync(Contracts.Signed(120_000_000));
        string[] transactions = [.. new[] { Order, other }.Select(order =>
            $"<TxDtls><Refs><EndToEndId>{order.EndToEndId}</EndToEndId></Refs><Amt Ccy=\"IRR\">{order.Amount}</Amt></TxDtls>")];
        var entry = "<Ntry><Amt Ccy=\"IRR\">500000000</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><ValDt><Dt>2026-11-22</Dt></ValDt>"
            + $"<AcctSvcrRef>B1</AcctSvcrRef><NtryDtls>{string.Concat(transactions)}</NtryDtls></Ntry>";

        await Bench.TakeInAsync(BankMessages.Notification("N1", entry));

        Assert.All(await Bench.OrdersAsync(), order => Assert.Equal(("paid", $"B1/{order.EndToEndId}"), (order.State, order.BankReference)));
        await Bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task TemporaryAndHiddenNames_AreLeftAlone()
    {
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)), "answer.xml.tmp");
        await Bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(Order)), ".answer.xml");

        Assert.Equal([".answer.xml", "answer.xml.tmp"], Bench.Arrived);
        Assert.Empty(await Bench.AnswersAsync());
    }
}
