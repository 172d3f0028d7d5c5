using System.Text.Json.Serialization;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Contracts.Outside;

/// <summary>Principal per funder, in rials.</summary>
/// <param name="Alavi">Of Bonyad Alavi.</param>
/// <param name="Sina">Of Sina Bank.</param>
public sealed record FunderRials(
    [property: JsonPropertyName(Funders.Alavi)] Rials Alavi,
    [property: JsonPropertyName(Funders.Sina)] Rials Sina);

/// <summary>A loan was paid out: it exists from here on.</summary>
/// <param name="MessageId">The same when a message is sent twice: whoever listens acts on an id once.</param>
/// <param name="Sequence">Counts the messages of this loan: 1, 2, 3, without gaps.</param>
/// <param name="BusinessDate">The business date on which it was decided and booked.</param>
/// <param name="OccurredAt">The real instant at which it was recorded, UTC.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
/// <param name="DepositId">What the borrower writes on a payment so that it finds this loan.</param>
/// <param name="Funders">What each funder gave of the principal.</param>
/// <param name="ValueDate">When the bank paid out.</param>
/// <param name="FirstDue">When the first instalment is due.</param>
public sealed record LoanOpenedMessage(
    Guid MessageId,
    Guid LoanId,
    Guid ApplicationId,
    long Sequence,
    LocalDate BusinessDate,
    string BusinessDatePersian,
    Instant OccurredAt,
    string Tranche,
    string County,
    string DepositId,
    Rials PrincipalRials,
    FunderRials Funders,
    LocalDate ValueDate,
    string ValueDatePersian,
    LocalDate FirstDue,
    string FirstDuePersian);

/// <summary>
/// What a receipt changed in its loan. Principal and recoveries per funder, fee, charges for lateness and credit add up to the amount; each is a difference and negative where a
/// backdated receipt takes back what a later one had paid.
/// </summary>
/// <param name="MessageId">The same when a message is sent twice: whoever listens acts on an id once.</param>
/// <param name="Sequence">Counts the messages of this loan: 1, 2, 3, without gaps.</param>
/// <param name="BusinessDate">The business date on which it was decided and booked.</param>
/// <param name="OccurredAt">The real instant at which it was recorded, UTC.</param>
/// <param name="ReceiptId">The receipt; where a payout came back and no receipt caused it, the id of that fact.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
/// <param name="AmountRials">The money that came in; zero where a payout came back.</param>
/// <param name="Funders">The principal that went back to each funder.</param>
/// <param name="FeeRials">The service fee.</param>
/// <param name="CreditRials">What is owed back to the borrower.</param>
/// <param name="PrincipalRepaidAfterRials">Principal repaid on this loan in all.</param>
/// <param name="ValueDate">When the money moved.</param>
/// <param name="Channel">How it came, in lower case.</param>
/// <param name="BankReference">The bank's reference in the one writing that we keep.</param>
/// <param name="RecoveredFunders">What went back to each funder of a loss that had been written off.</param>
/// <param name="LateChargesRials">What it paid of costs and charges for lateness that are the servicing bank's.</param>
/// <param name="CharityRials">What it paid of a promise to give to charity when late.</param>
public sealed record RepaymentPostedMessage(
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
    Rials PrincipalRepaidAfterRials,
    LocalDate ValueDate,
    string ValueDatePersian,
    string Channel,
    string BankReference,
    [property: Difference] FunderRials RecoveredFunders,
    [property: Difference] Rials LateChargesRials,
    [property: Difference] Rials CharityRials);

/// <summary>Nothing is owed on a loan any more.</summary>
/// <param name="MessageId">The same when a message is sent twice: whoever listens acts on an id once.</param>
/// <param name="Sequence">Counts the messages of this loan: 1, 2, 3, without gaps.</param>
/// <param name="BusinessDate">The business date on which it was decided and booked.</param>
/// <param name="OccurredAt">The real instant at which it was recorded, UTC.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
/// <param name="Funders">What each funder has back: exactly what it gave.</param>
/// <param name="FeePaidRials">The service fee paid in all.</param>
/// <param name="SettledOn">The value date of the last payment.</param>
public sealed record LoanSettledMessage(
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
    Rials FeePaidRials,
    LocalDate SettledOn,
    string SettledOnPersian);

/// <summary>The payment of a loan came back and the loan has ended as never paid out. What had been repaid is owed back to the borrower.</summary>
/// <param name="MessageId">The same when a message is sent twice: whoever listens acts on an id once.</param>
/// <param name="Sequence">Counts the messages of this loan: 1, 2, 3, without gaps.</param>
/// <param name="BusinessDate">The business date on which it was decided and booked.</param>
/// <param name="OccurredAt">The real instant at which it was recorded, UTC.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
/// <param name="Funders">What each funder had given and has back.</param>
/// <param name="ValueDate">The value date of the money's return.</param>
/// <param name="ReasonCode">ISO 20022 return reason, for instance <c>AC04</c> (closed account).</param>
public sealed record LoanReturnedMessage(
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
    LocalDate ValueDate,
    string ValueDatePersian,
    string ReasonCode);
