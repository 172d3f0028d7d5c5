using LoanServicing.Disbursement.Endpoints;

namespace LoanServicing.Disbursement.Tests;

public sealed class PaymentOrderListTests : IDisposable
{
    private readonly DisbursementBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task QueuePosition_CountsTheOrdersInNoFile_WhateverThePageShows()
    {
        await _bench.SendAsync(Contracts.Signed());
        foreach (var county in new[] { "Rabor", "Bam", "Rabor", "Bam" })
        {
            await _bench.Service.DeliverAsync(Contracts.Signed(county: county));
        }

        Assert.Equal([null, 1, 2, 3, 4], await PositionsAsync([], after: 0));
        Assert.Equal([3, 4], await PositionsAsync([], after: 3));
        Assert.Equal([2, 4], await PositionsAsync(["Bam"], after: 0));
    }

    [Fact]
    public async Task OpenQuestion_SaysWhyAnOrderIsOpen_InBothLanguages_WithTheBanksReferences()
    {
        await _bench.SetBusinessDateAsync(Contracts.SignedOn);
        var contract = Contracts.Signed();
        var order = await _bench.SendAsync(contract);
        await _bench.SendAsync(Contracts.Signed());
        Assert.Equal(["bank-answer.missing", "bank-answer.missing"], (await ItemsAsync(null)).Select(item => item.OpenQuestion?.Code));

        await _bench.TakeInAsync(BankMessages.Statuses("S1", "RJCT", order));
        await _bench.TakeInAsync(BankMessages.Notification("N1", BankMessages.Paid(order, reference: "FT77")));
        await _bench.Service.DeliverAsync(contract.OrderedAgain());

        var held = Assert.Single(await ItemsAsync(PaymentOrderQueries.Unresolved)).OpenQuestion!;
        Assert.Equal(("next-order.held", "FT77"), (held.Code, Assert.Single(held.BankReferences)));
        Assert.Contains("held back", held.Message);
        Assert.Contains("نگه داشته", Assert.Single(await ItemsAsync(PaymentOrderQueries.Unresolved, persian: true)).OpenQuestion!.Message);
    }

    private async Task<IEnumerable<long?>> PositionsAsync(string[] counties, long after) =>
        (await ItemsAsync(null, counties, after)).Select(item => item.QueuePosition);

    private async Task<IReadOnlyList<PaymentOrderView>> ItemsAsync(string? status, string[]? counties = null, long after = 0, bool persian = false)
    {
        var filter = new PaymentOrderFilter(status, counties ?? [], after, Rows: 50);
        return (await _bench.Service.Database.ReadAsync(connection => PaymentOrderQueries.ListAsync(connection, filter, persian))).Items;
    }
}
