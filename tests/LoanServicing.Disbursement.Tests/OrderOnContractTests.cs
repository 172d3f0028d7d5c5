using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Disbursement.Tests;

public class OrderOnContractTests : IDisposable
{
    private readonly DisbursementBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [StoreFact]
    public async Task SignedContract_BecomesOneOrder_AndTellsTheShares()
    {
        var contract = Contracts.Signed();

        await _bench.Service.DeliverAsync(contract);
        await _bench.Service.DeliverAsync(contract);
        await _bench.Service.DeliverAsync(contract.UnderAnotherMessageId());

        var order = Assert.Single(await _bench.OrdersAsync());
        Assert.Equal(("ordered", contract.Terms.Principal, contract.Shares), (order.State, order.Amount, order.Shares));
        Assert.Equal(PaymentIds.EndToEndId(order.OrderId), order.EndToEndId);
        var told = Assert.Single(await _bench.Service.PublishedAsync<DisbursementOrdered>());
        Assert.Equal((Streams.PaymentOrder, contract.ApplicationId, 1L, Contracts.SignedOn),
            (told.Header.Stream, told.Header.Key, told.Header.Sequence, told.Header.BusinessDate));
        Assert.Equal((order.OrderId, 1, 1, contract.Terms.Principal, contract.Shares),
            (told.OrderId, told.ReservationRound, told.PaymentAttempt, told.Amount, told.Shares));
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task SameAttemptWithAnotherAmount_IsRefusedLoudly()
    {
        var contract = Contracts.Signed(380_000_000);
        var other = Contracts.Signed(390_000_000);
        await _bench.Service.DeliverAsync(contract);

        await Assert.ThrowsAsync<FactRefusedException>(() =>
            _bench.Service.DeliverAsync(contract.UnderAnotherMessageId() with { Terms = other.Terms, Shares = other.Shares }));

        Assert.Single(await _bench.OrdersAsync());
    }

    [StoreFact]
    public async Task SharesThatAreNotTheAmount_AreRefusedLoudly()
    {
        var contract = Contracts.Signed();

        await Assert.ThrowsAsync<FactRefusedException>(() =>
            _bench.Service.DeliverAsync(contract with { Shares = contract.Shares with { Alavi = contract.Shares.Alavi + new Rials(1) } }));

        Assert.Empty(await _bench.OrdersAsync());
    }

    [StoreFact]
    public async Task NextAttempt_WhileThePaymentIsUnknown_IsRefusedLoudly()
    {
        var contract = Contracts.Signed();
        await _bench.SendAsync(contract);

        await Assert.ThrowsAsync<FactRefusedException>(() => _bench.Service.DeliverAsync(contract.OrderedAgain()));

        Assert.Single(await _bench.OrdersAsync());
        Assert.Single(_bench.Outbox);
    }

    [StoreFact]
    public async Task NextAttempt_AfterARefusal_IsAnOrderOfItsOwn()
    {
        var contract = Contracts.Signed();
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        var first = await _bench.SendAsync(contract);
        await _bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", first));

        var second = await _bench.SendAsync(contract.OrderedAgain());

        Assert.NotEqual(first.EndToEndId, second.EndToEndId);
        Assert.Equal("IR790590000000009876543210", second.Iban);
        Assert.Equal([1L, 2L, 3L], (await _bench.Service.AllPublishedAsync()).Select(fact => fact.Header.Sequence));
        Assert.Equal(2, _bench.Outbox.Length);
        await _bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task NextAttempt_ThatComesFirst_WaitsForTheOneBefore()
    {
        var contract = Contracts.Signed();

        await _bench.Service.DeliverAsync(contract.OrderedAgain());

        Assert.Empty(await _bench.OrdersAsync());
        Assert.Equal(1, await _bench.Service.CountAsync("waiting"));
    }
}
