using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Contracts;

/// <summary>Funds are reserved in the tranche and in both funders' cash; the shares are frozen from here on (rule R3).</summary>
public sealed record FundsReserved(
    FactHeader Header,
    Guid ApplicationId,
    int ReservationRound,
    string Tranche,
    Rials Amount,
    FunderShares Shares) : IFact;

/// <summary>The tranche or a funder's cash has no room now; the application stands in the waiting list.</summary>
/// <param name="Shortage"><c>tranche</c> or <c>cash</c>.</param>
/// <param name="Position">Place in the tranche's queue when it was put there, from 1.</param>
public sealed record FundsUnavailable(
    FactHeader Header,
    Guid ApplicationId,
    int ReservationRound,
    string Tranche,
    Rials Amount,
    string Shortage,
    int Position) : IFact;

/// <summary>The business date of the whole programme changed. Every service keeps it and answers with <see cref="BusinessDateAdopted"/>.</summary>
/// <param name="ByHand">Set by a person; the calendar then does not move it on.</param>
public sealed record BusinessDateChanged(
    FactHeader Header,
    LocalDate Date,
    bool ByHand) : IFact;
