using LoanServicing.Contracts;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using NodaTime;

namespace LoanServicing.Disbursement.Tests;

public sealed class BankInboxTests : IAsyncLifetime
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

    [Theory]
    [InlineData("02", "BOOK")]
    [InlineData("04", "BOOK")]
    [InlineData("08", "<Cd>BOOK</Cd>")]
    public async Task Booked_IsPaid_AndALoanBegins(string version, string status)
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn.PlusDays(2));

        await _bench.TakeInAsync(BankMessages.NotificationOf(version, "N1", BankMessages.Paid(_order, status: status, amount: "380000000.00")));

        var order = await _bench.OrderAsync(_contract);
        Assert.Equal(("paid", new LocalDate(2026, 11, 22), BankMessages.ReferenceOf(_order)), (order.State, order.ValueDate, order.BankReference));
        var told = Assert.Single(await _bench.Service.PublishedAsync<LoanDisbursed>());
        Assert.Equal((2L, Contracts.SignedOn.PlusDays(2)), (told.Header.Sequence, told.Header.BusinessDate));
        Assert.Equal((order.LoanId, order.OrderId, _contract.Shares, _contract.Terms, _contract.Borrower, _contract.ContractNumber, order.ValueDate),
            (told.LoanId, told.OrderId, told.Shares, told.Terms, told.Borrower, told.ContractNumber, told.ValueDate));
        Assert.Equal(["answer.xml"], _bench.Done);
        Assert.Empty(_bench.Arrived);
        await _bench.AssertSoundAsync();
    }

    [Fact]
    public async Task Refused_TellsTheReason_AndAReturnedOneItsLoan()
    {
        await _bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", _order));
        var other = await _bench.SendAsync(Contracts.Signed());
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(other)));
        await _bench.TakeInAsync(BankMessages.Notification("N2", BankMessages.Returned(other)));

        var failed = Assert.Single(await _bench.Service.PublishedAsync<DisbursementFailed>());
        Assert.Equal((_order.OrderId, "AC01", "no such account", _contract.Shares), (failed.OrderId, failed.ReasonCode, failed.ReasonText, failed.Shares));
        var returned = Assert.Single(await _bench.Service.PublishedAsync<DisbursementReturned>());
        Assert.Equal((other.OrderId, "AC04", "account closed", 3L), (returned.OrderId, returned.ReasonCode, returned.ReasonText, returned.Header.Sequence));
        Assert.Equal(Assert.Single(await _bench.Service.PublishedAsync<LoanDisbursed>()).LoanId, returned.LoanId);
        Assert.Equal(["refused", "returned"], (await _bench.OrdersAsync()).Select(order => order.State));
        await _bench.AssertSoundAsync();
    }

    [Theory]
    [InlineData("ACSC")]
    [InlineData("ACCP")]
    [InlineData("PDNG")]
    public async Task OtherStatuses_AreKeptAndChangeNothing(string status)
    {
        await _bench.TakeInAsync(BankMessages.Statuses("S1", status, _order));

        Assert.Equal("sent", (await _bench.OrderAsync(_contract)).State);
        Assert.Equal([("informative", null)], await _bench.AnswersAsync());
    }

    [Fact]
    public async Task PendingEntry_IsNotPaid()
    {
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(_order, status: "<Cd>PDNG</Cd>")));

        Assert.Equal("sent", (await _bench.OrderAsync(_contract)).State);
        Assert.Equal([("informative", null)], await _bench.AnswersAsync());
    }

    [Fact]
    public async Task WholeFileRefused_GoesForEachOfItsOrders()
    {
        using var bench = new DisbursementBench();
        await bench.Service.DeliverAsync(Contracts.Signed());
        var order = await bench.SendAsync(Contracts.Signed());

        await bench.TakeInAsync(BankMessages.WholeFileRefused("S1", PaymentIds.MessageId(order.FileId!.Value)));
        await bench.TakeInAsync(BankMessages.WholeFileRefused("S2", "LSF00000000000000000000000000000000"));

        Assert.All(await bench.OrdersAsync(), refused => Assert.Equal(("refused", "DU01"), (refused.State, refused.ReasonCode)));
        Assert.Equal(2, (await bench.Service.PublishedAsync<DisbursementFailed>()).Count);
        Assert.Equal(("problem", BankAnswerProblem.FileUnknown), (await bench.AnswersAsync())[^1]);
        await bench.AssertSoundAsync();
    }

    [Fact]
    public async Task BatchBooking_GivesEachTransactionItsOwnAnswer()
    {
        var other = await _bench.SendAsync(Contracts.Signed(120_000_000));
        string[] transactions = [.. new[] { _order, other }.Select(order =>
            $"<TxDtls><Refs><EndToEndId>{order.EndToEndId}</EndToEndId></Refs><Amt Ccy=\"IRR\">{order.Amount}</Amt></TxDtls>")];
        var entry = "<Ntry><Amt Ccy=\"IRR\">500000000</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><ValDt><Dt>2026-11-22</Dt></ValDt>"
            + $"<AcctSvcrRef>B1</AcctSvcrRef><NtryDtls>{string.Concat(transactions)}</NtryDtls></Ntry>";

        await _bench.TakeInAsync(BankMessages.Notification("N1", entry));

        Assert.All(await _bench.OrdersAsync(), order => Assert.Equal(("paid", $"B1/{order.EndToEndId}"), (order.State, order.BankReference)));
        await _bench.AssertSoundAsync();
    }

    [Fact]
    public async Task TemporaryAndHiddenNames_AreLeftAlone()
    {
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(_order)), "answer.xml.tmp");
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(_order)), ".answer.xml");

        Assert.Equal([".answer.xml", "answer.xml.tmp"], _bench.Arrived);
        Assert.Empty(await _bench.AnswersAsync());
    }
}
