using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Contracts;

/// <summary>A payment order exists and will be, or has been, written to the bank. Funding moves the shares into clearing.</summary>
public sealed record DisbursementOrdered(
    FactHeader Header,
    Guid ApplicationId,
    Guid OrderId,
    int ReservationRound,
    int PaymentAttempt,
    string Tranche,
    Rials Amount,
    FunderShares Shares) : IFact;

/// <summary>The bank confirmed that it paid. A loan begins on the value date.</summary>
/// <param name="LoanId">Made here, once per paid order.</param>
/// <param name="BankReference">The bank's own reference of the payment.</param>
public sealed record LoanDisbursed(
    FactHeader Header,
    Guid ApplicationId,
    Guid OrderId,
    Guid LoanId,
    int ReservationRound,
    int PaymentAttempt,
    Borrower Borrower,
    string ContractNumber,
    LoanTermsAgreed Terms,
    FunderShares Shares,
    LocalDate ValueDate,
    string BankReference) : IFact;

/// <summary>The bank refused the order; nothing was paid. Funding takes the shares out of clearing, the reservation stays.</summary>
/// <param name="ReasonCode">ISO 20022 external status reason, for instance <c>AC01</c> (wrong account number).</param>
public sealed record DisbursementFailed(
    FactHeader Header,
    Guid ApplicationId,
    Guid OrderId,
    int ReservationRound,
    int PaymentAttempt,
    string Tranche,
    Rials Amount,
    FunderShares Shares,
    string ReasonCode,
    string? ReasonText) : IFact;

/// <summary>The payment had been confirmed and came back whole. The loan ends unpaid-out and its funds are released (rule R3).</summary>
public sealed record DisbursementReturned(
    FactHeader Header,
    Guid ApplicationId,
    Guid OrderId,
    Guid LoanId,
    int ReservationRound,
    int PaymentAttempt,
    string Tranche,
    Rials Amount,
    FunderShares Shares,
    LocalDate ValueDate,
    string ReasonCode,
    string? ReasonText) : IFact;
