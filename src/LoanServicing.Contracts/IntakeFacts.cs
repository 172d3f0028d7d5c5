using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Contracts;

/// <summary>An application was submitted, or submitted again after it had been returned.</summary>
/// <param name="Revision">1 for the first submission; each resubmission counts one up. An assessment names the revision that it is of.</param>
/// <param name="SubmissionNumber">Counts this person's applications to this tranche, in order of first submission.</param>
/// <param name="Predecessors">Earlier applications of the same person and tranche that were not closed when this one was submitted.</param>
public sealed record ApplicationSubmitted(
    FactHeader Header,
    Guid ApplicationId,
    int Revision,
    int SubmissionNumber,
    IReadOnlyList<Predecessor> Predecessors,
    string NationalId,
    LocalDate BirthDate,
    string Province,
    string County,
    bool Rural,
    int IncomeDecile,
    string? PriorSupport,
    string? SkillProof,
    string? MedicalReferral,
    string? BuildingPermit,
    string Tranche,
    Rials Amount,
    int Installments) : IFact;

/// <summary>An earlier application as it stood when a later one was submitted: judged by that revision, whatever becomes of it afterwards.</summary>
/// <param name="Revision">The revision in force at that moment.</param>
public sealed record Predecessor(Guid ApplicationId, int Revision);

/// <summary>An officer approved the application, with a second person where one is asked for. Funding reserves on it.</summary>
/// <param name="ReservationRound">1, and one more each time the funds must be reserved anew because a payment came back.</param>
public sealed record ApplicationApproved(
    FactHeader Header,
    Guid ApplicationId,
    int ReservationRound,
    Borrower Borrower,
    Rials Amount,
    int Installments) : IFact;

/// <summary>The contract is signed, or a refused payment is to be ordered again: disbursement makes a payment order of it.</summary>
/// <param name="PaymentAttempt">1 for the first order of this application; each order again counts one up.</param>
/// <param name="Iban">The account to pay to, 26 characters.</param>
/// <param name="Shares">What each funder gives, frozen at the reservation (rule R3).</param>
public sealed record ContractSigned(
    FactHeader Header,
    Guid ApplicationId,
    int ReservationRound,
    int PaymentAttempt,
    Borrower Borrower,
    string ContractNumber,
    LocalDate SignedOn,
    LoanTermsAgreed Terms,
    FunderShares Shares,
    string Iban) : IFact;

/// <summary>The application is closed. Funding releases what it still holds for it.</summary>
/// <param name="ClosedAs">The closing state: <c>Ineligible</c>, <c>Rejected</c>, <c>Withdrawn</c> or <c>Settled</c>.</param>
public sealed record ApplicationClosed(
    FactHeader Header,
    Guid ApplicationId,
    string Tranche,
    string ClosedAs) : IFact;

/// <summary>An officer has handed back what was pledged for a loan that is closed.</summary>
/// <param name="LoanId">Null where the application was given up after signing and no loan of it is left.</param>
/// <param name="Items">How many documents were handed back.</param>
/// <param name="ReleasedOn">The business date on which they were.</param>
public sealed record CollateralReleased(
    FactHeader Header,
    Guid ApplicationId,
    Guid? LoanId,
    int Items,
    LocalDate ReleasedOn) : IFact;

/// <summary>An officer recorded how the business of an employment loan fares.</summary>
/// <param name="Kind"><c>established</c>, <c>inOperation</c>, <c>inspected</c> or <c>deviated</c>.</param>
/// <param name="On">The business date on which it was reached or seen.</param>
public sealed record MilestoneRecorded(
    FactHeader Header,
    Guid ApplicationId,
    Guid LoanId,
    string Kind,
    LocalDate On,
    string Tranche,
    string County) : IFact;

/// <summary>A person is to be told of something. The fact carries neither name nor mobile nor text: who may read those asks intake.</summary>
/// <param name="Event">What it tells of, for instance <c>paid-out</c>.</param>
/// <param name="Recipient"><c>borrower</c> or <c>guarantor</c>.</param>
public sealed record NotificationQueued(
    FactHeader Header,
    Guid NotificationId,
    Guid ApplicationId,
    string Event,
    string Recipient) : IFact;
