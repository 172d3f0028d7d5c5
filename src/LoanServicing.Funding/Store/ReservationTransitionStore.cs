using LoanServicing.Domain.Funding;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>The steps of the reservations, for the replay by verify (rule R10).</summary>
internal static class ReservationTransitionStore
{
    private const string Insert =
        """
        insert into reservation_transition (
          application_id, round, number, from_state, cause, payment_attempt, to_state, message_id, at, business_date)
        values (@ApplicationId, @Round, @Number, @FromState, @Cause, @PaymentAttempt, @ToState, @MessageId, @At, @BusinessDate)
        """;

    /// <summary>Each update of a reservation is one step of it, so that its version numbers them.</summary>
    public static Task AddAsync(UnitOfWork unit, ReservationRow before, ReservationRow after, ReservationFact cause, Guid? messageId) =>
        unit.ExecuteAsync(Insert, new ReservationTransitionRow
        {
            ApplicationId = after.ApplicationId,
            Round = after.Round,
            Number = before.Version + 1,
            FromState = before.Version == 0 ? null : before.State,
            Cause = cause.ToString(),
            PaymentAttempt = after.PaymentAttempt,
            ToState = after.State,
            MessageId = messageId,
            At = unit.Now,
            BusinessDate = after.BusinessDate,
        });
}

/// <summary>One step of a reservation.</summary>
internal sealed record ReservationTransitionRow
{
    public Guid ApplicationId { get; init; }

    public int Round { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public long Number { get; init; }

    /// <summary>Null for the first.</summary>
    public string? FromState { get; init; }

    /// <summary>A <see cref="ReservationFact"/>.</summary>
    public string Cause { get; init; } = "";

    /// <summary>The last one known after the step.</summary>
    public int PaymentAttempt { get; init; }

    public string ToState { get; init; } = "";

    public Guid? MessageId { get; init; }

    public Instant At { get; init; }

    public LocalDate BusinessDate { get; init; }
}
