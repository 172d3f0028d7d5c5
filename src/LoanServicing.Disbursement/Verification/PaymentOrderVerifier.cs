using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Disbursement.Verification;

/// <summary>
/// What disbursement has stored, looked at again: moves through the table, identifiers used once, amounts and their shares. Orders are read some
/// at a time with their moves, so that memory does not grow with the book.
/// </summary>
internal static class PaymentOrderVerifier
{
    private const int OrdersAtOnce = 500;

    private const string SelectOrders = $"select {PaymentOrderStore.Columns} from payment_order where order_id > @after order by order_id";

    private const string SelectTransitions =
        """
        select order_id, number, from_state, event, to_state from payment_order_transition
        where order_id > @after and order_id <= @last order by order_id, number
        """;

    private const string SelectWithoutOrder =
        """
        select t.order_id, t.number, t.from_state, t.event, t.to_state from payment_order_transition t
        where not exists (select 1 from payment_order o where o.order_id = t.order_id)
        order by t.order_id, t.number
        """;

    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(DbConnection connection)
    {
        var (moveProblems, amountProblems, idProblems) = (new List<string>(), new List<string>(), new List<string>());
        var (orders, moves) = (0L, 0L);
        var after = Guid.Empty;
        while (await PageAsync(connection, after) is { Count: > 0 } page)
        {
            var last = page[^1].OrderId;
            var own = (await connection.QueryAsync<TransitionRow>(SelectTransitions, new { after, last })).ToLookup(move => move.OrderId);
            foreach (var order in page)
            {
                orders++;
                moves += own[order.OrderId].Count();
                moveProblems.AddRange(MoveReplay.Problems(order, own[order.OrderId]));
                amountProblems.AddRange(Amounts(order));
                idProblems.AddRange(Identifier(order));
            }

            after = last;
        }

        var lost = (await connection.QueryAsync<TransitionRow>(SelectWithoutOrder)).ToList();
        moves += lost.Count;
        moveProblems.AddRange(lost.Select(WithoutOrder));
        idProblems.AddRange(await UniquenessVerifier.UsedTwiceAsync(connection));
        return
        [
            new RuleFinding("R10", moves, "moves of payment orders", moveProblems),
            new RuleFinding("R6", orders, "payment orders with their shares", amountProblems),
            new RuleFinding("R8", orders, "end-to-end ids", idProblems),
            await UniquenessVerifier.PaymentFilesAsync(connection),
            await UniquenessVerifier.ConfirmationsAsync(connection),
            await ResolutionVerifier.VerifyAsync(connection),
            await RailVerifier.VerifyAsync(connection),
        ];
    }

    private static async Task<IReadOnlyList<PaymentOrderRow>> PageAsync(DbConnection connection, Guid after) =>
        [.. await connection.QueryAsync<PaymentOrderRow>(connection.First(SelectOrders, "@limit"), new { after, limit = OrdersAtOnce })];

    private static string WithoutOrder(TransitionRow move) => $"payment order {move.OrderId} move {move.Number} belongs to no order";

    private static IEnumerable<string> Amounts(PaymentOrderRow order)
    {
        if (order.Alavi.IsNegative || order.Sina.IsNegative || order.Shares.Total != order.Amount)
        {
            yield return $"payment order {order.OrderId} is of {order.Amount} rials, its shares are {order.Alavi} and {order.Sina}";
        }

        var principal = order.ReadTerms().Principal;
        if (principal != order.Amount)
        {
            yield return $"payment order {order.OrderId} is of {order.Amount} rials, its contract of {principal}";
        }
    }

    private static IEnumerable<string> Identifier(PaymentOrderRow order)
    {
        if (order.EndToEndId != PaymentIds.EndToEndId(order.OrderId))
        {
            yield return $"payment order {order.OrderId} has the end-to-end id {order.EndToEndId}, which is not its own";
        }
    }
}
