using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>Principal that is given up, in the books: each funder's loss, and no longer planned (rule R6; docs/adr/0021-write-off.md).</summary>
internal static class BookWriteOffs
{
    public static async Task HandleAsync(LoanWrittenOff fact, UnitOfWork unit)
    {
        if (await LoanFacts.LoanToChangeAsync(unit, fact.LoanId, fact.Header, LoanFact.WrittenOff) is not { } loan)
        {
            return;
        }

        var lossFirst = (await unit.QuerySingleAsync<PoolRow>(PoolStore.SelectPool)).FirstToBear;
        var after = loan with { Status = LoanState.WrittenOff, WrittenOff = fact.Shares, LossFirst = lossFirst, LastSequence = fact.Header.Sequence };
        if (!after.Holds || !fact.Shares.Total.IsPositive)
        {
            throw new FactRefusedException($"The {loan.Name}", $"{loan.State} with {loan.Collected} of {loan.Shares} repaid", $"a write-off of {fact.Shares}");
        }

        (after, var booked) = await LossOrder.DivideAsync(unit, loan, after, new PostingParts(FunderShares.Zero, Rials.Zero, Rials.Zero, fact.Shares));
        await LoanStore.UpdateAsync(unit, after);
        await PoolStore.CollectAsync(unit, booked);
        await PlannedCollections.MoveAsync(unit, loan, loan.Collected.Total, loan.Shares.Total);
        var origin = JournalStore.Origin(unit, fact.Header.BusinessDate, fact.Header.MessageId, fact.LoanId);
        await JournalStore.AppendAsync(unit, Postings.WriteOff(origin, loan.Tranche, fact.Shares));
        await LossOrder.BookAsync(unit, fact.Header, loan, origin.EntryId, booked);
    }
}
