using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Handlers;

/// <summary>
/// The bank's statement shows all money that came, so also what the bank has told by message or a cashier by hand. Under one bank reference, for one
/// loan and of one amount it is the same money, whichever of the two comes first (rule R8); two channels other than the statement are two payments.
/// </summary>
internal static class ToldElsewhere
{
    /// <summary>The channel of receipts that a line of a statement made.</summary>
    public const string Statement = "statement";

    public static Task<ReceiptRow?> ReceiptAsync(UnitOfWork unit, LoanRow loan, ReceiptOrder order) =>
        ReceiptStore.FindTheSameAsync(unit, loan.Id, order.Amount, order.Channel, order.BankReference, Statement);

    public static async Task<bool> IsInSuspenseAsync(UnitOfWork unit, ReceiptOrder order) =>
        await SuspenseStore.FindTheSameAsync(unit, order.Amount, order.Channel, order.BankReference, Statement) is not null;
}
