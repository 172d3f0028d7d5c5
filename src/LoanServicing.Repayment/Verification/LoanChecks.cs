using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Repayment.Verification;

/// <summary>R4: what was posted to each funder is where the principal repaid puts it; a settled loan has returned exactly the shares.</summary>
internal static class ShareCheck
{
    public static void Run(StoredLoan stored, Tally tally)
    {
        tally.Count();
        var row = stored.Row;
        var sound = !row.AlaviShare.IsNegative && !row.SinaShare.IsNegative && row.Shares.Total == row.Principal
            && !row.PrincipalRepaid.IsNegative && row.PrincipalRepaid <= row.Principal;
        tally.Check(sound, () => $"{stored.Name}: shares {row.AlaviShare} + {row.SinaShare}, principal {row.Principal}, repaid {row.PrincipalRepaid} do not fit together");
        if (!sound)
        {
            return;
        }

        var posted = stored.Postings.Aggregate(FunderShares.Zero, (sum, posting) => sum + posting.Shares);
        var standing = row.Shares.Standing(row.PrincipalRepaid);
        tally.Check(posted == standing, () => $"{stored.Name}: postings give {posted}, the principal repaid of {row.PrincipalRepaid} puts the funders at {standing}");
        tally.Check(
            row.Status != nameof(LoanState.Settled) || posted == row.Shares,
            () => $"{stored.Name}: settled, but {posted} was returned of {row.Shares}");
        CheckEachPosting(stored, tally);
    }

    private static void CheckEachPosting(StoredLoan stored, Tally tally)
    {
        var before = FunderShares.Zero;
        foreach (var posting in stored.Postings)
        {
            before += posting.Shares;
            var stands = !posting.PrincipalRepaidAfter.IsNegative && posting.PrincipalRepaidAfter <= stored.Row.Principal
                && before == stored.Row.Shares.Standing(posting.PrincipalRepaidAfter);
            tally.Check(stands, () => $"{stored.Name}: posting {posting.MessageId} does not lead to a standing of {posting.PrincipalRepaidAfter}");
        }
    }
}

/// <summary>R6: the stored standing is what the receipts make of the plan, and the status is what the standing says.</summary>
internal static class StandingCheck
{
    /// <param name="postings">Counts the postings that are made again, where the loan can be read.</param>
    public static void Run(StoredLoan stored, Tally tally, Tally postings)
    {
        tally.Count();
        var row = stored.Row;
        var problems = LoanTerms.Validate(row.Terms);
        var readable = problems.Count == 0 && LoanYears.TryParse(row.LoanYears, out _) && Enum.TryParse<LoanState>(row.Status, out _)
            && Enum.TryParse<AllocationOrder>(row.AllocationOrder, out _)
            && Domain.Schedules.PlanChanges.TryParse(row.PlanChanges, out var changes) && Domain.Schedules.PlanChanges.Fit(row.Terms, changes)
            && LateStanding.TryParse(row.Late, out _) && row.ReadLate() is not null;
        tally.Check(readable, () => $"{stored.Name}: terms, status, loan years or plan cannot be read ({string.Join(", ", problems)} '{row.Status}' '{row.LoanYears}' '{row.AllocationOrder}' '{row.PlanChanges}' '{row.LatePolicy}' '{row.LateDecisions}' '{row.LateGrace}' '{row.Late}')");
        var payable = stored.Receipts.All(receipt => receipt.Amount.IsPositive && receipt.ValueDate >= row.PaidOutOn);
        tally.Check(payable, () => $"{stored.Name}: a receipt is not positive or lies before the paying out");
        CompareRefunds(stored, tally);
        tally.Check(row.DepositId == DepositId.FromSerial(row.Serial).Digits, () => $"{stored.Name}: has the deposit id {row.DepositId}, which is not its own");
        if (readable && payable)
        {
            var loan = row.ToLoan();
            Compare(stored, loan, tally);
            PostingReplay.Run(stored, postings);
        }
    }

    /// <summary>More refunded than the credit is now is no damage: each refund was within the credit of its day (docs/adr/0016-refunds.md).</summary>
    private static void CompareRefunds(StoredLoan stored, Tally tally)
    {
        var refunded = stored.Refunds.Select(refund => refund.Amount).Sum();
        tally.Check(refunded == stored.Row.Refunded, () => $"{stored.Name}: {stored.Row.Refunded} of its credit is refunded, its refunds make {refunded}");
        tally.Check(stored.Refunds.All(refund => refund.Amount.IsPositive), () => $"{stored.Name}: a refund is not positive");
    }

    private static void Compare(StoredLoan stored, Loan loan, Tally tally)
    {
        var row = stored.Row;
        var (replayed, _) = loan.Ledger.Replay(stored.Money);
        var expected = loan.State == LoanState.Returned
            ? LoanStanding.Untouched with { Credit = replayed.Received, LatestValueDate = replayed.LatestValueDate }
            : replayed;
        tally.Check(loan.Standing == expected, () => $"{stored.Name}: stands at {loan.Standing}, its receipts make {expected}");

        var recomputed = loan with { Standing = expected };
        var due = recomputed.NextDue?.DueDate;
        tally.Check(row.OldestUnpaidDue == due, () => $"{stored.Name}: oldest unpaid due date {row.OldestUnpaidDue}, recomputed {due}");
        tally.Check(row.Receipts == stored.Receipts.Count, () => $"{stored.Name}: counts {row.Receipts} receipts, has {stored.Receipts.Count}");
        tally.Check(
            loan.State is LoanState.Returned or LoanState.WrittenOff || (loan.State == LoanState.Settled) == loan.Ledger.IsSettled(expected),
            () => $"{stored.Name}: is {loan.State}, but {recomputed.Outstanding} principal is outstanding");
    }
}

/// <summary>R8: each receipt has its place and exactly one posting of its amount; the fee and credit posted are what the loan shows.</summary>
internal static class ReceiptCheck
{
    public static void Run(StoredLoan stored, Tally tally)
    {
        tally.Count(stored.Receipts.Count);
        var postings = stored.Postings.ToLookup(posting => posting.CauseId);
        var arrival = 0;
        foreach (var receipt in stored.Receipts)
        {
            arrival++;
            var posted = postings[receipt.ReceiptId].ToList();
            tally.Check(
                posted.Count == 1 && posted[0].Amount == receipt.Amount,
                () => $"{stored.Name}: receipt {receipt.ReceiptId} of {receipt.Amount} has {posted.Count} postings of {posted.Select(one => one.Amount).Sum()}");
            tally.Check(receipt.Arrival == arrival, () => $"{stored.Name}: receipt {receipt.ReceiptId} is number {receipt.Arrival}, expected {arrival}");
        }

        foreach (var posting in stored.Postings)
        {
            tally.Check(
                posting.Amount == posting.Shares.Total + posting.Recovered.Total + posting.Fee + posting.Late + posting.Credit,
                () => $"{stored.Name}: the parts of posting {posting.MessageId} do not add up to {posting.Amount}");
        }

        var received = stored.Money.Select(receipt => receipt.Amount).Sum();
        var total = stored.Postings.Select(posting => posting.Amount).Sum();
        tally.Check(received == total, () => $"{stored.Name}: receipts of {received}, postings of {total}");
        var credit = stored.Postings.Select(posting => posting.Credit).Sum();
        tally.Check(credit == stored.Row.Credit, () => $"{stored.Name}: credit of {stored.Row.Credit}, postings of {credit}");
    }
}

/// <summary>R10: every stored transition is one the table allows, they end in the stored status, and the facts are numbered without gaps.</summary>
internal static class TransitionCheck
{
    public static void Run(StoredLoan stored, Tally tally)
    {
        tally.Count(stored.Transitions.Count);
        LoanState? state = null;
        foreach (var transition in stored.Transitions)
        {
            var from = state;
            var next = Enum.TryParse<LoanTrigger>(transition.Cause, out var trigger) ? LoanTransitions.Of(state, trigger).Next : null;
            tally.Check(
                next is not null && next.ToString() == transition.ToStatus,
                () => $"{stored.Name}: transition {transition.Number}, {transition.Cause} from {from?.ToString() ?? "nothing"} to {transition.ToStatus}, is not in the table");
            state = next ?? state;
        }

        tally.Check(state?.ToString() == stored.Row.Status, () => $"{stored.Name}: is {stored.Row.Status}, its transitions end in {state?.ToString() ?? "nothing"}");

        // One fact per posting, per change of plan, per decision about lateness and per transition: opened, settled, reopened, returned. A write-off is a posting and a transition.
        var facts = stored.Postings.Count + stored.PlanChanges.Count + stored.LateCharges.Count + stored.Transitions.Count(step => step.Cause != nameof(LoanTrigger.WriteOff));
        tally.Check(stored.Row.FactSequence == facts, () => $"{stored.Name}: fact sequence {stored.Row.FactSequence}, its rows make {facts}");
    }
}
