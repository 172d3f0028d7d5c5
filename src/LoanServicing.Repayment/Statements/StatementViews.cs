using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Repayment.Endpoints;
using NodaTime;

namespace LoanServicing.Repayment.Statements;

/// <summary>What is owed at the end of a day.</summary>
/// <param name="OutstandingRials">Principal.</param>
/// <param name="FeeDueRials">Fees unpaid of the loan-years begun.</param>
/// <param name="LateChargesRials">Charges for lateness unpaid.</param>
/// <param name="CreditRials">Owed back to the borrower; below zero where more was refunded than the receipts that count leave.</param>
public sealed record StatementBalance(Rials OutstandingRials, Rials FeeDueRials, Rials LateChargesRials, Rials CreditRials)
{
    internal static StatementBalance Of(AccountFigures figures) => new(figures.Outstanding, figures.FeeDue, figures.LateDue, figures.CreditBalance);
}

/// <summary>
/// What a movement, or a whole period, changed. Outstanding principal changes by paid out less principal, written off and returned; fees due by fees charged less fee; charges for
/// lateness by those charged less those received;
/// credit by credit less refunded.
/// </summary>
/// <param name="ReceivedRials">Money from the borrower: principal, fee, charges for lateness, recovery and credit; below zero for a receipt that is taken back.</param>
/// <param name="PaidRials">Money to the borrower: paid out and refunded; below zero where the payment came back.</param>
/// <param name="FeeChargedRials">Of a loan-year that begins; below zero where a write-off waives it.</param>
/// <param name="LateChargesRials">Received of charges for lateness.</param>
/// <param name="LateChargedRials">Charged for lateness; below zero where it was waived.</param>
/// <param name="RecoveredRials">Of principal that was written off.</param>
public sealed record StatementChange(
    Rials ReceivedRials,
    Rials PaidRials,
    Rials PaidOutRials,
    Rials PrincipalRials,
    Rials FeeRials,
    Rials FeeChargedRials,
    Rials LateChargesRials,
    Rials LateChargedRials,
    Rials RecoveredRials,
    Rials CreditRials,
    Rials RefundedRials,
    Rials WrittenOffRials,
    Rials ReturnedRials)
{
    internal static StatementChange Of(AccountFigures change) => new(
        change.Received,
        change.Paid,
        change.PaidOut,
        change.Principal,
        change.FeePaid,
        change.FeeCharged,
        change.LatePaid,
        change.LateCharged,
        change.Recovered,
        change.Credit,
        change.Refunded,
        change.WrittenOff,
        change.Returned);
}

/// <summary>One line of the statement.</summary>
/// <param name="Date">The value date of money; the business date of a decision.</param>
/// <param name="Kind">paidOut, feeDue, lateCharge, receipt, reversal, refund, planChange, writeOff, returned, lateCost, lateWaiver.</param>
/// <param name="ReceiptNumber">Of a receipt, and of a reversal that of the receipt which is taken back.</param>
/// <param name="ReversedOn">Of a receipt that was taken back, the day of its reversal.</param>
/// <param name="PlanChange">Of a change of plan, how it was changed; the plan is <c>schedule?plan=</c> of <paramref name="Plan"/>.</param>
public sealed record StatementMovement(
    LocalDate Date,
    string DatePersian,
    string Kind,
    StatementChange Change,
    StatementBalance Balance,
    string? ReceiptNumber,
    string? Channel,
    string? BankReference,
    LocalDate? ReversedOn,
    string? ReversedOnPersian,
    string? PlanChange,
    int? Plan);

/// <summary>A loan's account in a period of value dates: opening balance, movements in order, closing balance (docs/statements.md).</summary>
/// <param name="Totals">What the period changed in all: the sum of the movements.</param>
/// <param name="NextDue">What is due next as of the business date, whatever the period.</param>
public sealed record StatementView(
    Guid LoanId,
    string Status,
    string ContractNumber,
    string FullName,
    string NationalId,
    LocalDate PaidOutOn,
    string PaidOutOnPersian,
    Rials PrincipalRials,
    LocalDate From,
    string FromPersian,
    LocalDate To,
    string ToPersian,
    StatementBalance Opening,
    IReadOnlyList<StatementMovement> Movements,
    StatementChange Totals,
    StatementBalance Closing,
    NextDueView? NextDue,
    string DepositId);
