using LoanServicing.Contracts;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>Money that no loan could take, in the books: it is in the bank and nobody's yet, a break until two people say whose it is.</summary>
internal static class BookSuspense
{
    public static async Task HandleAsync(ReceiptSuspended fact, UnitOfWork unit)
    {
        var origin = JournalStore.Origin(unit, fact.Header.BusinessDate, fact.Header.MessageId, fact.SuspenseId) with
        {
            ValueDate = fact.ValueDate,
            BankReference = fact.BankReference,
        };
        await JournalStore.AppendAsync(unit, Postings.Suspense(origin, fact.Amount));
        await BreakStore.OpenAsync(unit, new BreakRow
        {
            BreakId = fact.SuspenseId,
            Side = BreakRow.OfSuspense,
            Kind = BreakKinds.UnknownPayer,
            Credit = true,
            Amount = fact.Amount,
            ValueDate = fact.ValueDate,
            OtherId = await BankMovementStore.UnshownDepositAsync(unit, fact.BankReference, fact.Amount),
            OpenedOn = fact.Header.BusinessDate,
        });
    }
}
