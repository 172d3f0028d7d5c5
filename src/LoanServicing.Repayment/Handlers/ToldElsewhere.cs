using LoanServicing.Platform.Data;
using LoanServicing.Repayment.SalaryLists;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Handlers;

/// <summary>
/// The bank's statement shows all money that came, so also what the bank has told by message or a cashier by hand. Under one bank reference and of one
/// amount a line and one telling of another channel are the same money, whichever comes first (rule R8); two lines are two payments, and so are two
/// channels other than the statement. Which telling repeated which money is kept, so that none is taken for told twice.
/// </summary>
internal static class ToldElsewhere
{
    /// <summary>The channel of what a line of a statement made, and of nothing else.</summary>
    public const string Statement = "statement";

    /// <summary>
    /// The receipt that is this money, told through another channel; the telling is then kept as its repetition. Money that leaves suspense repeats nothing, and
    /// is only looked at: where it is a pair with another telling already, a receipt beside it is other money.
    /// </summary>
    /// <param name="loanId">Null for money that no loan can take: its receipt may be any loan's.</param>
    public static async Task<ReceiptRow?> ReceiptAsync(UnitOfWork unit, ReceiptOrder order, Guid? loanId)
    {
        if (order.IsConfirmed || (order.FromSuspense is not null && await ToldPayments.IsRepeatedAsync(unit, order.Channel, order.BankReference)))
        {
            return null;
        }

        var receipt = await ReceiptStore.FindTheSameAsync(unit, order, loanId);
        if (receipt is not null && order.FromSuspense is null)
        {
            await ToldPayments.RepeatAsync(unit, receipt.Channel, receipt.BankReference, order);
        }

        return receipt;
    }

    /// <summary>
    /// Whether this money is in suspense, or was, through another channel. Beside what the statement has put there no other channel makes anything, however many
    /// tell of it: two people of finance say whose it is. A line repeats one telling, as with receipts.
    /// </summary>
    public static async Task<bool> IsInSuspenseAsync(UnitOfWork unit, ReceiptOrder order)
    {
        if (order.IsConfirmed || await SuspenseStore.FindTheSameAsync(unit, order) is not { } suspended)
        {
            return false;
        }

        if (order.Channel == Statement)
        {
            await ToldPayments.RepeatAsync(unit, suspended.Channel, suspended.BankReference, order);
        }

        return true;
    }

    /// <summary>
    /// Whether this line of the statement is the transfer by which an employer paid a list: its rows are the receipts, made already or on their way. The line is
    /// then kept as the one that shows the list; another under its reference is other money.
    /// </summary>
    public static async Task<bool> IsOfListAsync(UnitOfWork unit, ReceiptOrder order)
    {
        if (order.Channel != Statement || order.IsConfirmed || order.FromSuspense is not null || await SalaryListStore.PaidByAsync(unit, order) is not { } list)
        {
            return false;
        }

        await ToldPayments.RepeatAsync(unit, SalaryListStore.Channel, list, order);
        return true;
    }

    /// <summary>Whether this money that no loan can take is such a transfer, told by a message of the bank; the line that shows the list is still to come, or has been.</summary>
    public static Task<bool> IsTransferOfListAsync(UnitOfWork unit, ReceiptOrder order) =>
        order.Channel is Statement or SalaryListStore.Channel ? Task.FromResult(false) : SalaryListStore.IsOfAmountAsync(unit, order.BankReference, order.Amount);
}
