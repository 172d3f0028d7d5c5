using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>
/// A receipt was taken back before the bank had shown it, so it and its reversal were left out. Where the bank shows both after all, as it does with a cheque that
/// it credits and takes back, they are what the books have: each line is matched with its entry, in whichever order the two come.
/// </summary>
internal static class BouncedReceipts
{
    /// <returns>The lines that are left.</returns>
    public static async Task<IReadOnlyList<StatementLineRow>> MatchAsync(MatchingWork work, IReadOnlyList<StatementLineRow> left)
    {
        var pairs = await BankMovementStore.LeftOutPairsAsync(work.Unit, left);
        if (pairs.Count == 0)
        {
            return left;
        }

        var open = (await StatementLineSearch.FreeByReferenceAsync(work.Unit, [.. pairs.Select(pair => pair.Reference).Distinct()])).Where(line => line.State == StatementLineRow.Open);
        var lines = left.Concat(open).DistinctBy(line => line.LineId).ToLookup(line => (line.Reference, line.Amount, line.Credit));
        foreach (var pair in pairs)
        {
            var credit = lines[(pair.Reference, pair.Amount, true)].FirstOrDefault(work.IsLeft);
            var debit = lines[(pair.Reference, pair.Amount, false)].FirstOrDefault(work.IsLeft);
            if (credit is not null && debit is not null)
            {
                await MatchAsync(work, (credit, pair.ReceiptId), (debit, pair.ReversalId));
            }
        }

        return [.. left.Where(work.IsLeft)];
    }

    private static async Task MatchAsync(MatchingWork work, params (StatementLineRow Line, Guid EntryId)[] same)
    {
        await BankMovementStore.IncludeAsync(work.Unit, [.. same.Select(one => one.EntryId)]);
        var movements = (await BankMovementStore.ManyAsync(work.Unit, [.. same.Select(one => one.EntryId)])).ToDictionary(movement => movement.EntryId);
        await work.SaveAsync([.. same.Select(one => new BankMatch(MatchedBy.Reference, [one.Line.ToLine()], [movements[one.EntryId].ToMovement()]))]);
    }
}
