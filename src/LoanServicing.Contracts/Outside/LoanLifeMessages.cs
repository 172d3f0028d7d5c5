using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Contracts.Outside;

/// <summary>
/// A receipt was taken back: the payment bounced, or was for another loan. Principal and recoveries per funder, fee, charges for lateness and credit are differences
/// that add up to the negative of the amount.
/// </summary>
/// <param name="MessageId">The same when a message is sent twice: whoever listens acts on an id once.</param>
/// <param name="Sequence">Counts the messages of this loan: 1, 2, 3, without gaps.</param>
/// <param name="BusinessDate">The business date on which it was decided and booked.</param>
/// <param name="OccurredAt">The real instant at which it was recorded, UTC.</param>
/// <param name="ReceiptId">The receipt that no longer counts.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
/// <param name="AmountRials">The receipt's amount.</param>
/// <param name="Funders">The change of the principal repaid to each funder.</param>
/// <param name="FeeRials">The change of the fee paid.</param>
/// <param name="CreditRials">The change of what is owed back to the borrower.</param>
/// <param name="RecoveredFunders">The change of what went back to each funder of a loss that had been written off.</param>
/// <param name="PrincipalRepaidAfterRials">Principal repaid on this loan in all.</param>
/// <param name="ValueDate">The receipt's value date.</param>
/// <param name="Channel">How it had come, in lower case.</param>
/// <param name="BankReference">The bank's reference of the receipt.</param>
/// <param name="LateChargesRials">The change of what is paid of costs and charges for lateness that are the servicing bank's.</param>
/// <param name="CharityRials">The change of what is paid of a promise to give to charity when late.</param>
public sealed record ReceiptReversedMessage(
    Guid MessageId,
    Guid LoanId,
    Guid ApplicationId,
    long Sequence,
    LocalDate BusinessDate,
    string BusinessDatePersian,
    Instant OccurredAt,
    Guid ReceiptId,
    string Tranche,
    string County,
    Rials AmountRials,
    [property: Difference] FunderRials Funders,
    [property: Difference] Rials FeeRials,
    [property: Difference] Rials CreditRials,
    [property: Difference] FunderRials RecoveredFunders,
    Rials PrincipalRepaidAfterRials,
    LocalDate ValueDate,
    string ValueDatePersian,
    string Channel,
    string BankReference,
    [property: Difference] Rials LateChargesRials,
    [property: Difference] Rials CharityRials);

/// <summary>A settled loan is owed again, because a receipt was taken back.</summary>
/// <param name="MessageId">The same when a message is sent twice: whoever listens acts on an id once.</param>
/// <param name="Sequence">Counts the messages of this loan: 1, 2, 3, without gaps.</param>
/// <param name="BusinessDate">The business date on which it was decided and booked.</param>
/// <param name="OccurredAt">The real instant at which it was recorded, UTC.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
public sealed record LoanReopenedMessage(
    Guid MessageId,
    Guid LoanId,
    Guid ApplicationId,
    long Sequence,
    LocalDate BusinessDate,
    string BusinessDatePersian,
    Instant OccurredAt,
    string Tranche,
    string County);

/// <summary>A loan is repaid otherwise than planned from an instalment on. Principal is what it was.</summary>
/// <param name="MessageId">The same when a message is sent twice: whoever listens acts on an id once.</param>
/// <param name="Sequence">Counts the messages of this loan: 1, 2, 3, without gaps.</param>
/// <param name="BusinessDate">The business date on which it was decided and booked.</param>
/// <param name="OccurredAt">The real instant at which it was recorded, UTC.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
/// <param name="Kind">What was changed.</param>
/// <param name="From">The first instalment that it touches.</param>
/// <param name="FirstDue">Its new due date.</param>
/// <param name="Installments">Instalments of the whole plan from now on.</param>
public sealed record PlanChangedMessage(
    Guid MessageId,
    Guid LoanId,
    Guid ApplicationId,
    long Sequence,
    LocalDate BusinessDate,
    string BusinessDatePersian,
    Instant OccurredAt,
    string Tranche,
    string County,
    PlanChangeKind Kind,
    int From,
    LocalDate FirstDue,
    string FirstDuePersian,
    int Installments);

/// <summary>A cost of lateness was charged to a loan, or what was unpaid of such charges was waived.</summary>
/// <param name="MessageId">The same when a message is sent twice: whoever listens acts on an id once.</param>
/// <param name="Sequence">Counts the messages of this loan: 1, 2, 3, without gaps.</param>
/// <param name="BusinessDate">The business date on which it was decided. A waiver counts on it already, a cost for receipts of later value dates.</param>
/// <param name="OccurredAt">The real instant at which it was recorded, UTC.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="AmountRials">The cost, or what was forgiven.</param>
public sealed record LateChargeDecidedMessage(
    Guid MessageId,
    Guid LoanId,
    Guid ApplicationId,
    long Sequence,
    LocalDate BusinessDate,
    string BusinessDatePersian,
    Instant OccurredAt,
    string Tranche,
    string County,
    LateDecisionKind Kind,
    Rials AmountRials);

/// <summary>All that was outstanding on a loan is written off; what comes later is a recovery.</summary>
/// <param name="MessageId">The same when a message is sent twice: whoever listens acts on an id once.</param>
/// <param name="Sequence">Counts the messages of this loan: 1, 2, 3, without gaps.</param>
/// <param name="BusinessDate">The business date on which it was decided and booked.</param>
/// <param name="OccurredAt">The real instant at which it was recorded, UTC.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
/// <param name="Funders">Each funder's loss of principal.</param>
/// <param name="WrittenOffOn">The business date of the write-off.</param>
public sealed record LoanWrittenOffMessage(
    Guid MessageId,
    Guid LoanId,
    Guid ApplicationId,
    long Sequence,
    LocalDate BusinessDate,
    string BusinessDatePersian,
    Instant OccurredAt,
    string Tranche,
    string County,
    FunderRials Funders,
    LocalDate WrittenOffOn,
    string WrittenOffOnPersian);
