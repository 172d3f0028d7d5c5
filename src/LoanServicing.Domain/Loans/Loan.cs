using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>What one posting changes in a loan: differences of standings, of which any but the amount of a receipt may be negative (rule R4).</summary>
/// <param name="After">The loan after it.</param>
/// <param name="Funders">Principal per funder.</param>
/// <param name="Fee">The servicer's.</param>
/// <param name="Late">Charges for lateness: charity's where the borrower has promised a gift (<see cref="LatePolicy.CharityCommitment"/>), else the servicer's.</param>
/// <param name="Credit">The borrower's.</param>
/// <param name="Allocations">What the receipt itself paid; empty for a posting without one.</param>
/// <param name="WrittenOff">Each funder's loss; no money.</param>
/// <param name="Recovered">What each funder has back of its loss.</param>
public sealed record LoanPosting(
    Loan After,
    FunderShares Funders,
    Rials Fee,
    Rials Credit,
    IReadOnlyList<Allocation> Allocations,
    FunderShares WrittenOff,
    FunderShares Recovered,
    Rials Late = default)
{
    /// <summary>The servicer's part of <see cref="Late"/>.</summary>
    public Rials LateCharges => Late - Charity;

    /// <summary>Charity's part of <see cref="Late"/>.</summary>
    public Rials Charity => After.Ledger.Late.Terms.Policy == LatePolicy.CharityCommitment ? Late : Rials.Zero;

    /// <summary>The money: a receipt, less than zero for one that is taken back, and zero for a posting without one.</summary>
    public Rials Amount => Funders.Total + Recovered.Total + Fee + Late + Credit;
}

/// <summary>A loan as it stands: its plan, what each funder gave, and what was received.</summary>
/// <param name="Shares">What each funder gave; together the principal.</param>
public sealed record Loan(LoanState State, LoanLedger Ledger, FunderShares Shares, LoanStanding Standing)
{
    /// <summary>Principal repaid, per funder.</summary>
    public FunderShares Repaid => Shares.Standing(Standing.PrincipalRepaid);

    /// <summary>Principal that came back unpaid-out: all of it or nothing.</summary>
    public Rials ReturnedUnpaid => State == LoanState.Returned ? Ledger.Principal - Standing.PrincipalRepaid : Rials.Zero;

    /// <summary>Each funder's loss: its share less what was repaid of it, by value dates up to the write-off (rule R6).</summary>
    public FunderShares WrittenOff => State == LoanState.WrittenOff ? Shares - Repaid : FunderShares.Zero;

    /// <summary>What came back of the loss: cumulatively, by the loss that each funder took (rule R6).</summary>
    public FunderShares Recovered => WrittenOff.Standing(Standing.Recovered);

    public Rials Outstanding => Ledger.Principal - Standing.PrincipalRepaid - ReturnedUnpaid - WrittenOff.Total;

    public FunderShares OutstandingShares => IsOwed ? Shares - Repaid : FunderShares.Zero;

    /// <summary>The oldest instalment of which something is unpaid; null when nothing is owed.</summary>
    public NextDue? NextDue => IsOwed ? Ledger.NextDueOf(Standing) : null;

    private bool IsOwed => State is LoanState.Active or LoanState.Settled;

    public static Loan Open(LoanLedger ledger, FunderShares shares)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return shares.Total == ledger.Principal
            ? new Loan(LoanState.Active, ledger, shares, LoanStanding.Untouched)
            : throw new ArgumentException($"The shares sum to {shares.Total}, the principal is {ledger.Principal}.", nameof(shares));
    }

    /// <summary>Fees unpaid of the loan-years begun by the day.</summary>
    public Rials FeeDue(LocalDate asOf) => IsOwed ? Ledger.FeeDue(Standing, asOf) : Rials.Zero;

    /// <summary>Charges for lateness unpaid on a day not before the latest receipt: what a receipt of the day can pay of them.</summary>
    public Rials LateDue(LocalDate asOf) => IsOwed ? Ledger.LateDue(Standing, asOf) : Rials.Zero;

    /// <summary>What closes the loan on the day, fees and charges for lateness due included.</summary>
    public Rials Settlement(LocalDate asOf) => Outstanding + FeeDue(asOf) + LateDue(asOf);

    /// <summary>Arrears on a day not before the latest receipt.</summary>
    /// <param name="nextBusinessDay">The day itself where it is one.</param>
    public Arrears ArrearsOn(LocalDate asOf, Func<LocalDate, LocalDate> nextBusinessDay) =>
        IsOwed ? Ledger.AsOf(asOf).ArrearsOf(Standing, asOf, nextBusinessDay) : Arrears.None;

    /// <summary>Whether a receipt of this value date can only be posted by replaying all receipts.</summary>
    public bool NeedsReplay(LocalDate valueDate) => State != LoanState.Returned && valueDate < Standing.LatestValueDate;

    /// <summary>Posts a receipt that does not lie before the latest one.</summary>
    public LoanPosting Receive(LoanReceipt receipt)
    {
        var step = State == LoanState.Returned ? AsCredit(receipt) : Ledger.Post(Standing, receipt);
        return To(LoanTrigger.Receipt, step.Standing, step.Allocations);
    }

    /// <summary>Posts a receipt by replaying it among all earlier arrivals, and so tells what it would have paid on its value date.</summary>
    /// <param name="receipt">The new one.</param>
    /// <param name="earlier">All receipts of the loan before it that count, in order of arrival.</param>
    public LoanPosting Receive(LoanReceipt receipt, IReadOnlyList<LoanReceipt> earlier)
    {
        var (standing, steps) = Ledger.Replay([.. earlier, receipt]);
        return To(LoanTrigger.Receipt, standing, steps[^1].Allocations);
    }

    /// <summary>Takes a receipt back: the loan stands as if it had never come.</summary>
    /// <param name="others">The receipts that still count, in order of arrival.</param>
    public LoanPosting Reverse(IReadOnlyList<LoanReceipt> others)
    {
        var (standing, _) = Ledger.Replay(others);
        return To(LoanTrigger.Reversal, State == LoanState.Returned ? AllCredit(standing) : standing, []);
    }

    /// <summary>
    /// The payment came back whole, so the funders have their principal again and nothing was lent: whatever the borrower had paid, the fee
    /// included, is owed back as credit.
    /// </summary>
    public LoanPosting TakeBack() => Difference(this with { State = Next(LoanTrigger.DisbursementReturned), Standing = AllCredit(Standing) }, []);

    /// <summary>All that is outstanding becomes the funders' loss, each its share less what was repaid of it (rule R6); fees and charges unpaid are waived.</summary>
    /// <param name="day">The business date, not before the latest receipt.</param>
    public LoanPosting WriteOff(LocalDate day) => Difference(this with { State = Next(LoanTrigger.WriteOff), Ledger = Ledger.WrittenOff(day) }, []);

    /// <summary>The loan goes on by another plan; nothing is posted.</summary>
    public Loan Change(PlanChange change) =>
        this with { State = Next(LoanTrigger.PlanChange), Ledger = Ledger.With(RepaymentPlan.For(Ledger.Plan.Terms, [.. Ledger.Plan.Changes, change])) };

    /// <summary>Charges for lateness are added or waived; nothing is posted. A loan that owed nothing else is settled by a waiver.</summary>
    /// <param name="decision">Not before the latest receipt or an earlier decision.</param>
    public Loan Decide(LateDecision decision)
    {
        var ledger = Ledger.With(Ledger.Late with { Decisions = [.. Ledger.Late.Decisions, decision] });
        var standing = decision.Kind == LateDecisionKind.Waiver && decision.DecidedOn == Standing.LatestValueDate
            ? Standing with { Late = ledger.Late.Decide(Standing.Late, decision) } // as a replay has it, which comes to it before the day's receipts
            : Standing;
        var state = Next(LoanTrigger.LateDecision);
        return this with
        {
            State = ledger.IsSettled(standing) ? LoanTransitions.Of(state, LoanTrigger.FullyRepaid).Next ?? state : state,
            Ledger = ledger,
            Standing = standing,
        };
    }

    /// <summary>The loan as the books show it today, by the end of an earlier day of value.</summary>
    /// <param name="receipts">All that count, in order of arrival.</param>
    public Loan AsOf(LocalDate day, IReadOnlyList<LoanReceipt> receipts)
    {
        if (State == LoanState.Returned)
        {
            return this;
        }

        var ledger = Ledger.AsOf(day);
        var (standing, _) = ledger.Replay([.. receipts.Where(receipt => receipt.ValueDate <= day)]);
        var state = ledger.WrittenOffOn is not null ? LoanState.WrittenOff : ledger.IsSettled(standing) ? LoanState.Settled : LoanState.Active;
        return this with { State = state, Ledger = ledger, Standing = standing };
    }

    private static LoanStanding AllCredit(LoanStanding standing) =>
        LoanStanding.Untouched with { Credit = standing.Received, LatestValueDate = standing.LatestValueDate };

    private LoanPosting To(LoanTrigger trigger, LoanStanding standing, IReadOnlyList<Allocation> allocations)
    {
        var state = Next(trigger);
        if (state is LoanState.Active or LoanState.Settled)
        {
            var isSettled = Ledger.IsSettled(standing);
            state = (state, isSettled, trigger) switch
            {
                (LoanState.Active, true, _) => LoanTransitions.Of(state, LoanTrigger.FullyRepaid).Next ?? state,
                (LoanState.Settled, false, LoanTrigger.Reversal) => LoanTransitions.Of(state, LoanTrigger.Reopened).Next ?? state,
                (LoanState.Settled, false, _) => throw new InvalidOperationException("A further receipt never makes a settled loan owe something again."),
                _ => state,
            };
        }

        var ledger = standing.LatestValueDate is { } day ? Ledger.Counting(day) : Ledger;
        return Difference(this with { State = state, Ledger = ledger, Standing = standing }, allocations);
    }

    private LoanPosting Difference(Loan after, IReadOnlyList<Allocation> allocations) => new(
        after,
        after.Repaid - Repaid,
        after.Standing.FeePaid - Standing.FeePaid,
        after.Standing.Credit - Standing.Credit,
        allocations,
        after.WrittenOff - WrittenOff,
        after.Recovered - Recovered,
        after.Standing.Late.Paid - Standing.Late.Paid);

    private LoanStep AsCredit(LoanReceipt receipt)
    {
        var latest = Standing.LatestValueDate is { } date && date > receipt.ValueDate ? date : receipt.ValueDate;
        return new LoanStep(Standing with { Credit = Standing.Credit + receipt.Amount, LatestValueDate = latest }, [], receipt.Amount);
    }

    private LoanState Next(LoanTrigger trigger) =>
        LoanTransitions.Of(State, trigger).Next ?? throw new InvalidOperationException($"{trigger} does not apply to a loan that is {State}.");
}
