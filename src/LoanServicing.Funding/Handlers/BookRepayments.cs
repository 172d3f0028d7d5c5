using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>Receipts in the books: principal to its funders, fees and charges for lateness to the servicer, promises to charity owed to it, the rest owed back to the borrower.</summary>
internal static class BookRepayments
{
    public static async Task HandleAsync(RepaymentPosted fact, UnitOfWork unit)
    {
        if (await LoanFacts.LoanToChangeAsync(unit, fact.LoanId, fact.Header, LoanFact.Repayment) is not { } loan)
        {
            return;
        }

        var booked = await LoanPostings.ApplyAsync(unit, loan, LoanPostings.PartsOf(fact), fact.Amount, fact.Header);
        var origin = JournalStore.Origin(unit, fact.Header.BusinessDate, fact.Header.MessageId, fact.LoanId) with
        {
            ValueDate = fact.ValueDate,
            BankReference = fact.BankReference,
        };
        await JournalStore.AppendAsync(unit, fact.SuspenseId is null
            ? Postings.Repayment(origin, loan.Tranche, booked)
            : Postings.RepaymentFromSuspense(origin, loan.Tranche, booked));
        await JournalStore.NameReceiptAsync(unit, origin.EntryId, fact.ReceiptId, fact.SuspenseId);
        await LossOrder.BookAsync(unit, fact.Header, loan, origin.EntryId, booked);
    }

    /// <summary>A settled loan has returned to each funder exactly what it gave (rule R4); anything else is for a person to look at.</summary>
    public static async Task HandleAsync(LoanSettled fact, UnitOfWork unit)
    {
        if (await LoanFacts.LoanToChangeAsync(unit, fact.LoanId, fact.Header, LoanFact.Settled) is not { } loan)
        {
            return;
        }

        if (loan.Collected != loan.Shares)
        {
            throw new FactRefusedException($"The {loan.Name}", $"{loan.State} with {loan.Collected} of {loan.Shares} repaid", nameof(LoanSettled));
        }

        await LoanStore.UpdateAsync(unit, loan with { Status = LoanState.Settled, LastSequence = fact.Header.Sequence });
    }
}
