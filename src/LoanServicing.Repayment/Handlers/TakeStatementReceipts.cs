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

    public static async Task HandleAsync(ReceiptsOnStatement fact, UnitOfWork unit)
    {
        foreach (var line in fact.Receipts)
        {
            var payment = PaymentOf(fact, line);
            var failure = await unit.TryPartAsync(() => TakeAsync(unit, payment));
            if (failure is ConcurrentChangeException or DbException)
            {
                throw failure; // not the line's own: the whole fact is handled again
            }

            if (failure is not null)
            {
                await SuspendAsync(unit, payment, line.LineId);
                unit.Record(new AuditEntry(
                    Actor, "receipt.not-posted", "statement-line", line.LineId.ToString("D"), fact.Header.BusinessDate, new { cause = failure.GetType().Name, failure.Message }));
            }
        }
    }

    private static async Task TakeAsync(UnitOfWork unit, ToldPayment payment)
    {
        var outcome = await TakePayment.RunAsync(unit, payment);
        if (outcome is PaymentOutcome.ReferenceReused or PaymentOutcome.NotYet)
        {
            throw new InvalidOperationException($"The statement's reference {payment.Order.BankReference} ended as {outcome}.");
        }
    }

    /// <summary>Under a reference of its own where its own stands for other money: what is in the bank must be in the books.</summary>
    private static async Task SuspendAsync(UnitOfWork unit, ToldPayment payment, Guid lineId)
    {
        var (channel, reference) = (payment.Order.Channel, payment.Order.BankReference);
        var isTaken = await ReceiptStore.FindAsync(unit, channel, reference) is not null || await SuspenseStore.FindAsync(unit, channel, reference) is not null;
        var order = isTaken ? payment.Order with { BankReference = $"{reference}/{lineId:N}" } : payment.Order;
        if (await TakePayment.SuspendAsync(unit, payment with { Order = order }, CannotBePosted) is var outcome and not PaymentOutcome.Suspended)
        {
            throw new InvalidOperationException($"The statement's reference {reference} ended as {outcome}.");
        }
    }

    private static ToldPayment PaymentOf(ReceiptsOnStatement fact, ReceiptOnStatement line) => new(
        new ReceiptOrder(line.Amount, ToldElsewhere.Statement, line.BankReference, line.ValueDate, fact.Header.BusinessDate, $"statement:{fact.FileId:N}"),
        line.DepositId ?? "",
        LoanId: null);
}
