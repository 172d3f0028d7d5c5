using System.Data.Common;
using LoanServicing.Contracts;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.BankPayments;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Handlers;

/// <summary>Lines of the bank's statement become receipts, each in a part of its own: what cannot be posted goes to suspense and holds up no other.</summary>
internal static class TakeStatementReceipts
{
    private const string Actor = "repayment";
    private const string CannotBePosted = "receipt.cannot-be-posted";

    public static async Task HandleAsync(ReceiptsOnStatement fact, UnitOfWork unit, ReceiptRules rules)
    {
        foreach (var line in fact.Receipts)
        {
            var payment = PaymentOf(fact, line);
            var failure = await unit.TryPartAsync(() => TakeAsync(unit, payment, rules));
            if (failure is ConcurrentChangeException || (failure is DbException && !DatabaseErrors.AreOfTheStatement(failure)))
            {
                throw failure; // not the line's own: the whole fact is handled again
            }

            if (failure is not null)
            {
                await SuspendAsync(unit, payment, line.LineId);
                var cause = failure.GetType().Name;
                object details = failure is DbException ? new { cause } : new { cause, failure.Message }; // the database's words may hold what the payer wrote
                unit.Record(new AuditEntry(Actor, "receipt.not-posted", "statement-line", line.LineId.ToString("D"), fact.Header.BusinessDate, details));
            }
        }
    }

    private static async Task TakeAsync(UnitOfWork unit, ToldPayment payment, ReceiptRules rules)
    {
        if (payment.Order.BankReference.Length > LineReference.Longest)
        {
            throw new InvalidOperationException($"The statement's reference has {payment.Order.BankReference.Length} characters; at most {LineReference.Longest} can be kept.");
        }

        var outcome = await TakePayment.RunAsync(unit, payment, rules);
        if (outcome is PaymentOutcome.ReferenceReused or PaymentOutcome.NotYet)
        {
            throw new InvalidOperationException($"The statement's reference {payment.Order.BankReference} ended as {outcome}.");
        }
    }

    /// <summary>Under a reference of its own where its own stands for other money or is too long: what is in the bank must be in the books.</summary>
    private static async Task SuspendAsync(UnitOfWork unit, ToldPayment payment, Guid lineId)
    {
        var (channel, reference) = (payment.Order.Channel, payment.Order.BankReference);
        var isOfNoUse = reference.Length > LineReference.Longest
            || await ReceiptStore.FindAsync(unit, channel, reference) is not null
            || await SuspenseStore.FindAsync(unit, channel, reference) is not null;
        var order = isOfNoUse ? payment.Order with { BankReference = LineReference.OwnOf(reference, lineId) } : payment.Order;
        if (await TakePayment.SuspendAsync(unit, payment with { Order = order }, CannotBePosted) is var outcome and not (PaymentOutcome.Suspended or PaymentOutcome.SeenBefore))
        {
            throw new InvalidOperationException($"The statement's reference {order.BankReference} ended as {outcome}.");
        }
    }

    private static ToldPayment PaymentOf(ReceiptsOnStatement fact, ReceiptOnStatement line) => new(
        new ReceiptOrder(line.Amount, ToldElsewhere.Statement, line.BankReference, line.ValueDate, fact.Header.BusinessDate, $"statement:{fact.FileId:N}")
        {
            IsConfirmed = line.IsConfirmed == true,
        },
        line.DepositId ?? "",
        LoanId: null);
}
