using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Repayment.LateCharges;
using LoanServicing.Repayment.PlanChanges;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Verification;

/// <summary>
/// R4, posting by posting: each receipt, taken again in the order of arrival from the opening of the loan on, pays the instalments that were answered and
/// changes principal, fee and credit as was posted; and so does each reversal, and the write-off. A posting of none of these is the taking back of the loan.
/// </summary>
internal static class PostingReplay
{
    public static void Run(StoredLoan stored, Tally tally)
    {
        tally.Count(stored.Postings.Count);
        try
        {
            Replay(stored, Opened(stored), tally);
        }
        catch (Exception damage) when (damage is ArgumentException or InvalidOperationException or OverflowException)
        {
            tally.Check(false, () => $"{stored.Name}: its receipts cannot be taken again: {damage.Message}");
        }
    }

    /// <summary>As it was when it was paid out, by the plan of the contract.</summary>
    private static Loan Opened(StoredLoan stored)
    {
        var loan = (stored.Row with { PlanChanges = "", LateDecisions = "", WrittenOffOn = null }).ToLoan();
        return loan with { State = LoanState.Active, Standing = LoanStanding.Untouched };
    }

    private static void Replay(StoredLoan stored, Loan loan, Tally tally)
    {
        var receipts = stored.Receipts.ToDictionary(receipt => receipt.ReceiptId);
        var reversals = stored.Reversals.ToDictionary(reversal => reversal.ReversalId);
        var counting = new List<ReceiptRow>();
        var decisions = new Queue<IDecision>(stored.PlanChanges.Concat<IDecision>(stored.LateCharges).OrderBy(decision => decision.FactSequence));

        // Taken back when nothing had been received: then there was nothing to post, and whatever has come since is credit.
        var returned = stored.Transitions.Any(step => step.ToStatus == nameof(LoanState.Returned)) && !stored.Postings.Any(posting => IsTakingBack(stored, posting, receipts))
            ? ReturnedAt(stored)
            : long.MaxValue;

        foreach (var posting in stored.Postings)
        {
            while (decisions.Count > 0 && decisions.Peek().FactSequence < posting.FactSequence)
            {
                loan = Decided(loan, decisions.Dequeue());
            }

            loan = posting.FactSequence > returned && loan.State != LoanState.Returned ? loan.TakeBack().After : loan;

            var receipt = receipts.GetValueOrDefault(posting.CauseId);
            LoanPosting again;
            if (receipt is not null)
            {
                again = Receive(loan, receipt.Money, [.. counting.Select(one => one.Money)]);
                counting.Add(receipt);
            }
            else if (reversals.TryGetValue(posting.CauseId, out var reversal))
            {
                counting.RemoveAll(one => one.ReceiptId == reversal.ReceiptId);
                again = loan.Reverse([.. counting.Select(one => one.Money)]);
            }
            else if (stored.WriteOff is { } writeOff && posting.CauseId == writeOff.MessageId)
            {
                var waived = loan.FeeDue(writeOff.BusinessDate);
                tally.Check(waived == writeOff.FeeWaived, () => $"{stored.Name}: its write-off waived {writeOff.FeeWaived} of fees, {waived} was due");
                again = loan.WriteOff(writeOff.BusinessDate);
            }
            else
            {
                again = loan.TakeBack();
            }

            Compare(stored, posting, receipt, again, tally);
            loan = again.After;
        }
    }

    /// <summary>The number of the fact that the loan was returned, which has no row of its own: the last one that no posting, change of plan or decision about lateness has.</summary>
    private static long ReturnedAt(StoredLoan stored)
    {
        var others = stored.Postings.Select(posting => posting.FactSequence).Concat(stored.PlanChanges.Select(change => change.FactSequence)).Concat(stored.LateCharges.Select(charge => charge.FactSequence)).ToHashSet();
        var number = stored.Row.FactSequence;
        while (number > 1 && others.Contains(number))
        {
            number--;
        }

        return number;
    }

    private static bool IsTakingBack(StoredLoan stored, PostingRow posting, Dictionary<Guid, ReceiptRow> receipts) =>
        !receipts.ContainsKey(posting.CauseId) && stored.WriteOff?.MessageId != posting.CauseId && stored.Reversals.All(reversal => reversal.ReversalId != posting.CauseId);

    private static Loan Decided(Loan loan, IDecision decision) => decision switch
    {
        PlanChangeRow row when Domain.Schedules.PlanChanges.TryParse(row.Change, out var change) && change.Count == 1 => loan.Change(change[0]),
        LateChargeRow row when LateCharging.TryParse(row.Decision, out var late) && late.Count == 1 => loan.Decide(late[0]),
        _ => throw new InvalidOperationException($"decision {decision.Number}, told as fact {decision.FactSequence}, cannot be read"),
    };

    private static void Compare(StoredLoan stored, PostingRow posting, ReceiptRow? receipt, LoanPosting again, Tally tally)
    {
        var (funders, fee, credit, after) = (again.Funders, again.Fee, again.Credit, again.After.Standing.PrincipalRepaid);
        tally.Check(
            (posting.Shares, posting.Fee, posting.Credit, posting.PrincipalRepaidAfter, posting.WrittenOff, posting.Recovered) == (funders, fee, credit, after, again.WrittenOff, again.Recovered)
                && (posting.LateCharges ?? Rials.Zero, posting.Charity ?? Rials.Zero) == (again.LateCharges, again.Charity),
            () => $"{stored.Name}: posting {posting.MessageId} is {posting.Shares}, {posting.Fee} fee, {posting.Credit} credit, {posting.Late} for lateness, {posting.WrittenOff} written off and {posting.Recovered} recovered; "
                + $"its receipts give {funders}, {fee}, {credit}, {again.Late}, {again.WrittenOff} and {again.Recovered}");
        tally.Check(
            receipt is null || receipt.Allocations == AllocationText.Write(again.Allocations),
            () => $"{stored.Name}: receipt {posting.CauseId} was answered with {receipt!.Allocations}; it pays {AllocationText.Write(again.Allocations)}");
    }

    private static LoanPosting Receive(Loan loan, LoanReceipt money, IReadOnlyList<LoanReceipt> earlier) =>
        loan.NeedsReplay(money.ValueDate) ? loan.Receive(money, earlier) : loan.Receive(money);
}
