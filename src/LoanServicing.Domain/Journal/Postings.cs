using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Journal;

/// <summary>
/// How each business fact is booked. The whole of the bookkeeping is here; everything else only stores what these functions give.
/// A part of zero has no line, and a negative part (a receipt that re-derived its loan, rule R4) is the opposite transfer.
/// </summary>
public static class Postings
{
    /// <summary>A funder's deposit has been checked by a second person.</summary>
    public static JournalEntry Contribution(EntryOrigin origin, string funder, Rials amount) =>
        new(origin, EntryKinds.Contribution, [new Transfer(Accounts.Cash, Accounts.Deposited, funder, null, amount)]);

    /// <summary>A payment order exists: the money is no longer free, and not yet lent.</summary>
    public static JournalEntry DisbursementOrdered(EntryOrigin origin, string tranche, FunderShares shares) =>
        new(origin, EntryKinds.DisbursementOrdered, [.. PerFunder(Accounts.Clearing, Accounts.Cash, tranche, shares)]);

    /// <summary>The bank paid the order.</summary>
    public static JournalEntry Disbursement(EntryOrigin origin, string tranche, FunderShares shares) =>
        new(origin, EntryKinds.Disbursement, [.. PerFunder(Accounts.LoansDisbursed, Accounts.Clearing, tranche, shares)]);

    /// <summary>The bank refused the order.</summary>
    public static JournalEntry DisbursementFailed(EntryOrigin origin, string tranche, FunderShares shares) =>
        new(origin, EntryKinds.DisbursementFailed, [.. PerFunder(Accounts.Cash, Accounts.Clearing, tranche, shares)]);

    /// <summary>A paid order came back whole.</summary>
    public static JournalEntry DisbursementReturned(EntryOrigin origin, string tranche, FunderShares shares) =>
        new(origin, EntryKinds.DisbursementReturned, [.. PerFunder(Accounts.Cash, Accounts.LoansReturned, tranche, shares)]);

    /// <summary>What one receipt changed in its loan, as differences of standings.</summary>
    public static JournalEntry Repayment(EntryOrigin origin, string tranche, PostingParts parts) =>
        new(origin, EntryKinds.Repayment, [.. Lines(tranche, parts)]);

    /// <summary>A receipt of money that is in the bank already, as nobody's: it leaves suspense, and nothing moves at the bank.</summary>
    public static JournalEntry RepaymentFromSuspense(EntryOrigin origin, string tranche, PostingParts parts) =>
        new(origin, EntryKinds.Repayment, [OutOfSuspense(parts.Amount), .. Lines(tranche, parts)]);

    /// <summary>
    /// A receipt was none. The loan is re-derived without it, so the lines are the differences and need not be the opposite of the receipt's entry, which this
    /// one names as corrected.
    /// </summary>
    /// <param name="receipt">The receipt's entry.</param>
    /// <param name="parts">Their sum is the negative of the receipt's amount.</param>
    public static JournalEntry ReceiptReversal(EntryOrigin origin, Guid receipt, string tranche, PostingParts parts) =>
        new(origin with { Corrects = receipt }, EntryKinds.ReceiptReversal, [.. Lines(tranche, parts)]);

    /// <summary>A funder's deposit that is in the bank already, as nobody's.</summary>
    public static JournalEntry ContributionFromSuspense(EntryOrigin origin, string funder, Rials amount) =>
        new(origin, EntryKinds.Contribution, [OutOfSuspense(amount), .. Contribution(origin, funder, amount).Lines]);

    /// <summary>Money in the bank that no loan could take: nobody's yet, so no funder's and no tranche's.</summary>
    public static JournalEntry Suspense(EntryOrigin origin, Rials amount) =>
        new(origin, EntryKinds.Suspense, [new Transfer(Accounts.Cash, Accounts.Suspense, Funders.Servicer, null, amount)]);

    /// <summary>
    /// Principal that is given up is each funder's loss (rule R6). Fees unpaid are waived without an entry: a fee is the bank's once it is paid.
    /// </summary>
    public static JournalEntry WriteOff(EntryOrigin origin, string tranche, FunderShares loss) => new(origin, EntryKinds.WriteOff, [.. Loss(tranche, loss)]);

    /// <summary>
    /// What one funder bears of the other's loss moves from its cash to the other's, and the loss the other way: <c>LOAN_LOSSES</c> says who bears a loss, and
    /// <c>LOANS_WRITTEN_OFF</c> whose principal it was (docs/adr/0021-write-off.md).
    /// </summary>
    /// <param name="compensated">What each gets, negative for the one that pays; nothing in all.</param>
    public static JournalEntry LossCompensation(EntryOrigin origin, string tranche, FunderShares compensated) =>
        new(origin, EntryKinds.LossCompensation, [.. PerFunder(Accounts.Cash, Accounts.LoanLosses, tranche, compensated)]);

    /// <summary>A funder has been paid back part of what was collected for it.</summary>
    public static JournalEntry Remittance(EntryOrigin origin, string funder, Rials amount) =>
        new(origin, EntryKinds.Remittance, [new Transfer(Accounts.Remitted, Accounts.Cash, funder, null, amount)]);

    /// <summary>The servicing bank has taken fees out of the pool's account.</summary>
    public static JournalEntry FeeSettlement(EntryOrigin origin, Rials amount) =>
        new(origin, EntryKinds.FeeSettlement, [new Transfer(Accounts.FeesSettled, Accounts.Cash, Funders.Servicer, null, amount)]);

    /// <summary>The servicing bank has taken what was paid for lateness out of the pool's account.</summary>
    public static JournalEntry LateChargeSettlement(EntryOrigin origin, Rials amount) =>
        new(origin, EntryKinds.LateChargeSettlement, [new Transfer(Accounts.LateChargesSettled, Accounts.Cash, Funders.Servicer, null, amount)]);

    /// <summary>What was owed to charity has been given to one.</summary>
    public static JournalEntry CharityPayment(EntryOrigin origin, Rials amount) =>
        new(origin, EntryKinds.CharityPayment, [new Transfer(Accounts.CharityPayable, Accounts.Cash, Funders.Servicer, null, amount)]);

    /// <summary>What a borrower had overpaid has been paid back.</summary>
    public static JournalEntry CreditRefund(EntryOrigin origin, string tranche, Rials amount) =>
        new(origin, EntryKinds.CreditRefund, [new Transfer(Accounts.BorrowerCredit, Accounts.Cash, Funders.Servicer, tranche, amount)]);

    /// <summary>The opposite of an entry that was wrong, line by line; the books stand as if neither had been (rule R2).</summary>
    /// <param name="origin">Names the entry that it corrects.</param>
    public static JournalEntry Reversal(EntryOrigin origin, JournalEntry corrected) =>
        new(origin with { Corrects = corrected.Origin.EntryId }, EntryKinds.Reversal, [.. corrected.Lines.Select(line => new Transfer(line.Credit, line.Debit, line.Owner, line.Tranche, line.Amount))]);

    private static IEnumerable<Transfer> Lines(string tranche, PostingParts parts) =>
    [
        .. PerFunder(Accounts.Cash, Accounts.LoansCollected, tranche, parts.Principal),
        .. Line(Accounts.Cash, Accounts.FeeIncome, Funders.Servicer, tranche, parts.Fee),
        .. Line(Accounts.Cash, Accounts.LateCharges, Funders.Servicer, tranche, parts.LateCharges),
        .. Line(Accounts.Cash, Accounts.CharityPayable, Funders.Servicer, tranche, parts.Charity),
        .. Line(Accounts.Cash, Accounts.BorrowerCredit, Funders.Servicer, tranche, parts.Credit),
        .. PerFunder(Accounts.Cash, Accounts.LossesRecovered, tranche, parts.Recovered),
        .. Loss(tranche, parts.WrittenOff),
    ];

    private static IEnumerable<Transfer> Loss(string tranche, FunderShares loss) => PerFunder(Accounts.LoanLosses, Accounts.LoansWrittenOff, tranche, loss);

    private static Transfer OutOfSuspense(Rials amount) => new(Accounts.Suspense, Accounts.Cash, Funders.Servicer, null, amount);

    private static IEnumerable<Transfer> PerFunder(Account debit, Account credit, string tranche, FunderShares shares) =>
        Line(debit, credit, Funders.Alavi, tranche, shares.Alavi).Concat(Line(debit, credit, Funders.Sina, tranche, shares.Sina));

    private static IEnumerable<Transfer> Line(Account debit, Account credit, string owner, string tranche, Rials amount) =>
        amount.Value switch
        {
            0 => [],
            > 0 => [new Transfer(debit, credit, owner, tranche, amount)],
            < 0 => [new Transfer(credit, debit, owner, tranche, -amount)],
        };
}
