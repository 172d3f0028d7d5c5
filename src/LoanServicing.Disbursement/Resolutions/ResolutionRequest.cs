using System.ComponentModel.DataAnnotations;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Disbursement.Resolutions;

/// <summary>What the bank has said in writing about a payment order that its files left open.</summary>
/// <param name="Outcome"><c>paid</c> or <c>not-paid</c>.</param>
/// <param name="NotPaidAs">Of <c>not-paid</c>: <c>returned</c>, the money came back whole, or <c>never-booked</c>.</param>
/// <param name="AmountRials">The order's amount; of what was never booked there is none, nor a reference or a date.</param>
/// <param name="BankReference">The bank's reference of the booking or of the return; it stands for one movement of payment orders for ever (rule R8: unique per channel).</param>
/// <param name="ValueDate">Of the booking or of the return; not after the business date.</param>
/// <param name="AmountCorrected">Of <c>paid</c>: the bank has corrected the other amount that it had told, or told the one that its files do not name.</param>
/// <param name="Reason">Why, and where the bank's word is to be found; at most 500 characters.</param>
public sealed record ResolutionRequest(
    [property: AllowedValues(ResolutionRow.Paid, ResolutionRow.NotPaid)] string Outcome,
    [property: AllowedValues(ResolutionRow.Returned, ResolutionRow.NeverBooked)] string? NotPaidAs,
    Rials? AmountRials,
    string? BankReference,
    LocalDate? ValueDate,
    bool? AmountCorrected,
    string Reason)
{
    private const int LongestReason = 500;

    /// <summary>Reads the fields that go with the outcome and refuses the others: they would say two things at once.</summary>
    internal static ResolutionRow Read(RequestBody body)
    {
        var row = new ResolutionRow { Outcome = body.RequiredText("outcome"), Reason = body.RequiredText("reason", LongestReason) };
        switch (row.Outcome)
        {
            case ResolutionRow.Paid:
                body.AllowOnly("outcome", "amountRials", "bankReference", "valueDate", "amountCorrected", "reason");
                return ReadMovement(body, row) with { AmountCorrected = body.Has("amountCorrected") && body.RequiredBool("amountCorrected") };
            case ResolutionRow.NotPaid:
                return ReadNotPaid(body, row with { NotPaidAs = body.RequiredText("notPaidAs") });
            case "":
                return row;
            default:
                body.AddError("outcome", "outcome.unknown", "paid or not-paid is expected.", "باید paid یا not-paid باشد.");
                return row;
        }
    }

    private static ResolutionRow ReadNotPaid(RequestBody body, ResolutionRow row)
    {
        switch (row.NotPaidAs)
        {
            case ResolutionRow.Returned:
                body.AllowOnly("outcome", "notPaidAs", "amountRials", "bankReference", "valueDate", "reason");
                return ReadMovement(body, row);
            case ResolutionRow.NeverBooked:
                body.AllowOnly("outcome", "notPaidAs", "reason");
                return row;
            case "":
                return row;
            default:
                body.AddError(
                    "notPaidAs", "not-paid-as.unknown", "returned or never-booked is expected.", "باید returned یا never-booked باشد.");
                return row;
        }
    }

    private static ResolutionRow ReadMovement(RequestBody body, ResolutionRow row) => row with
    {
        Amount = body.RequiredRials("amountRials"),
        BankReference = body.RequiredBankReference("bankReference"),
        ValueDate = body.RequiredIsoDate("valueDate"),
    };
}

/// <summary>What the second person is asked to confirm, as <c>GET /checks</c> shows it.</summary>
internal sealed record ResolutionAsked(
    string Outcome,
    string? NotPaidAs,
    Rials? AmountRials,
    string? BankReference,
    LocalDate? ValueDate,
    string? ValueDatePersian,
    bool? AmountCorrected,
    string Reason)
{
    public static ResolutionAsked Of(ResolutionRow said) => new(
        said.Outcome, said.NotPaidAs, said.Amount, said.BankReference, said.ValueDate, said.ValueDate.ToPersian(),
        said.AmountCorrected ? true : null, said.Reason);
}

/// <summary>What was carried out.</summary>
/// <param name="Status">Of the payment order now.</param>
public sealed record PaymentOrderResolved(Guid OrderId, Guid RequestId, string Status);
