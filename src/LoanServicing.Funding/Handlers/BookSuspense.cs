using LoanServicing.Contracts;
using LoanServicing.Domain.Journal;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>Money that no loan could take, in the books: it is in the bank and nobody's yet.</summary>
internal static class BookSuspense
{
    public static Task HandleAsync(ReceiptSuspended fact, UnitOfWork unit)
    {
        var origin = JournalStore.Origin(unit, fact.Header.BusinessDate, fact.Header.MessageId, fact.SuspenseId) with
        {
            ValueDate = fact.ValueDate,
            BankReference = fact.BankReference,
        };
        return JournalStore.AppendAsync(unit, Postings.Suspense(origin, fact.Amount));
    }
}
