using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Repayment.Verification;

/// <summary>R8: a receipt that counts no longer was taken back by two people, once, and what was posted for it is its amount.</summary>
internal static class ReversalCheck
{
    public static void Run(StoredLoan stored, Tally tally)
    {
        tally.Count(stored.Reversals.Count);
        var reversals = stored.Reversals.ToDictionary(reversal => reversal.ReceiptId);
        foreach (var receipt in stored.Receipts)
        {
            var reversal = reversals.GetValueOrDefault(receipt.ReceiptId);
            tally.Check(
                receipt.ReversedOn == reversal?.BusinessDate,
                () => $"{stored.Name}: receipt {receipt.ReceiptId} was taken back on {receipt.ReversedOn}, what was decided says {reversal?.BusinessDate}");
        }

        foreach (var reversal in stored.Reversals)
        {
            var receipt = stored.Receipts.FirstOrDefault(one => one.ReceiptId == reversal.ReceiptId);
            var posted = stored.Postings.Where(posting => posting.CauseId == reversal.ReversalId).ToList();
            tally.Check(
                receipt is not null && posted.Count == 1 && posted[0].Amount == -receipt.Amount,
                () => $"{stored.Name}: reversal {reversal.ReversalId} of receipt {reversal.ReceiptId} over {receipt?.Amount} has {posted.Count} postings of {posted.Select(one => one.Amount).Sum()}");
            tally.Check(
                reversal.Reason.Length > 0 && Platform.Checks.TwoPeople.Are(reversal.MadeBy, reversal.ApprovedBy),
                () => $"{stored.Name}: reversal {reversal.ReversalId} has no reason or not two people ({reversal.MadeBy}, {reversal.ApprovedBy})");
        }
    }
}

/// <summary>R6: what is written off is each funder's share less what was repaid of it, and no more comes back than that.</summary>
internal static class WriteOffCheck
{
    public static void Run(StoredLoan stored, Tally tally)
    {
        if (stored.WriteOff is null && stored.Row.WrittenOffOn is null && stored.Postings.All(posting => posting.WrittenOff == FunderShares.Zero && posting.Recovered == FunderShares.Zero))
        {
            return;
        }

        tally.Count();
        var (row, decided) = (stored.Row, stored.WriteOff);
        tally.Check(
            decided is not null && decided.BusinessDate == row.WrittenOffOn && (row.Status == nameof(LoanState.WrittenOff)),
            () => $"{stored.Name}: is {row.Status}, written off on {row.WrittenOffOn}; what was decided says {decided?.BusinessDate}");
        tally.Check(
            decided is null || (decided.Reason.Length > 0 && Platform.Checks.TwoPeople.Are(decided.MadeBy, decided.ApprovedBy)),
            () => $"{stored.Name}: its write-off has no reason or not two people ({decided!.MadeBy}, {decided.ApprovedBy})");
        var first = stored.Postings.FirstOrDefault(posting => posting.CauseId == decided?.MessageId);
        tally.Check(
            decided is null || first?.WrittenOff == new FunderShares(decided.Alavi, decided.Sina),
            () => $"{stored.Name}: {first?.WrittenOff} was posted as written off, {decided!.Alavi} and {decided.Sina} decided");
        var loss = stored.Postings.Aggregate(FunderShares.Zero, (sum, posting) => sum + posting.WrittenOff);
        var left = row.PrincipalRepaid.IsNegative || row.PrincipalRepaid > row.Principal ? FunderShares.Zero : row.Shares - row.Shares.Standing(row.PrincipalRepaid);
        tally.Check(loss == left, () => $"{stored.Name}: {loss} is written off, {left} was not repaid");
        var recovered = stored.Postings.Aggregate(FunderShares.Zero, (sum, posting) => sum + posting.Recovered);
        tally.Check(
            recovered.Total == row.Recovered && recovered.Alavi <= loss.Alavi && recovered.Sina <= loss.Sina && !recovered.Alavi.IsNegative && !recovered.Sina.IsNegative,
            () => $"{stored.Name}: {recovered} of a loss of {loss} is recovered, the loan shows {row.Recovered}");
    }
}
