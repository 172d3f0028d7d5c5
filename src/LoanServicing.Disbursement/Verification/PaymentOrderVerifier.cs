using System.Data.Common;
using Dapper;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Disbursement.Verification;

/// <summary>What disbursement has stored, looked at again: moves through the table, identifiers used once, amounts and their shares.</summary>
internal static class PaymentOrderVerifier
{
    private const string SelectOrders = $"select {PaymentOrderStore.Columns} from payment_order order by number";

    private const string SelectTransitions =
        "select order_id, number, from_state, event, to_state from payment_order_transition order by order_id, number";

    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(DbConnection connection)
    {
        var moves = (await connection.QueryAsync<TransitionRow>(SelectTransitions)).ToLookup(row => row.OrderId);
        var orders = (await connection.QueryAsync<PaymentOrderRow>(SelectOrders)).ToList();
        return
        [
            new RuleFinding(
                "R10",
                moves.Sum(order => order.Count()),
                "moves of payment orders",
                [.. orders.SelectMany(order => Moves(order, moves[order.OrderId]))]),
            new RuleFinding("R6", orders.Count, "payment orders with their shares", [.. orders.SelectMany(Amounts)]),
            new RuleFinding("R8", orders.Count, "end-to-end ids", Identifiers(orders)),
            await UniquenessVerifier.PaymentFilesAsync(connection, orders),
            await UniquenessVerifier.ConfirmationsAsync(connection, orders),
            await ResolutionVerifier.VerifyAsync(connection),
        ];
    }

    private static IEnumerable<string> Moves(PaymentOrderRow order, IEnumerable<TransitionRow> moves)
    {
        var state = PaymentOrderTable.Initial;
        var number = 0;
        var wasPaid = false;
        var tookPlace = false;
        foreach (var move in moves)
        {
            number++;
            if (move.Number != number || move.FromState != state.Name() || PaymentOrderNames.EventOf(move.Event) is not { } happening)
            {
                yield return $"payment order {order.OrderId} move {move.Number} ({move.Event} from {move.FromState}) does not follow {state.Name()}";
                yield break;
            }

            var step = PaymentOrderTable.Decide(state, happening);
            if (step.Effect != PaymentOrderEffect.Apply || step.Next.Name() != move.ToState)
            {
                yield return $"payment order {order.OrderId} move {move.Number} from {move.FromState} by {move.Event} may not lead to {move.ToState}";
                yield break;
            }

            state = step.Next;
            wasPaid |= state == PaymentOrderState.Paid;
            tookPlace |= happening == PaymentOrderEvent.TakenAsPaid;
        }

        if (tookPlace != (order.StandsForAttempt is not null))
        {
            yield return $"payment order {order.OrderId} {(tookPlace ? "was taken as paid and stands for no attempt" : "stands for another attempt and was never taken as paid")}";
        }

        if (wasPaid != (order.LoanId is not null))
        {
            yield return $"payment order {order.OrderId} {(wasPaid ? "was paid and has no loan" : "has a loan and was never paid")}";
        }

        if (order.State != state.Name())
        {
            yield return $"payment order {order.OrderId} is {order.State}, its moves lead to {state.Name()}";
        }
    }

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

    private static List<string> Identifiers(List<PaymentOrderRow> orders)
    {
        var problems = orders.Where(order => order.EndToEndId != PaymentIds.EndToEndId(order.OrderId))
            .Select(order => $"payment order {order.OrderId} has the end-to-end id {order.EndToEndId}, which is not its own")
            .ToList();
        problems.AddRange(UniquenessVerifier.UsedTwice(orders, order => order.EndToEndId, "end-to-end id"));
        problems.AddRange(UniquenessVerifier.UsedTwice(orders, order => $"{order.ApplicationId} attempt {order.AttemptInBooks}", "application"));
        problems.AddRange(UniquenessVerifier.UsedTwice(orders, order => order.BankReference, "bank reference"));
        return problems;
    }

    private sealed record TransitionRow
    {
        public Guid OrderId { get; init; }

        public int Number { get; init; }

        public string FromState { get; init; } = "";

        public string Event { get; init; } = "";

        public string ToState { get; init; } = "";
    }
}
