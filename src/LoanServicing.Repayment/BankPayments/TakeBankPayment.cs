using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.BankPayments;

/// <summary>
/// What the bank publishes of a payment becomes a receipt, as one that HTTP tells does, once per channel and bank reference. The money is in the
/// bank whatever we know of its loan: what no loan can take is kept in suspense. Rejected is only what cannot be meant.
/// </summary>
internal static class TakeBankPayment
{
    /// <summary>Who decides that money is suspended (rule R11).</summary>
    private const string Actor = "repayment";

    public static async Task<Rejection?> HandleAsync(RequestBody message, UnitOfWork unit)
    {
        var payment = await ToldPayment.ReadAsync(message, unit);
        if (message.Problem is { } malformed)
        {
            return Rejection.Of(malformed);
        }

        if (await SuspenseStore.FindAsync(unit, payment.Order.Channel, payment.Order.BankReference) is { } suspended)
        {
            return IsTheSame(suspended, payment) ? null : Reused;
        }

        var (loan, unknown) = await FindLoanAsync(unit, payment);
        if (loan is null)
        {
            return await SuspendAsync(unit, payment, unknown);
        }

        var (outcome, _) = await PostReceipt.RunAsync(unit, loan, payment.Order);
        return outcome switch
        {
            ReceiptOutcome.Posted or ReceiptOutcome.SeenBefore => null,
            ReceiptOutcome.ReferenceReused => Reused,
            ReceiptOutcome.NotYet => NotYet(payment),
            ReceiptOutcome.BeforePayingOut => await SuspendAsync(unit, payment, "value-date.before-paying-out"),
            _ => throw new InvalidOperationException($"A receipt ended as {outcome}."),
        };
    }

    private static Rejection Reused => Rejection.Of(ReceiptEndpoint.ReferenceReused);

    private static Rejection NotYet(ToldPayment payment) => Rejection.Of(ApiProblem.ValueDateAfter(payment.Order.BusinessDate));

    /// <summary>The loan, or why there is none.</summary>
    private static async Task<(LoanRow? Loan, string Unknown)> FindLoanAsync(UnitOfWork unit, ToldPayment payment)
    {
        if (payment.LoanId is { } id)
        {
            return (await LoanStore.FindAsync(unit, id), "loan.unknown");
        }

        return DepositId.TryParse(payment.DepositId, out var depositId)
            ? (await LoanStore.FindByDepositIdAsync(unit, depositId.Digits), "deposit-id.unknown")
            : (null, "deposit-id.invalid");
    }

    private static async Task<Rejection?> SuspendAsync(UnitOfWork unit, ToldPayment payment, string reason)
    {
        var order = payment.Order;
        if (await ReceiptStore.FindAsync(unit, order.Channel, order.BankReference) is not null)
        {
            return Reused;
        }

        if (order.ValueDate > order.BusinessDate)
        {
            return NotYet(payment);
        }

        var id = Guid.CreateVersion7();
        var header = unit.Header(Streams.Suspense, id, 1, order.BusinessDate);
        await SuspenseStore.InsertAsync(unit, new SuspenseRow
        {
            Id = id,
            MessageId = header.MessageId,
            Channel = order.Channel,
            BankReference = order.BankReference,
            Amount = order.Amount,
            ValueDate = order.ValueDate,
            ToldFor = payment.ToldFor,
            Reason = reason,
            BusinessDate = order.BusinessDate,
            ReceivedAt = unit.Now,
            ReceivedBy = order.ReceivedBy,
        });
        unit.Publish(new ReceiptSuspended(header, id, order.Amount, order.ValueDate, order.Channel, order.BankReference, reason));
        var details = new { order.Amount, order.Channel, order.BankReference, order.ValueDate, payment.ToldFor, reason };
        unit.Record(new AuditEntry(Actor, "receipt.suspended", "suspense", id.ToString("D"), order.BusinessDate, details));
        return null;
    }

    private static bool IsTheSame(SuspenseRow suspended, ToldPayment payment) =>
        suspended.Amount == payment.Order.Amount && suspended.ValueDate == payment.Order.ValueDate && suspended.ToldFor == payment.ToldFor;
}
