using LoanServicing.Contracts;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>
/// The bank had shown a transfer before its salary list was told, so it went to suspense as nobody's. When all rows are booked and add up to it, they are what the
/// line shows, as if the list had come first: the sum leaves suspense and its line is matched with them (docs/adr/0022-salary-lists.md). Rows and transfer are
/// booked in any order, so the line may be matched with the rows already when the transfer comes.
/// </summary>
internal static class TransfersInSuspense
{
    private const string Actor = "funding";

    /// <param name="looked">Movements that are looked at now: rows of lists, or the transfer itself where it is booked after them.</param>
    public static async Task LookAsync(UnitOfWork unit, IReadOnlyList<BankMovementRow> looked, LocalDate today)
    {
        var references = looked.Where(row => row.Credit)
            .Select(row => row.BatchReference ?? (row.Kind == EntryKinds.Suspense ? BatchReference.WithoutKey(row.Reference!) : null))
            .OfType<string>().Distinct().ToList();
        var sums = (await BankMovementStore.FreeSumsOfBatchesAsync(unit, references)).ToDictionary(sum => sum.Reference, sum => sum.Amount);
        foreach (var transfer in await BankMovementStore.LateTransfersAsync(unit, [.. looked.Where(row => row.Kind == EntryKinds.Suspense).Select(row => row.EntryId)]))
        {
            var rows = await MatchStore.MovementsAsync(unit, transfer.MatchId!.Value);
            await JoinAsync(unit, transfer with { MatchId = null }, rows, today);
        }

        foreach (var transfer in await BankMovementStore.TransfersInSuspenseAsync(unit, [.. sums.Keys]))
        {
            if (sums.TryGetValue(transfer.BatchReference!, out var amount) && amount == transfer.Amount
                && await JoinAsync(unit, transfer, await BankMovementStore.FreeOfBatchAsync(unit, transfer.BatchReference!), today))
            {
                sums.Remove(transfer.BatchReference!); // another of the same name and amount is other money
            }
        }
    }

    /// <returns>False where the bank shows the transfer together with other money.</returns>
    private static async Task<bool> JoinAsync(UnitOfWork unit, BankMovementRow transfer, IReadOnlyList<BankMovementRow> rows, LocalDate today)
    {
        await BreakStore.TakeAsync(unit, transfer.SubjectId);
        if (await Corrections.MergeAsync(unit, today, [transfer], rows) is not null)
        {
            return false;
        }

        var matched = (await BankMovementStore.ManyAsync(unit, [rows[0].EntryId])).Single().MatchId!.Value;
        await BreakStore.NameOtherAsync(unit, [transfer.SubjectId], matched); // by which the verification finds why it is closed
        var sequence = await ResolutionStore.CountOutOfSuspenseAsync(unit, transfer.SubjectId) + 1;
        unit.Publish(new SuspenseResolved(
            unit.Header(Streams.SuspenseResolution, transfer.SubjectId, sequence, today), transfer.SubjectId, SuspenseResolved.Same, LoanId: null));
        await BreakStore.CloseAsync(unit, [transfer.SubjectId], ResolutionRow.Same, today);
        unit.Record(new AuditEntry(
            Actor, "suspense.joined", "suspense", transfer.SubjectId.ToString("D"), today, new { transfer.Reference, transfer.Amount, Rows = rows.Count }));
        return true;
    }
}
