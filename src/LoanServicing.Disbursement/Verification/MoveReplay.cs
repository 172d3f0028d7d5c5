using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.Verification;

/// <summary>Rule R10: the moves of one order through the table, up to the state its row says it is in.</summary>
internal static class MoveReplay
{
    public static IEnumerable<string> Problems(PaymentOrderRow order, IEnumerable<TransitionRow> moves)
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
}

/// <summary>A move as stored.</summary>
internal sealed record TransitionRow
{
    public Guid OrderId { get; init; }

    public int Number { get; init; }

    public string FromState { get; init; } = "";

    public string Event { get; init; } = "";

    public string ToState { get; init; } = "";
}
