using LoanServicing.Contracts;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>
/// A receipt was none, and its entry is corrected by one with the differences (rule R2). What the bank shows of the money decides what is looked for there
/// (docs/adr/0014-the-banks-statement.md).
/// </summary>
internal static class ReceiptsTakenBack
{
    /// <returns>The id of the entry that corrects the receipt's.</returns>
    /// <exception cref="FactRefusedException">The books do not have the receipt or have taken it back already, or its money would be a sum in suspense that there is.</exception>
    public static async Task<Guid> BookAsync(UnitOfWork unit, ReceiptReversed fact, string tranche, PostingParts parts)
    {
        if (await ReceiptEntryStore.FindAsync(unit, fact) is not { } receipt || await ReceiptEntryStore.IsCorrectedAsync(unit, receipt.EntryId))
        {
            throw new FactRefusedException($"The receipt {fact.ReceiptId:D}", "not in the books, or taken back in them", nameof(ReceiptReversed));
        }

        var origin = JournalStore.Origin(unit, fact.Header.BusinessDate, fact.Header.MessageId, fact.LoanId);
        if (fact.SuspenseId is null)
        {
            await TakeFromBankAsync(unit, fact, receipt, Postings.ReceiptReversal(
                origin with { ValueDate = fact.Header.BusinessDate, BankReference = fact.BankReference }, receipt.EntryId, tranche, parts));
        }
        else if (await BreakStore.FindAsync(unit, fact.SuspenseId.Value) is not null)
        {
            throw new FactRefusedException($"The money in suspense {fact.SuspenseId:D}", "in the books", nameof(ReceiptReversed));
        }
        else
        {
            await TurnIntoSuspenseAsync(unit, fact, receipt, Postings.ReceiptReversal(origin, receipt.EntryId, tranche, parts));
        }

        return origin.EntryId;
    }

    /// <summary>
    /// The bank has taken the money back: its debit is looked for under the receipt's reference. Where the bank has not shown that the money came, it
    /// shows neither, and the two entries belong to each other.
    /// </summary>
    private static async Task TakeFromBankAsync(UnitOfWork unit, ReceiptReversed fact, ReceiptEntryRow receipt, JournalEntry reversal)
    {
        var came = await MovementAsync(unit, receipt);
        if (came is { MatchId: null, Excluded: false })
        {
            await Matcher.LookForAsync(unit, came, fact.Header.BusinessDate); // nobody may have looked since it was booked
            came = await MovementAsync(unit, receipt);
        }

        await AppendAsync(unit, fact, reversal);
        if (came.MatchId is null)
        {
            await LeaveOutAsync(unit, fact, came, reversal);
        }
    }

    /// <summary>
    /// The money is in the bank all the same, as nobody's. It is an entry of its own, which has what the bank has shown of the receipt, or waits for
    /// it; the bank shows neither the receipt nor its reversal.
    /// </summary>
    private static async Task TurnIntoSuspenseAsync(UnitOfWork unit, ReceiptReversed fact, ReceiptEntryRow receipt, JournalEntry reversal)
    {
        var came = await MovementAsync(unit, receipt);
        await AppendAsync(unit, fact, reversal);
        var suspenseId = fact.SuspenseId!.Value;
        var suspended = Postings.Suspense(
            JournalStore.Origin(unit, fact.Header.BusinessDate, suspenseId, suspenseId) with { ValueDate = came.ValueDate, BankReference = fact.BankReference }, fact.Amount);
        await JournalStore.AppendAsync(unit, suspended);
        if (came.MatchId is { } matchId)
        {
            await BankMovementStore.LeaveMatchAsync(unit, came.EntryId, matchId);
            await BankMovementStore.SetMatchAsync(unit, matchId, [suspended.Origin.EntryId]);
        }

        await LeaveOutAsync(unit, fact, came with { MatchId = null }, reversal);
        await BreakStore.OpenAsync(unit, new BreakRow
        {
            BreakId = suspenseId,
            Side = BreakRow.OfSuspense,
            Kind = BreakKinds.UnknownPayer,
            Credit = true,
            Amount = fact.Amount,
            ValueDate = came.ValueDate,
            OpenedOn = fact.Header.BusinessDate,
        });
    }

    /// <summary>What the receipt's money moved at the bank: the receipt itself, or the money in suspense that it was made of.</summary>
    private static async Task<BankMovementRow> MovementAsync(UnitOfWork unit, ReceiptEntryRow receipt) => receipt.SuspenseId is { } suspenseId
        ? await BankMovementStore.OfSuspenseAsync(unit, suspenseId)
        : (await BankMovementStore.ManyAsync(unit, [receipt.EntryId])).Single();

    private static async Task AppendAsync(UnitOfWork unit, ReceiptReversed fact, JournalEntry reversal)
    {
        await JournalStore.AppendAsync(unit, reversal);
        await JournalStore.NameReceiptAsync(unit, reversal.Origin.EntryId, fact.ReceiptId, fact.SuspenseId);
    }

    private static async Task LeaveOutAsync(UnitOfWork unit, ReceiptReversed fact, BankMovementRow came, JournalEntry reversal)
    {
        await BreakStore.CloseAsync(unit, [came.EntryId], ResolutionRow.Reverse, fact.Header.BusinessDate); // where it was missing in the bank
        await BankMovementStore.ExcludeAsync(unit, reversal.Origin.EntryId);
        if (!came.Excluded)
        {
            await BankMovementStore.ExcludeAsync(unit, came.EntryId);
        }
    }
}
