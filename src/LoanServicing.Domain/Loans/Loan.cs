using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>What one posting changes in a loan: differences of standings, of which any but the amount may be negative (rule R4).</summary>
/// <param name="After">The loan after it.</param>
/// <param name="Funders">Principal per funder.</param>
/// <param name="Fee">The servicer's.</param>
/// <param name="Credit">The borrower's.</param>
/// <param name="Allocations">What the receipt itself paid; empty for a posting without one.</param>
public sealed record LoanPosting(Loan After, FunderShares Funders, Rials Fee, Rials Credit, IReadOnlyList<Allocation> Allocations)
{
    /// <summary>The receipt; zero for a posting without one.</summary>
    public Rials Amount => Funders.Total + Fee + Credit;
}

/// <summary>A loan as it stands: its plan, what each funder gave, and what was received.</summary>
/// <param name="Shares">What each funder gave; together the principal.</param>
public sealed record Loan(LoanState State, LoanLedger Ledger, FunderShares Shares, LoanStanding Standing)
{
    /// <summary>Principal repaid, per funder.</summary>
    public FunderShares Repaid => Shares.Standing(Standing.PrincipalRepaid);

    /// <summary>Principal that came back unpaid-out: all of it or nothing.</summary>
    public Rials ReturnedUnpaid => State == LoanState.Returned ? Ledger.Principal - Standing.PrincipalRepaid : Rials.Zero;

    public Rials Outstanding => Ledger.Principal - Standing.PrincipalRepaid - ReturnedUnpaid;

    public FunderShares OutstandingShares => State == LoanState.Returned ? FunderShares.Zero : Shares - Repaid;

    /// <summary>The oldest instalment of which something is unpaid; null when nothing is owed.</summary>
    public NextDue? NextDue => State == LoanState.Returned ? null : Ledger.NextDueOf(Standing);

    public static Loan Open(LoanLedger ledger, FunderShares shares)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return shares.Total == ledger.Principal
            ? new Loan(LoanState.Active, ledger, shares, LoanStanding.Untouched)
            : throw new ArgumentException($"The shares sum to {shares.Total}, the principal is {ledger.Principal}.", nameof(shares));
    }

    /// <summary>Fees unpaid of the loan-years begun by the day.</summary>
    public Rials FeeDue(LocalDate asOf) => State == LoanState.Returned ? Rials.Zero : Ledger.FeeDue(Standing, asOf);

    /// <summary>What closes the loan on the day, fees due included.</summary>
    public Rials Settlement(LocalDate asOf) => Outstanding + FeeDue(asOf);

    /// <summary>Arrears on a day not before the latest receipt.</summary>
    public Arrears ArrearsOn(LocalDate asOf) => State == LoanState.Returned ? Arrears.None : Ledger.ArrearsOf(Standing, asOf);

    /// <summary>Whether a receipt of this value date can only be posted by replaying all receipts.</summary>
    public bool NeedsReplay(LocalDate valueDate) => State != LoanState.Returned && valueDate < Standing.LatestValueDate;

    /// <summary>Posts a receipt that does not lie before the latest one.</summary>
    public LoanPosting Receive(LoanReceipt receipt)
    {
        var step = State == LoanState.Returned ? AsCredit(receipt) : Ledger.Post(Standing, receipt);
        return To(step.Standing, step.Allocations);
    }

    /// <summary>Posts a receipt by replaying it among all earlier arrivals, and so tells what it would have paid on its value date.</summary>
    /// <param name="receipt">The new one.</param>
    /// <param name="earlier">All receipts of the loan before it, in order of arrival.</param>
    public LoanPosting Receive(LoanReceipt receipt, IReadOnlyList<LoanReceipt> earlier)
    {
        var (standing, steps) = Ledger.Replay([.. earlier, receipt]);
        return To(standing, steps[^1].Allocations);
    }

    /// <summary>
    /// The payment came back whole, so the funders have their principal again and nothing was lent: whatever the borrower had paid, the fee
    /// included, is owed back as credit.
    /// </summary>
    public LoanPosting TakeBack()
    {
        var standing = LoanStanding.Untouched with { Credit = Standing.Received, LatestValueDate = Standing.LatestValueDate };
        var after = this with { State = Next(LoanTrigger.DisbursementReturned), Standing = standing };
        return Difference(after, []);
    }

    private LoanPosting To(LoanStanding standing, IReadOnlyList<Allocation> allocations)
    {
        var state = Next(LoanTrigger.Receipt);
        if (state != LoanState.Returned && Ledger.IsSettled(standing))
        {
            state = LoanTransitions.Of(state, LoanTrigger.FullyRepaid).Next ?? state;
        }
        else if (state == LoanState.Settled)
        {
            throw new InvalidOperationException("A further receipt never makes a settled loan owe something again.");
        }

        return Difference(this with { State = state, Standing = standing }, allocations);
    }

    private LoanPosting Difference(Loan after, IReadOnlyList<Allocation> allocations) => new(
        after,
        after.Repaid - Repaid,
        after.Standing.FeePaid - Standing.FeePaid,
        after.Standing.Credit - Standing.Credit,
        allocations);

    private LoanStep AsCredit(LoanReceipt receipt)
    {
        var latest = Standing.LatestValueDate is { } date && date > receipt.ValueDate ? date : receipt.ValueDate;
        return new LoanStep(Standing with { Credit = Standing.Credit + receipt.Amount, LatestValueDate = latest }, [], receipt.Amount);
    }

    private LoanState Next(LoanTrigger trigger) =>
        LoanTransitions.Of(State, trigger).Next ?? throw new InvalidOperationException($"{trigger} does not apply to a loan that is {State}.");
}
