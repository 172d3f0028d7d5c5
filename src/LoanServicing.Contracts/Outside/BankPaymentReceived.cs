using System.ComponentModel.DataAnnotations;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Contracts.Outside;

/// <summary>
/// The bank tells that money for a loan has come in. It publishes this to <c>bank.payment-received</c> as plain JSON, as often as it likes: one
/// channel and bank reference is one receipt for ever. It names the loan by its deposit id or by its loan id; money for a loan that we do not know
/// is kept in suspense.
/// </summary>
/// <param name="AmountRials">Whole current rials, written as a JSON integer: digits only, no fraction, exponent or quotes.</param>
/// <param name="BankReference">
/// The bank's own reference of the movement. Upper and lower case are one, and so are Persian, Arabic and ASCII digits; spaces and hyphens tell references apart.
/// </param>
/// <param name="ValueDate">When the money moved, a Gregorian date, not after our business date.</param>
/// <param name="Channel">How it came, for instance <c>paya</c>, <c>satna</c> or <c>branch</c>; upper and lower case are one. <c>statement</c> is refused: it is for the lines of the bank's statement.</param>
/// <param name="DepositId">What the payer wrote to name the loan (shenase-ye variz); spaces and hyphens between the digits do not matter.</param>
/// <param name="LoanId">The loan's id, instead of the deposit id.</param>
[ExactlyOneOf("depositId", "loanId")]
public sealed record BankPaymentReceived(
    Rials AmountRials,
    [property: RegularExpression(BankPaymentReceived.ReferenceForm)] string BankReference,
    [property: RegularExpression(BankPaymentReceived.DateForm)] LocalDate ValueDate,
    [property: RegularExpression(BankPaymentReceived.ChannelForm)] string Channel,
    [property: RegularExpression(BankPaymentReceived.DepositIdForm)] string? DepositId = null,
    [property: RegularExpression(BankPaymentReceived.IdForm)] Guid? LoanId = null)
{
    /// <summary>The queue.</summary>
    public const string Queue = "bank.payment-received";

    private const string ReferenceForm = "^[!-~۰-۹٠-٩]([ -~۰-۹٠-٩]{0,62}[!-~۰-۹٠-٩])?$";
    private const string DateForm = "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$";
    private const string ChannelForm = "^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,30}[A-Za-z0-9])?$";
    private const string DepositIdForm = "^[0-9۰-۹٠-٩][0-9۰-۹٠-٩ -]{1,38}[0-9۰-۹٠-٩]$";
    private const string IdForm = "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";
}
