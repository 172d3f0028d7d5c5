using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Repayment.BankPayments;

/// <summary>
/// What the bank publishes of a payment becomes a receipt, as one that HTTP tells does, once per channel and bank reference. The money is in the
/// bank whatever we know of its loan: what no loan can take is kept in suspense. Rejected is only what cannot be meant.
/// </summary>
internal static class TakeBankPayment
{
    public static async Task<Rejection?> HandleAsync(RequestBody message, UnitOfWork unit, IServiceProvider services)
    {
        var payment = await ToldPayment.ReadAsync(message, unit);
        if (message.Problem is { } malformed)
        {
            return Rejection.Of(malformed);
        }

        return await TakePayment.RunAsync(unit, payment, services.GetRequiredService<ReceiptRules>()) switch
        {
            PaymentOutcome.Posted or PaymentOutcome.Suspended or PaymentOutcome.SeenBefore => null,
            PaymentOutcome.ReferenceReused => Rejection.Of(ReceiptEndpoint.ReferenceReused),
            PaymentOutcome.NotYet => Rejection.Of(ApiProblem.ValueDateAfter(payment.Order.BusinessDate)),
            var outcome => throw new InvalidOperationException($"A payment ended as {outcome}."),
        };
    }
}
