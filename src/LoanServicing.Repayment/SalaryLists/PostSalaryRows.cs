using System.Data.Common;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;
using LoanServicing.Repayment.BankPayments;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>
/// Makes receipts of the next rows of a list, some to a unit of work, and the count of them with them: a list whose posting was cut goes on where it ended. Each
/// row is taken in a part of its own: what cannot be posted goes to suspense and holds up no other, so the list always adds up to its transfer.
/// </summary>
internal static class PostSalaryRows
{
    /// <summary>Rows of one unit of work.</summary>
    public const int AtOnce = 200;

    private const string Actor = "repayment";
    private const string CannotBePosted = "receipt.cannot-be-posted";

    /// <returns>How many rows there were; 0 when all are handled, or the business date of Development was set back behind the list.</returns>
    public static async Task<int> NextAsync(UnitOfWork unit, Guid listId, ReceiptRules rules)
    {
        var list = await SalaryListStore.FindAsync(unit, listId) ?? throw new InvalidOperationException($"The salary list {listId} is gone.");
        var today = await BusinessDates.CurrentAsync(unit);
        var rows = list.ValueDate > today ? [] : await SalaryRowStore.NextAsync(unit, list, AtOnce);
        if (rows.Count == 0)
        {
            return 0;
        }

        await SalaryListStore.TakeAsync(unit, list);
        var loans = (await LoanStore.ManyAsync(unit, [.. rows.Select(row => row.LoanId).OfType<Guid>().Distinct()])).ToDictionary(loan => loan.Id);
        var (posted, suspended) = (0, 0);
        foreach (var row in rows)
        {
            var order = new ReceiptOrder(row.Amount, SalaryListStore.Channel, row.Reference, list.ValueDate, today, $"salary-list:{list.ListId:N}");
            var handled = await HandleAsync(unit, row, new ToldPayment(order, row.ToldFor, LoanId: null), loans, rules);
            await SalaryRowStore.HandledAsync(unit, handled);
            (posted, suspended) = handled.Status == SalaryListEntry.Posted ? (posted + 1, suspended) : (posted, suspended + 1);
        }

        var after = list with { RowsPosted = list.RowsPosted + posted, RowsSuspended = list.RowsSuspended + suspended };
        await SalaryListStore.GoOnAsync(unit, list, after with { Status = after.RowsHandled == list.RowsTotal ? SalaryListRow.Done : SalaryListRow.Posting });
        return rows.Count;
    }

    private static async Task<SalaryListEntry> HandleAsync(UnitOfWork unit, SalaryListEntry row, ToldPayment payment, Dictionary<Guid, LoanRow> loans, ReceiptRules rules)
    {
        if (row.Reason is { } known)
        {
            return await SuspendAsync(unit, row, payment, known);
        }

        string? reason = null;
        var failure = await unit.TryPartAsync(async () => reason = await PostAsync(unit, payment.Order, await LoanOfAsync(unit, row, loans), rules));
        if (failure is ConcurrentChangeException || (failure is DbException && !DatabaseErrors.AreOfTheStatement(failure)))
        {
            throw failure; // not the row's own: the whole unit runs again
        }

        if (failure is not null)
        {
            var cause = failure.GetType().Name;
            object details = failure is DbException ? new { row.Number, cause } : new { row.Number, cause, failure.Message }; // the database's words may hold what the employer wrote
            unit.Record(new AuditEntry(Actor, "receipt.not-posted", TakeSalaryList.SubjectType, row.ListId.ToString("D"), payment.Order.BusinessDate, details));
            reason = CannotBePosted;
        }

        return reason is null ? row with { Status = SalaryListEntry.Posted } : await SuspendAsync(unit, row, payment, reason);
    }

    /// <summary>As it was read with the others, once; a second row of the loan in this unit reads it again, for the first has changed it.</summary>
    private static async Task<LoanRow> LoanOfAsync(UnitOfWork unit, SalaryListEntry row, Dictionary<Guid, LoanRow> loans) =>
        loans.Remove(row.LoanId!.Value, out var loan) ? loan : await LoanStore.GetAsync(unit, row.LoanId.Value);

    /// <returns>Why it is to be suspended; null where its money is a receipt.</returns>
    private static async Task<string?> PostAsync(UnitOfWork unit, ReceiptOrder order, LoanRow loan, ReceiptRules rules) =>
        (await PostReceipt.RunAsync(unit, loan, order, rules)).Outcome switch
        {
            ReceiptOutcome.Posted or ReceiptOutcome.SeenBefore => null,
            ReceiptOutcome.InSuspense => InSuspense,
            ReceiptOutcome.BeforePayingOut => PostReceipt.BeforePayingOut,
            ReceiptOutcome.AboveCeiling => PostReceipt.AboveCeiling,
            var outcome => throw new InvalidOperationException($"The bank reference {order.BankReference} ended as {outcome}."),
        };

    /// <summary>The bank's statement told of the row's money before, and it is in suspense: finance says whose it is.</summary>
    private const string InSuspense = "receipt.in-suspense";

    private static async Task<SalaryListEntry> SuspendAsync(UnitOfWork unit, SalaryListEntry row, ToldPayment payment, string reason)
    {
        var outcome = await TakePayment.SuspendAsync(unit, payment, reason);
        return outcome is PaymentOutcome.Suspended or PaymentOutcome.SeenBefore
            ? row with { Status = SalaryListEntry.Suspended, Reason = reason }
            : throw new InvalidOperationException($"The bank reference {row.Reference} ended as {outcome}.");
    }
}
