using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>What becomes of lines whose name nothing in the books has: a break, or a receipt or a payment that nobody has told of yet.</summary>
internal static class LeftLines
{
    /// <param name="left">In the order of their file.</param>
    /// <param name="differences">Lines that share a name with a movement of another amount.</param>
    public static async Task DecideAsync(MatchingWork work, IReadOnlyList<StatementLineRow> left, IReadOnlyList<AmountDifference> differences)
    {
        left = await BouncedReceipts.MatchAsync(work, left);
        if (left.Count == 0)
        {
            return;
        }

        var other = differences.DistinctBy(difference => difference.Line.LineId).ToDictionary(
            difference => difference.Line.LineId, difference => (Kind: BreakKinds.AmountDiffers, OtherId: difference.Movement.EntryId));
        foreach (var (line, reversal) in await OfReceiptsTakenBackAsync(work.Unit, left))
        {
            other.TryAdd(line, (BreakKinds.MissingInBooks, reversal));
        }

        var alike = await AlikeLines.LoadAsync(work.Unit, left);
        var (plain, receipts, payments) = (new List<StatementLineRow>(), new List<StatementLineRow>(), new List<StatementLineRow>());
        var paid = await BankMovementStore.PaidAsync(work.Unit, [.. left.Where(IsOfAnOrder).Select(line => line.EndToEndId!).Distinct()]);
        foreach (var line in left)
        {
            if (KindOf(line, alike, other) is { } named)
            {
                await BreakAsync(work, line, named.Kind, named.OtherId);
            }
            else if (IsOfAnOrder(line) && !(line.Credit && line.LoanId is not null) && IsPaymentOrReturn(line, paid, alike))
            {
                payments.Add(line);
            }
            else
            {
                (line.Credit && line.LoanId is not null ? receipts : plain).Add(line);
            }
        }

        foreach (var (reversal, booking) in alike.Paired)
        {
            await BreakStore.NameOtherAsync(work.Unit, [reversal], booking);
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

        var taken = await alike.TakenReferencesAsync(work.Unit, [.. receipts, .. payments]);
        await SentLines.SendReceiptsAsync(work, receipts, taken, alike.OfTheirOwn(receipts));
        await SentLines.SendPaymentsAsync(work, payments, taken);
    }

    /// <summary>Opens a break of the line.</summary>
    public static async Task BreakAsync(MatchingWork work, StatementLineRow line, string kind, Guid? otherId)
    {
        await StatementLineStore.MoveAsync(work.Unit, line, StatementLineRow.Open);
        await BreakStore.OpenAsync(work.Unit, BreakRow.Of(line, kind, otherId, work.Today));
    }

    private static bool IsOfAnOrder(StatementLineRow line) => line.EndToEndId is { } order && PaymentIds.IsEndToEndId(order);

    /// <summary>
    /// A payment order of ours was paid, or what it paid came back whole, and nobody has told of it yet. A credit of another amount, or with the
    /// deposit id of a loan, is a payer's who repeats the order's id, as some banks fill the field.
    /// </summary>
    private static bool IsPaymentOrReturn(StatementLineRow line, ILookup<string, Rials> paid, AlikeLines alike) =>
        !line.Credit || !paid.Contains(line.EndToEndId!) || paid[line.EndToEndId!].Contains(line.Amount) || alike.HasDebitOfOrder(line);

    private static (string Kind, Guid OtherId)? KindOf(StatementLineRow line, AlikeLines alike, Dictionary<Guid, (string Kind, Guid OtherId)> other)
    {
        if (alike.ReversalOf(line) is { } reversal)
        {
            return (BreakKinds.Reversed, reversal);
        }

        if (alike.Repeated(line) is { } first)
        {
            return (BreakKinds.Duplicate, first);
        }

        return other.TryGetValue(line.LineId, out var named) ? named : null;
    }

    /// <summary>
    /// Money that came after its receipt was taken back, because the bank had not shown it, with the reversal: nobody is told of it as new, so that two people
    /// say what it is.
    /// </summary>
    private static async Task<IReadOnlyList<(Guid LineId, Guid ReversalId)>> OfReceiptsTakenBackAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> left)
    {
        var credits = left.Where(line => line.Credit).ToList();
        var takenBack = (await BankMovementStore.TakenBackAsync(unit, credits)).ToLookup(movement => (movement.Reference, movement.Amount), movement => movement.EntryId);
        return [.. credits.Where(line => takenBack.Contains((line.Reference, line.Amount))).Select(line => (line.LineId, takenBack[(line.Reference, line.Amount)].First()))];
    }
}
