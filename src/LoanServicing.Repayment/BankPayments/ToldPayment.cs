using LoanServicing.Contracts.Outside;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Handlers;

namespace LoanServicing.Repayment.BankPayments;

/// <summary>A payment as the bank told it.</summary>
/// <param name="DepositId">As told; null when the loan id is.</param>
/// <param name="LoanId">Null when the deposit id is told.</param>
internal sealed record ToldPayment(ReceiptOrder Order, string? DepositId, Guid? LoanId)
{
    /// <summary>What its column holds, in characters; a deposit id has far fewer.</summary>
    private const int LongestToldFor = 100;

    /// <summary>How the payment names its loan, as far as it can be kept.</summary>
    public string ToldFor => LineReference.Cut(DepositId ?? LoanId?.ToString("D") ?? "", LongestToldFor);

    /// <summary>Spaces and hyphens between the digits do not matter.</summary>
    public static string DigitsOf(string depositId) => Digits.Normalise(depositId).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    /// <summary>Reads the message; look at the body's problem before using what it gives.</summary>
    public static async Task<ToldPayment> ReadAsync(RequestBody message, UnitOfWork unit)
    {
        var order = new ReceiptOrder(
            message.RequiredRials("amountRials"),
            ReceiptChannel.Read(message),
            message.RequiredBankReference("bankReference"),
            message.RequiredIsoDate("valueDate"),
            await BusinessDates.CurrentAsync(unit),
            BankPaymentReceived.Queue);
        var (depositId, loanId) = (message.OptionalText("depositId"), message.OptionalText("loanId"));
        return new ToldPayment(order, depositId is null ? null : DigitsOf(depositId), Guid.TryParse(loanId, out var id) ? id : null);
    }
}
