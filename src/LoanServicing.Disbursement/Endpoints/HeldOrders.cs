using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.Handlers;

namespace LoanServicing.Disbursement.Endpoints;

/// <summary>Applications whose next order is kept back by what the bank said of an earlier one.</summary>
internal static class HeldOrders
{
    private const string SelectApplications = "select order_id, application_id from payment_order where order_id in @orderIds";

    private const string SelectWaiting = "select wait_key from waiting where wait_key in @keys";

    /// <summary>Those of the orders whose application has a contract waiting.</summary>
    /// <param name="orderIds">As 16 big-endian bytes each.</param>
    public static async Task<IReadOnlySet<Guid>> AmongAsync(DbConnection connection, IReadOnlyList<byte[]> orderIds)
    {
        if (orderIds.Count == 0)
        {
            return new HashSet<Guid>();
        }

        var orders = (await connection.QueryAsync<OrderRow>(SelectApplications, new { orderIds }))
            .ToDictionary(row => row.OrderId, row => OrderOnContract.HeldKey(row.ApplicationId));
        var keys = orders.Values.Distinct().ToList();
        var waiting = (await connection.QueryAsync<string>(SelectWaiting, new { keys })).ToHashSet();
        return orders.Where(order => waiting.Contains(order.Value)).Select(order => order.Key).ToHashSet();
    }

    private sealed record OrderRow
    {
        public Guid OrderId { get; init; }

        public Guid ApplicationId { get; init; }
    }
}
