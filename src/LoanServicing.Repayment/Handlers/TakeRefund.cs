using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Handlers;

/// <summary>
/// The borrower has some of the credit back. A refund is a sum beside the receipts, not one of them: the order among refunds and receipts changes nothing,
/// and a replay does not see it (docs/adr/0016-refunds.md).
/// </summary>
internal static class TakeRefund
{
    public static async Task HandleAsync(CreditRefunded fact, UnitOfWork unit)
    {
        if (await RefundStore.IsKnownAsync(unit, fact.RefundId))
        {
            return;
        }

        // Funding refunds what we have posted as credit, so the loan is here.
        var loan = await LoanStore.FindAsync(unit, fact.LoanId)
            ?? throw new FactRefusedException($"The loan {fact.LoanId:D}", "unknown", nameof(CreditRefunded));
        await RefundStore.InsertAsync(unit, fact);
        await LoanStore.UpdateAsync(unit, loan with { Refunded = loan.Refunded + fact.Amount });
    }
}
