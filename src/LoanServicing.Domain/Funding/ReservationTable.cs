namespace LoanServicing.Domain.Funding;

/// <summary>The table of rule R10 for a reservation. Facts of different publishers overtake each other, so a fact may have to wait.</summary>
public static class ReservationTable
{
    /// <summary>Relates the attempt that a fact names, from 1, to the last one known, 0 for none.</summary>
    public static Attempt Relate(ReservationState state, int lastKnown, int named)
    {
        var open = state is ReservationState.Ordered or ReservationState.Drawn or ReservationState.Returned;
        return (named - lastKnown) switch
        {
            < 0 => Attempt.Past,
            0 => open ? Attempt.Current : Attempt.Past,
            1 => open ? Attempt.Later : Attempt.Next,
            _ => Attempt.Later,
        };
    }

    /// <summary>Decides a fact that names no payment attempt.</summary>
    public static FactOutcome Decide(ReservationState state, ReservationFact fact) => (fact, state) switch
    {
        (ReservationFact.Approved, ReservationState.Unknown) => FactOutcome.Apply,
        (ReservationFact.Approved, ReservationState.Released or ReservationState.Returned) => FactOutcome.Stale,
        (ReservationFact.Approved, _) => FactOutcome.AlreadyDone,

        // Closing may overtake the approval, which must then find out: an application that is unknown is remembered as closed.
        (ReservationFact.Closed, ReservationState.Unknown or ReservationState.Queued or ReservationState.Reserved) => FactOutcome.Apply,

        // Officers may not give up while the bank may be paying, so the order has failed, or its money has come back, and we have not heard.
        (ReservationFact.Closed, ReservationState.Ordered or ReservationState.Drawn) => FactOutcome.Wait,
        (ReservationFact.Closed, ReservationState.Released or ReservationState.Returned) => FactOutcome.AlreadyDone,

        // The payment of a settled loan may come back before we hear of the settlement.
        (ReservationFact.Settled, ReservationState.Drawn or ReservationState.Returned) => FactOutcome.AlreadyDone,
        (ReservationFact.Settled, ReservationState.Reserved or ReservationState.Ordered) => FactOutcome.Wait,
        (ReservationFact.Settled, _) => FactOutcome.Park,

        (ReservationFact.Served, ReservationState.Queued) => FactOutcome.Apply,
        (ReservationFact.Served, _) => FactOutcome.Park,

        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, "This fact is decided with its payment attempt."),
    };

    /// <summary>Where a fact leads that applies; an approval leads into the waiting list where something is short.</summary>
    public static IReadOnlyList<ReservationState> NextOf(ReservationFact fact) => fact switch
    {
        ReservationFact.Approved => [ReservationState.Reserved, ReservationState.Queued],
        ReservationFact.Served or ReservationFact.Failed => [ReservationState.Reserved],
        ReservationFact.Closed => [ReservationState.Released],
        ReservationFact.Ordered => [ReservationState.Ordered],
        ReservationFact.Disbursed => [ReservationState.Drawn],
        ReservationFact.Returned => [ReservationState.Returned],
        _ => [],
    };

    /// <summary>Whether a fact names a payment attempt, and is decided with it.</summary>
    public static bool NamesAttempt(ReservationFact fact) =>
        fact is ReservationFact.Ordered or ReservationFact.Disbursed or ReservationFact.Failed or ReservationFact.Returned;

    /// <summary>Decides a fact about a payment order.</summary>
    public static FactOutcome Decide(ReservationState state, ReservationFact fact, Attempt attempt) => state switch
    {
        ReservationState.Unknown => FactOutcome.Wait,
        ReservationState.Queued => FactOutcome.Park,
        ReservationState.Reserved => OnReserved(fact, attempt),
        ReservationState.Ordered => OnOrdered(fact, attempt),
        ReservationState.Drawn => OnDrawn(fact, attempt),
        ReservationState.Released => OnReleased(fact),
        ReservationState.Returned => OnReturned(fact, attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state."),
    };

    private static FactOutcome OnReserved(ReservationFact fact, Attempt attempt) => (fact, attempt) switch
    {
        (ReservationFact.Ordered, Attempt.Next) => FactOutcome.Apply,
        (ReservationFact.Ordered or ReservationFact.Failed, Attempt.Past) => FactOutcome.Stale,
        (_, Attempt.Past or Attempt.Current) => FactOutcome.Park,
        _ => FactOutcome.Wait,
    };

    private static FactOutcome OnOrdered(ReservationFact fact, Attempt attempt) => (fact, attempt) switch
    {
        (ReservationFact.Ordered, Attempt.Current) => FactOutcome.AlreadyDone,
        (ReservationFact.Disbursed or ReservationFact.Failed, Attempt.Current) => FactOutcome.Apply,
        (ReservationFact.Returned, Attempt.Current) => FactOutcome.Wait,
        (ReservationFact.Ordered or ReservationFact.Failed, Attempt.Past) => FactOutcome.Stale,
        (_, Attempt.Past) => FactOutcome.Park,
        _ => FactOutcome.Wait,
    };

    private static FactOutcome OnDrawn(ReservationFact fact, Attempt attempt) => (fact, attempt) switch
    {
        (ReservationFact.Ordered, Attempt.Current) => FactOutcome.Stale,
        (ReservationFact.Disbursed, Attempt.Current) => FactOutcome.AlreadyDone,
        (ReservationFact.Returned, Attempt.Current) => FactOutcome.Apply,
        (ReservationFact.Ordered or ReservationFact.Failed, Attempt.Past) => FactOutcome.Stale,
        _ => FactOutcome.Park,
    };

    /// <summary>An order and its failure that closing has overtaken cancel each other out; money that moved does not.</summary>
    private static FactOutcome OnReleased(ReservationFact fact) => fact switch
    {
        ReservationFact.Ordered or ReservationFact.Failed => FactOutcome.Stale,
        _ => FactOutcome.Park,
    };

    private static FactOutcome OnReturned(ReservationFact fact, Attempt attempt) => (fact, attempt) switch
    {
        (ReservationFact.Returned, Attempt.Current) => FactOutcome.AlreadyDone,
        (ReservationFact.Ordered or ReservationFact.Disbursed, Attempt.Current) => FactOutcome.Stale,
        (ReservationFact.Ordered or ReservationFact.Failed, Attempt.Past) => FactOutcome.Stale,
        _ => FactOutcome.Park,
    };
}
