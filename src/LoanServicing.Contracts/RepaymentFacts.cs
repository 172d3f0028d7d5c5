using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Contracts;

/// <summary>The loan and its plan exist; the first instalment falls on <paramref name="FirstDue"/>.</summary>
public sealed record LoanOpened(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    Borrower Borrower,
    Rials Principal,
    FunderShares Shares,
    LocalDate ValueDate,
    LocalDate FirstDue,
    string DepositId) : IFact;

/// <summary>
/// What one receipt changed in the loan, as differences of standings (rule R4). A backdated receipt re-derives the loan, so that a
/// difference of fee, credit or principal may be negative; the parts add up to <paramref name="Amount"/>.
/// </summary>
/// <param name="Shares">The principal part, per funder.</param>
/// <param name="Fee">The part that is the servicer's fee.</param>
/// <param name="Credit">The part that is owed back to the borrower.</param>
/// <param name="PrincipalRepaidAfter">The loan's standing of principal after this posting.</param>
/// <param name="SuspenseId">The money in suspense that this receipt was made of; null for money that has just come.</param>
/// <param name="WrittenOff">On a loan that is written off: what a receipt dated before that changes in the loss of each funder; no money. Null is none.</param>
/// <param name="Recovered">What it recovers for each funder of its loss, a part of <paramref name="Amount"/>. Null is none.</param>
/// <param name="LateCharges">What it pays of costs or charges for lateness, the servicer's, a part of <paramref name="Amount"/>. Null is none.</param>
/// <param name="Charity">What it pays of a promise to give to charity when late, a part of <paramref name="Amount"/>. Null is none.</param>
public sealed record RepaymentPosted(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    Guid ReceiptId,
    string Tranche,
    string County,
    Rials Amount,
    [property: Difference] FunderShares Shares,
    [property: Difference] Rials Fee,
    [property: Difference] Rials Credit,
    Rials PrincipalRepaidAfter,
    LocalDate ValueDate,
    string Channel,
    string BankReference,
    Guid? SuspenseId = null,
    [property: Difference] FunderShares? WrittenOff = null,
    [property: Difference] FunderShares? Recovered = null,
    [property: Difference] Rials? LateCharges = null,
    [property: Difference] Rials? Charity = null) : IFact;

/// <summary>
/// A receipt was none: two people have taken it back, and the loan stands as if it had never come. The parts are differences of standings as in
/// <see cref="RepaymentPosted"/>; they add up to the negative of <paramref name="Amount"/>.
/// </summary>
/// <param name="ReversalId">Once, for ever.</param>
/// <param name="Amount">The receipt's, in rials, above zero.</param>
/// <param name="ValueDate">When the money counts as gone: the receipt's own value date.</param>
/// <param name="Channel">The receipt's.</param>
/// <param name="BankReference">The receipt's.</param>
/// <param name="SuspenseId">The money is in the bank all the same, as this sum in suspense; null: the bank has taken it back.</param>
public sealed record ReceiptReversed(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    Guid ReversalId,
    Guid ReceiptId,
    string Tranche,
    string County,
    Rials Amount,
    [property: Difference] FunderShares Shares,
    [property: Difference] Rials Fee,
    [property: Difference] Rials Credit,
    Rials PrincipalRepaidAfter,
    LocalDate ValueDate,
    string Channel,
    string BankReference,
    Guid? SuspenseId = null,
    [property: Difference] FunderShares? WrittenOff = null,
    [property: Difference] FunderShares? Recovered = null,
    [property: Difference] Rials? LateCharges = null,
    [property: Difference] Rials? Charity = null) : IFact;

/// <summary>A settled loan is owed again, because a receipt was taken back. It follows that <see cref="ReceiptReversed"/>.</summary>
public sealed record LoanReopened(FactHeader Header, Guid LoanId, Guid ApplicationId, string Tranche, string County) : IFact;

/// <summary>Two people have changed how a loan is repaid. Principal and shares are what they were; no fee grows (domain.md section 2).</summary>
/// <param name="Change">What follows for the plan, from which its new due dates can be computed.</param>
public sealed record PlanChanged(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    string Tranche,
    string County,
    PlanChange Change) : IFact;

/// <summary>
/// Two people have charged a cost of lateness to a loan, or waived what is unpaid of such charges. Nothing is owed to anybody by it alone: what a receipt pays of it
/// is in <see cref="RepaymentPosted"/>.
/// </summary>
/// <param name="Amount">The cost, or what was forgiven, in rials, above zero.</param>
/// <param name="DecidedOn">The business date. A waiver counts on it already, a cost for receipts of later value dates.</param>
public sealed record LateChargeDecided(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    string Tranche,
    string County,
    LateDecisionKind Kind,
    Rials Amount,
    LocalDate DecidedOn) : IFact;

/// <summary>Two people have written off all that was outstanding (rule R6). Receipts of later value dates are recoveries.</summary>
/// <param name="Shares">Each funder's loss, in rials: its share less what was repaid of it.</param>
/// <param name="FeeWaived">Fees unpaid of the loan-years begun, which are claimed no longer.</param>
/// <param name="WrittenOffOn">The business date.</param>
public sealed record LoanWrittenOff(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    string Tranche,
    string County,
    FunderShares Shares,
    Rials FeeWaived,
    LocalDate WrittenOffOn) : IFact;

/// <summary>Nothing is owed any more: all principal is repaid and every fee that had fallen due is paid.</summary>
public sealed record LoanSettled(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    string Tranche,
    string County,
    FunderShares Shares,
    Rials FeePaid,
    LocalDate SettledOn) : IFact;

/// <summary>
/// The payment came back and the loan ends as returned unpaid. It follows the loan's last posting, which has taken back what was repaid, so that
/// the books see the money leave the loan only once nothing of it is collected; money that comes later is the borrower's credit.
/// </summary>
/// <param name="ReasonCode">As the bank told it in <see cref="DisbursementReturned"/>.</param>
public sealed record LoanReturned(
    FactHeader Header,
    Guid LoanId,
    Guid ApplicationId,
    Guid OrderId,
    int ReservationRound,
    int PaymentAttempt,
    string Tranche,
    string County,
    FunderShares Shares,
    LocalDate ValueDate,
    string ReasonCode) : IFact;

/// <summary>Money has come to the bank that no loan could take. Funding keeps it apart until a person assigns it.</summary>
/// <param name="SuspenseId">Made here, once per channel and bank reference.</param>
/// <param name="Reason">A stable code, for instance <c>deposit-id.unknown</c>.</param>
public sealed record ReceiptSuspended(
    FactHeader Header,
    Guid SuspenseId,
    Rials Amount,
    LocalDate ValueDate,
    string Channel,
    string BankReference,
    string Reason) : IFact;

/// <summary>Money in suspense could not become a receipt of the loan to which it was assigned, and stays where it is.</summary>
/// <param name="Reason">A stable code: <c>loan.unknown</c>, <c>value-date.before-paying-out</c>, <c>amount.above-ceiling</c>, or <c>receipt.known</c> where another channel has told of the same money.</param>
public sealed record SuspenseKept(FactHeader Header, Guid SuspenseId, Guid LoanId, string Reason) : IFact;
