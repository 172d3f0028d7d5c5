namespace LoanServicing.Domain.Journal;

/// <summary>The chart of accounts. Each is kept per owner and, where money belongs to a tranche, per tranche.</summary>
public static class Accounts
{
    /// <summary>The owner's money in the bank that no payment order has taken yet.</summary>
    public static Account Cash { get; } = new("CASH", AccountKind.Asset);

    /// <summary>Ordered to be paid out and neither confirmed nor refused by the bank: still in the bank, no longer free.</summary>
    public static Account Clearing { get; } = new("CLEARING", AccountKind.Asset);

    /// <summary>Principal paid out to borrowers, ever.</summary>
    public static Account LoansDisbursed { get; } = new("LOANS_DISBURSED", AccountKind.Asset);

    /// <summary>Principal that borrowers have paid back.</summary>
    public static Account LoansCollected { get; } = new("LOANS_COLLECTED", AccountKind.ContraAsset);

    /// <summary>Principal of payments that had been confirmed and came back whole.</summary>
    public static Account LoansReturned { get; } = new("LOANS_RETURNED", AccountKind.ContraAsset);

    /// <summary>Principal that borrowers owe no longer because it was given up.</summary>
    public static Account LoansWrittenOff { get; } = new("LOANS_WRITTEN_OFF", AccountKind.ContraAsset);

    /// <summary>What a funder has put into the pool.</summary>
    public static Account Deposited { get; } = new("DEPOSITED", AccountKind.Capital);

    /// <summary>What has been paid back to a funder.</summary>
    public static Account Remitted { get; } = new("REMITTED", AccountKind.ContraCapital);

    /// <summary>What a funder has lost of what it put in, by principal that was given up.</summary>
    public static Account LoanLosses { get; } = new("LOAN_LOSSES", AccountKind.ContraCapital);

    /// <summary>What has come back to a funder of its losses.</summary>
    public static Account LossesRecovered { get; } = new("LOSSES_RECOVERED", AccountKind.Capital);

    /// <summary>Service fees, the servicing bank's own (domain.md section 1.1).</summary>
    public static Account FeeIncome { get; } = new("FEE_INCOME", AccountKind.Income);

    /// <summary>Service fees that the servicing bank has taken out of the pool's account.</summary>
    public static Account FeesSettled { get; } = new("FEES_SETTLED", AccountKind.ContraIncome);

    /// <summary>Paid by borrowers for lateness: costs of recovery or charges, the servicing bank's own (domain.md section 1.3).</summary>
    public static Account LateCharges { get; } = new("LATE_CHARGES", AccountKind.Income);

    /// <summary>Paid for lateness, and taken out of the pool's account by the servicing bank.</summary>
    public static Account LateChargesSettled { get; } = new("LATE_CHARGES_SETTLED", AccountKind.ContraIncome);

    /// <summary>Paid by borrowers who had promised to give to charity when late, and not given yet. It is never income (domain.md section 2).</summary>
    public static Account CharityPayable { get; } = new("CHARITY_PAYABLE", AccountKind.Liability);

    /// <summary>Overpaid by borrowers and owed back to them.</summary>
    public static Account BorrowerCredit { get; } = new("BORROWER_CREDIT", AccountKind.Liability);

    /// <summary>Money in the bank that nobody has explained yet.</summary>
    public static Account Suspense { get; } = new("SUSPENSE", AccountKind.Liability);

    public static IReadOnlyList<Account> All { get; } =
    [
        Cash, Clearing, LoansDisbursed, LoansCollected, LoansReturned, LoansWrittenOff, Deposited, Remitted, LoanLosses, LossesRecovered, FeeIncome, FeesSettled,
        LateCharges, LateChargesSettled, CharityPayable, BorrowerCredit, Suspense,
    ];

    /// <summary>The account with a stored code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No account has it: the stored line is damaged.</exception>
    public static Account Of(string code) =>
        All.FirstOrDefault(account => account.Code == code)
        ?? throw new ArgumentOutOfRangeException(nameof(code), code, "Not an account of the chart.");
}
