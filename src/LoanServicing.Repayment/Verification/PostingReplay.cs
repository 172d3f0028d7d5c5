using LoanServicing.Domain.Loans;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Verification;

/// <summary>
/// R4, posting by posting: each receipt, taken again in the order of arrival from the opening of the loan on, pays the instalments that were answered and
/// changes principal, fee and credit as was posted. A posting without a receipt is the taking back of the loan.
/// </summary>
internal static class PostingReplay
{
    public static void Run(StoredLoan stored, Loan loan, Tally tally)
    {
        tally.Count(stored.Postings.Count);
        try
        {
            Replay(stored, loan with { State = LoanState.Active, Standing = LoanStanding.Untouched }, tally);
        }
        catch (Exception damage) when (damage is ArgumentException or InvalidOperationException or OverflowException)
        {
            tally.Check(false, () => $"{stored.Name}: its receipts cannot be taken again: {damage.Message}");
        }
    }

    private static void Replay(StoredLoan stored, Loan loan, Tally tally)
    {
        var receipts = stored.Receipts.ToDictionary(receipt => receipt.ReceiptId);
        var earlier = new List<LoanReceipt>();

        // Taken back before anything was repaid: then there was nothing to post, and whatever came since is credit.
        if (stored.Transitions.Any(step => step.ToStatus == nameof(LoanState.Returned)) && stored.Postings.All(posting => receipts.ContainsKey(posting.CauseId)))
        {
            loan = loan.TakeBack().After;
        }

        foreach (var posting in stored.Postings)
        {
            var receipt = receipts.GetValueOrDefault(posting.CauseId);
            var again = receipt is null ? loan.TakeBack() : Receive(loan, receipt.Money, earlier);
            var (funders, fee, credit, after) = (again.Funders, again.Fee, again.Credit, again.After.Standing.PrincipalRepaid);
            tally.Check(
                (posting.Shares, posting.Fee, posting.Credit, posting.PrincipalRepaidAfter) == (funders, fee, credit, after),
                () => $"{stored.Name}: posting {posting.MessageId} is {posting.Shares}, {posting.Fee} fee and {posting.Credit} credit; its receipts give {funders}, {fee} and {credit}");
            tally.Check(
                receipt is null || receipt.Allocations == AllocationText.Write(again.Allocations),
                () => $"{stored.Name}: receipt {posting.CauseId} was answered with {receipt!.Allocations}; it pays {AllocationText.Write(again.Allocations)}");
            loan = again.After;
            if (receipt is not null)
            {
                earlier.Add(receipt.Money);
            }
        }
    }

    private static LoanPosting Receive(Loan loan, LoanReceipt money, IReadOnlyList<LoanReceipt> earlier) =>
        loan.NeedsReplay(money.ValueDate) ? loan.Receive(money, earlier) : loan.Receive(money);
}
