using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Payments;

/// <summary>What the bank says of one payment, whatever the format it said it in.</summary>
public enum BankAnswerKind
{
    /// <summary>Booked: the borrower has the money.</summary>
    Paid = 1,

    /// <summary>Refused before booking.</summary>
    Refused = 2,

    /// <summary>Come back after booking.</summary>
    Returned = 3,

    /// <summary>On its way, or nothing about a payment of ours; kept, and nothing follows from it.</summary>
    Informative = 4,
}

/// <summary>One answer of the bank about one payment.</summary>
/// <param name="EndToEndId">Ours, given back by the bank; empty where it gave none.</param>
/// <param name="Amount">In rials; null where the answer names none or <paramref name="Problem"/> says why it cannot be read.</param>
/// <param name="ValueDate">ISO date of booking or of coming back; null where the answer names none.</param>
/// <param name="BankReference">The bank's own reference of the booking.</param>
/// <param name="ReasonCode">ISO 20022 reason of a refusal or a return, for instance <c>AC04</c>.</param>
/// <param name="Problem">One of <see cref="BankAnswerProblem"/> that the reader already found; null when it read all there is.</param>
public sealed record BankAnswer(
    BankAnswerKind Kind,
    string EndToEndId,
    Rials? Amount = null,
    LocalDate? ValueDate = null,
    string? BankReference = null,
    string? ReasonCode = null,
    string? ReasonText = null,
    string? Problem = null);

/// <summary>What an answer is compared with.</summary>
/// <param name="OrderedOn">The business date of the order.</param>
/// <param name="PaidOn">The bank's value date, once paid.</param>
/// <param name="BankReference">The bank's reference, once paid.</param>
/// <param name="ToldBefore">
/// The bookings of this order that were told and accepted before from where the answer comes; null when the one in the books is all there is. A statement and
/// a notification tell the same booking under references of their own, so that only two of one source tell two bookings apart.
/// </param>
public sealed record PaymentOrderFacts(
    PaymentOrderState State,
    Rials Amount,
    LocalDate OrderedOn,
    LocalDate? PaidOn = null,
    string? BankReference = null,
    IReadOnlyCollection<ToldBooking>? ToldBefore = null);

/// <summary>A booking as one source of the bank tells it.</summary>
public readonly record struct ToldBooking(string? BankReference, LocalDate? ValueDate);
