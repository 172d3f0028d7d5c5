using System.Data.Common;
using System.Text.Json;
using Dapper;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Money;
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

    public static IEnumerable<Look> Looks(DbConnection connection) =>
    [
        new("R10 R6 R8", "payment_order and payment_order_transition", () => OrdersAsync(connection)),
        new("R8", "payment_file and payment_order", () => UniquenessVerifier.PaymentFilesAsync(connection)),
        new("R8", "payment_order and bank_answer", () => UniquenessVerifier.ConfirmationsAsync(connection)),
        new("R11", "payment_order_resolution, check_request and bank_answer", () => ResolutionVerifier.VerifyAsync(connection)),
        new("R11", "payment_order, payment_file and payment_rails", () => RailVerifier.VerifyAsync(connection)),
    ];

    private static async Task<IReadOnlyList<RuleFinding>> OrdersAsync(DbConnection connection)
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

        if (PrincipalOf(order) is not { } principal)
        {
            yield return $"payment order {order.OrderId} has terms that cannot be read";
        }
        else if (principal != order.Amount)
        {
            yield return $"payment order {order.OrderId} is of {order.Amount} rials, its contract of {principal}";
        }
    }

    private static Rials? PrincipalOf(PaymentOrderRow order)
    {
        try
        {
            return order.ReadTerms()?.Principal;
        }
        catch (JsonException)
        {
            return null;
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
