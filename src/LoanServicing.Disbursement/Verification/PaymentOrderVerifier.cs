using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Disbursement.Verification;

/// <summary>
/// What disbursement has stored, looked at again: moves through the table, identifiers used once, amounts and their shares. Orders are read in one
/// ordered pass beside one over their moves, so that memory does not grow with the book.
/// </summary>
internal static class PaymentOrderVerifier
{
    private const string SelectOrders = $"select {PaymentOrderStore.Columns} from payment_order order by order_id";

    private const string SelectTransitions =
        "select order_id, number, from_state, event, to_state from payment_order_transition order by order_id, number";

    // Ids compare by their bytes in the database, which is how their text compares.
    private static readonly Comparer<Guid> ByBytes =
        Comparer<Guid>.Create((one, other) => string.CompareOrdinal(one.ToString("N"), other.ToString("N")));

    /// <param name="connection">Open; two readers stay open on it at once.</param>
    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(DbConnection connection)
    {
        var (moveProblems, amountProblems, idProblems) = (new List<string>(), new List<string>(), new List<string>());
        var (orders, moves) = (0L, 0L);
        await using var transitions = connection.QueryUnbufferedAsync<TransitionRow>(SelectTransitions).GetAsyncEnumerator();
        var more = await transitions.MoveNextAsync();
        await foreach (var order in connection.QueryUnbufferedAsync<PaymentOrderRow>(SelectOrders))
        {
            orders++;
            var own = new List<TransitionRow>();
            for (; more && ByBytes.Compare(transitions.Current.OrderId, order.OrderId) <= 0; more = await transitions.MoveNextAsync())
            {
                moves++;
                own.Add(transitions.Current);
            }

            moveProblems.AddRange(own.Where(move => move.OrderId != order.OrderId).Select(WithoutOrder));
            moveProblems.AddRange(MoveReplay.Problems(order, own.Where(move => move.OrderId == order.OrderId)));
            amountProblems.AddRange(Amounts(order));
            idProblems.AddRange(Identifier(order));
        }

        for (; more; more = await transitions.MoveNextAsync())
        {
            moves++;
            moveProblems.Add(WithoutOrder(transitions.Current));
        }

        idProblems.AddRange(await UniquenessVerifier.UsedTwiceAsync(connection));
        return
        [
            new RuleFinding("R10", moves, "moves of payment orders", moveProblems),
            new RuleFinding("R6", orders, "payment orders with their shares", amountProblems),
            new RuleFinding("R8", orders, "end-to-end ids", idProblems),
            await UniquenessVerifier.PaymentFilesAsync(connection),
            await UniquenessVerifier.ConfirmationsAsync(connection),
            await ResolutionVerifier.VerifyAsync(connection),
        ];
    }

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
