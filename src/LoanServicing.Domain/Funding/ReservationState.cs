namespace LoanServicing.Domain.Funding;

/// <summary>Where the funds of one application's reservation round stand.</summary>
public enum ReservationState
{
    /// <summary>Nothing is known of the round.</summary>
    Unknown,

    /// <summary>In the waiting list.</summary>
    Queued,

    /// <summary>Promised; no payment order is open.</summary>
    Reserved,

    /// <summary>A payment order is open at the bank.</summary>
    Ordered,

    /// <summary>Paid out.</summary>
    Drawn,

    /// <summary>Let go before paying out, or never to be reserved because the application is closed.</summary>
    Released,

    /// <summary>Paid out, and the money came back whole. Another round may follow.</summary>
    Returned,
}

/// <summary>The facts that a reservation hears.</summary>
public enum ReservationFact
{
    Approved,

    /// <summary>The application was closed without having been settled.</summary>
    Closed,

    /// <summary>The application was closed because its loan is settled.</summary>
    Settled,
    Ordered,
    Disbursed,
    Failed,
    Returned,

    /// <summary>The waiting list has come to it: a step of this service's own.</summary>
    Served,
}

/// <summary>How a fact's payment attempt relates to the attempts that the reservation knows of.</summary>
public enum Attempt
{
    /// <summary>One that has ended: it failed, or a later one is known.</summary>
    Past,

    /// <summary>The one that is open or paid.</summary>
    Current,

    /// <summary>The one that may begin now.</summary>
    Next,

    /// <summary>One that earlier facts have to make room for.</summary>
    Later,
}
