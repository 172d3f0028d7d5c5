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

    private async Task<IEnumerable<long?>> PositionsAsync(string[] counties, long after)
    {
        var filter = new PaymentOrderFilter(Status: null, counties, after, Rows: 50);
        var list = await _bench.Service.Database.ReadAsync(connection => PaymentOrderQueries.ListAsync(connection, filter, persian: false));
        return list.Items.Select(item => item.QueuePosition);
    }
}
