using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>Receipts that were none, in the books: the loan's figures without them, and their money out of the bank or in suspense.</summary>
internal static class BookReversals
{
    public static async Task HandleAsync(ReceiptReversed fact, UnitOfWork unit)
    {
        if (await LoanFacts.LoanToChangeAsync(unit, fact.LoanId, fact.Header, LoanFact.Reversed) is not { } loan)
        {
            return;
        }

        var booked = await LoanPostings.ApplyAsync(unit, loan, LoanPostings.PartsOf(fact), -fact.Amount, fact.Header);
        var entryId = await ReceiptsTakenBack.BookAsync(unit, fact, loan.Tranche, booked);
        await LossOrder.BookAsync(unit, fact.Header, loan, entryId, booked);
    }

    /// <summary>Where the reversal took principal back the loan is lent already; where it took only a fee back, this opens it.</summary>
    public static async Task HandleAsync(LoanReopened fact, UnitOfWork unit)
    {
        if (await LoanFacts.LoanToChangeAsync(unit, fact.LoanId, fact.Header, LoanFact.Reopened) is { } loan)
        {
            await LoanStore.UpdateAsync(unit, loan with { Status = LoanState.Lent, LastSequence = fact.Header.Sequence });
        }
    }
}
