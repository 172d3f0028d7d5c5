using System.Data.Common;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.BankPayments;

namespace LoanServicing.Repayment.Handlers;

/// <summary>Lines of the bank's statement become receipts, each in a part of its own: what cannot be posted goes to suspense and holds up no other.</summary>
internal static class TakeStatementReceipts
{
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

            if (failure is not null && await TakePayment.SuspendAsync(unit, payment, CannotBePosted) != PaymentOutcome.Suspended)
            {
                throw failure;
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

    private static ToldPayment PaymentOf(ReceiptsOnStatement fact, ReceiptOnStatement line) => new(
        new ReceiptOrder(line.Amount, ToldElsewhere.Statement, line.BankReference, line.ValueDate, fact.Header.BusinessDate, $"statement:{fact.FileId:N}"),
        line.DepositId ?? "",
        LoanId: null);
}
