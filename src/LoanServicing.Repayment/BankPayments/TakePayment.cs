using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.BankPayments;

/// <summary>What became of money that the bank tells: the closed list.</summary>
internal enum PaymentOutcome
{
    Posted,

    /// <summary>No loan can take it; it is kept in suspense.</summary>
    Suspended,

    /// <summary>The same money was told before.</summary>
    SeenBefore,

    /// <summary>The reference stands for other money.</summary>
    ReferenceReused,

    /// <summary>The value date lies after the business date.</summary>
    NotYet,
}

/// <summary>Money in the bank becomes a receipt of the loan that it names, or is kept in suspense: the one way for whatever the bank tells.</summary>
internal static class TakePayment
{
    /// <summary>Who decides that money is suspended (rule R11).</summary>
    private const string Actor = "repayment";

    public static async Task<PaymentOutcome> RunAsync(UnitOfWork unit, ToldPayment payment, ReceiptRules rules)
    {
        var order = payment.Order;
        if (await SuspenseStore.FindAsync(unit, order.Channel, order.BankReference) is { } suspended)
        {
            return IsTheSame(suspended, payment) ? PaymentOutcome.SeenBefore : PaymentOutcome.ReferenceReused;
        }

        var (loan, unknown) = await FindLoanAsync(unit, payment);
        if (loan is null)
        {
            return await SuspendAsync(unit, payment, order.Amount > rules.Ceiling ? PostReceipt.AboveCeiling : unknown);
        }

        var (outcome, _) = await PostReceipt.RunAsync(unit, loan, order, rules);
        return outcome switch
        {
            ReceiptOutcome.Posted => PaymentOutcome.Posted,
            ReceiptOutcome.SeenBefore or ReceiptOutcome.InSuspense or ReceiptOutcome.OfList => PaymentOutcome.SeenBefore,
            ReceiptOutcome.ReferenceReused => PaymentOutcome.ReferenceReused,
            ReceiptOutcome.NotYet => PaymentOutcome.NotYet,
            ReceiptOutcome.BeforePayingOut => await SuspendAsync(unit, payment, PostReceipt.BeforePayingOut),
            ReceiptOutcome.AboveCeiling => await SuspendAsync(unit, payment, PostReceipt.AboveCeiling),
            _ => throw new InvalidOperationException($"A receipt ended as {outcome}."),
        };
    }

    /// <summary>Keeps the money in suspense, whatever loan it names; not where another channel has told of it, as a receipt of whichever loan, as a salary list or as suspense.</summary>
    /// <param name="reason">A stable code.</param>
    public static async Task<PaymentOutcome> SuspendAsync(UnitOfWork unit, ToldPayment payment, string reason)
    {
        var order = payment.Order;
        if (await ReceiptStore.FindAsync(unit, order.Channel, order.BankReference) is not null)
        {
            return PaymentOutcome.ReferenceReused;
        }

        if (await SuspenseStore.FindAsync(unit, order.Channel, order.BankReference) is not null)
        {
            return PaymentOutcome.SeenBefore; // under a reference of its line alone, which is told once more
        }

        if (order.ValueDate > order.BusinessDate)
        {
            return PaymentOutcome.NotYet;
        }

        var place = await ToldPayments.NextPlaceAsync(unit, order.BankReference);
        if (await ToldElsewhere.ReceiptAsync(unit, order, loanId: null) is not null || await ToldElsewhere.IsInSuspenseAsync(unit, order)
            || await ToldElsewhere.IsOfListAsync(unit, order) || await ToldElsewhere.IsTransferOfListAsync(unit, order))
        {
            return PaymentOutcome.SeenBefore;
        }

        var id = Guid.CreateVersion7();
        var header = unit.Header(Streams.Suspense, id, 1, order.BusinessDate);
        var suspended = new SuspenseRow
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
        };
        await SuspenseStore.InsertAsync(unit, suspended, place);
        unit.Publish(new ReceiptSuspended(header, id, order.Amount, order.ValueDate, order.Channel, order.BankReference, reason));
        var details = new { order.Amount, order.Channel, order.BankReference, order.ValueDate, payment.ToldFor, reason };
        unit.Record(new AuditEntry(Actor, "receipt.suspended", "suspense", id.ToString("D"), order.BusinessDate, details));
        return PaymentOutcome.Suspended;
    }

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

    private static bool IsTheSame(SuspenseRow suspended, ToldPayment payment) =>
        suspended.Amount == payment.Order.Amount && suspended.ValueDate == payment.Order.ValueDate && suspended.ToldFor == payment.ToldFor;
}
