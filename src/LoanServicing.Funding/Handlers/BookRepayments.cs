using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>Receipts in the books: principal to its funders, fees to the servicer, the rest owed back to the borrower.</summary>
internal static class BookRepayments
{
    public static async Task HandleAsync(RepaymentPosted fact, UnitOfWork unit)
    {
        if (await LoanFacts.LoanToChangeAsync(unit, fact.LoanId, fact.Header, LoanFact.Repayment) is not { } loan)
        {
            return;
        }

        var collected = loan.Collected + fact.Shares;
        if (fact.Shares.Total + fact.Fee + fact.Credit != fact.Amount || !IsWithin(collected, loan.Shares))
        {
            throw new FactRefusedException(
                $"The {loan.Name}",
                $"{loan.State} with {loan.Collected} of {loan.Shares} repaid",
                $"a posting of {fact.Amount} rials as {fact.Shares}, fee {fact.Fee} and credit {fact.Credit}");
        }

        var status = loan.Status == LoanState.Settled && collected != loan.Shares ? LoanState.Lent : loan.Status;
        await LoanStore.UpdateAsync(unit, loan with
        {
            Collected = collected,
            Credit = loan.Credit + fact.Credit,
            Status = status,
            LastSequence = fact.Header.Sequence,
        });
        await PoolStore.CollectAsync(unit, fact.Shares);
        await PlannedCollections.MoveAsync(unit, loan, loan.Collected.Total, collected.Total);
        var origin = JournalStore.Origin(unit, fact.Header.BusinessDate, fact.Header.MessageId, fact.LoanId) with
        {
            ValueDate = fact.ValueDate,
            BankReference = fact.BankReference,
        };
        await JournalStore.AppendAsync(unit, fact.SuspenseId is null
            ? Postings.Repayment(origin, loan.Tranche, fact.Shares, fact.Fee, fact.Credit)
            : Postings.RepaymentFromSuspense(origin, loan.Tranche, fact.Shares, fact.Fee, fact.Credit));
        await JournalStore.NameReceiptAsync(unit, origin.EntryId, fact.ReceiptId, fact.SuspenseId);
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

    private static bool IsWithin(FunderShares collected, FunderShares shares) =>
        !collected.Alavi.IsNegative && !collected.Sina.IsNegative && collected.Alavi <= shares.Alavi && collected.Sina <= shares.Sina;
}
