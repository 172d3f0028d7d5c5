using LoanServicing.Contracts;
using LoanServicing.Domain.Payments;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>What becomes of lines whose name nothing in the books has: a break, or a receipt or a payment that nobody has told of yet.</summary>
internal static class LeftLines
{
    /// <summary>Characters of a line's key that tell it from others under one reference.</summary>
    private const int KeyInReference = 12;

    /// <param name="differences">Lines that share a name with a movement of another amount.</param>
    /// <param name="earlier">Lines of other looks that share a reference or an order with these.</param>
    public static async Task DecideAsync(
        MatchingWork work, IReadOnlyList<StatementLineRow> left, IReadOnlyList<AmountDifference> differences, IReadOnlyList<StatementLineRow> earlier)
    {
        var other = differences.ToDictionary(difference => difference.Line.LineId, difference => difference.Movement.EntryId);
        var before = new List<StatementLineRow>(earlier);
        var (plain, receipts, payments) = (new List<StatementLineRow>(), new List<StatementLineRow>(), new List<StatementLineRow>());
        foreach (var line in left)
        {
            if (KindOf(line, before, other) is { } named)
            {
                await BreakAsync(work, line, named.Kind, named.OtherId);
            }
            else
            {
                (IsOfAnOrder(line) ? payments : line.Credit && line.LoanId is not null ? receipts : plain).Add(line);
            }

            before.Add(line);
        }

        await work.SaveOnlyPairsAsync(plain);
        foreach (var line in plain.Where(work.IsLeft))
        {
            if (line.Credit)
            {
                receipts.Add(line); // it names no loan that we know, and goes to suspense until somebody says whose it is
            }
            else
            {
                await BreakAsync(work, line, BreakKinds.MissingInBooks, otherId: null);
            }
        }

        // One reference, one receipt: of several lines that the bank gives one reference, the second and later ones are told apart by their keys.
        var taken = earlier.Select(line => line.Reference).ToHashSet(StringComparer.Ordinal);
        List<StatementLineRow> Named(IEnumerable<StatementLineRow> lines) =>
            [.. lines.Select(line => line with { SentAs = taken.Add(line.Reference) ? line.Reference : $"{line.Reference}/{line.LineKey[..KeyInReference]}" })];
        await SendAsync(work, Named(receipts), ReceiptsOnStatement.MostReceipts, (header, fileId, lines) => new ReceiptsOnStatement(header, fileId, [.. lines.Select(ReceiptOf)]));
        await SendAsync(
            work, Named(payments), PaymentsOnStatement.MostPayments,
            (header, fileId, lines) => new PaymentsOnStatement(header, fileId, fileId.ToString("D"), [.. lines.Select(PaymentOf)]));
    }

    /// <summary>A payment order of ours was paid, or what it paid came back, and nobody has told of it yet.</summary>
    private static bool IsOfAnOrder(StatementLineRow line) => line.EndToEndId is { } order && PaymentIds.IsEndToEndId(order);

    private static (string Kind, Guid OtherId)? KindOf(StatementLineRow line, List<StatementLineRow> before, Dictionary<Guid, Guid> other)
    {
        var sameName = before.Where(one => one.Account == line.Account && one.Amount == line.Amount && IsNamedAlike(one, line)).ToList();
        if (sameName.Find(one => one.Credit != line.Credit) is { } takenBack && (line.Reversal || takenBack.Reversal))
        {
            return (BreakKinds.Reversed, takenBack.LineId);
        }

        if (sameName.Find(one => one.Credit == line.Credit && one.Reference == line.Reference) is { } first)
        {
            return (BreakKinds.Duplicate, first.LineId);
        }

        if (line.Reversal)
        {
            return (BreakKinds.Reversed, line.LineId); // of what no statement here has shown
        }

        return other.TryGetValue(line.LineId, out var movement) ? (BreakKinds.AmountDiffers, movement) : null;
    }

    private static bool IsNamedAlike(StatementLineRow one, StatementLineRow line) =>
        one.Reference == line.Reference || (one.EndToEndId is { } order && order == line.EndToEndId);

    private static async Task BreakAsync(MatchingWork work, StatementLineRow line, string kind, Guid? otherId)
    {
        await StatementLineStore.MoveAsync(work.Unit, [line.LineId], StatementLineRow.Open);
        await BreakStore.OpenAsync(work.Unit, BreakRow.Of(line, kind, otherId, work.Today));
    }

    private static async Task SendAsync(
        MatchingWork work, List<StatementLineRow> lines, int most, Func<FactHeader, Guid, IReadOnlyList<StatementLineRow>, IFact> factOf)
    {
        foreach (var ofFile in lines.GroupBy(line => line.FileId))
        {
            foreach (var some in ofFile.Chunk(most))
            {
                var sequence = await StatementFileStore.NextSequenceAsync(work.Unit, ofFile.Key);
                work.Unit.Publish(factOf(work.Unit.Header(Streams.Statement, ofFile.Key, sequence, work.Today), ofFile.Key, some));
                foreach (var line in some)
                {
                    await StatementLineStore.SendAsync(work.Unit, line.LineId, line.SentAs!);
                }
            }
        }
    }

    private static ReceiptOnStatement ReceiptOf(StatementLineRow line) => new(line.LineId, line.Amount, line.ValueDate, line.SentAs!, line.DepositId);

    private static PaymentOnStatement PaymentOf(StatementLineRow line) => new(
        line.LineId, line.Number, line.EndToEndId!, line.Amount, IsReturn: line.Credit, line.ValueDate, line.SentAs!, line.ReturnReason);
}
