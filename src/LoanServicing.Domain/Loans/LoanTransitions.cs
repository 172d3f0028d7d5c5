namespace LoanServicing.Domain.Loans;

/// <summary>A verdict, and with <see cref="LoanVerdict.Apply"/> the state that follows.</summary>
public readonly record struct LoanTransition(LoanVerdict Verdict, LoanState? Next);

/// <summary>The one table of a loan's transitions (rule R10); every cell is decided here.</summary>
public static class LoanTransitions
{
    private static readonly LoanTransition AlreadyDone = new(LoanVerdict.AlreadyDone, null);
    private static readonly LoanTransition Refuse = new(LoanVerdict.Refuse, null);
    private static readonly LoanTransition Wait = new(LoanVerdict.Wait, null);

    /// <param name="state">Null for a loan that is not there yet.</param>
    /// <param name="trigger">What happened or is asked for.</param>
    public static LoanTransition Of(LoanState? state, LoanTrigger trigger) => (state, trigger) switch
    {
        (null, LoanTrigger.Disbursed) => Apply(LoanState.Active),
        (null, LoanTrigger.DisbursementReturned) => Wait,
        (null, _) when Enum.IsDefined(trigger) => Refuse,

        (LoanState.Active, LoanTrigger.Disbursed) => AlreadyDone,
        (LoanState.Active, LoanTrigger.DisbursementReturned) => Apply(LoanState.Returned),
        (LoanState.Active, LoanTrigger.Receipt) => Apply(LoanState.Active),
        (LoanState.Active, LoanTrigger.FullyRepaid) => Apply(LoanState.Settled),
        (LoanState.Active, LoanTrigger.Reversal) => Apply(LoanState.Active),
        (LoanState.Active, LoanTrigger.Reopened) => Refuse,
        (LoanState.Active, LoanTrigger.PlanChange) => Apply(LoanState.Active),
        (LoanState.Active, LoanTrigger.WriteOff) => Apply(LoanState.WrittenOff),
        (LoanState.Active, LoanTrigger.LateDecision) => Apply(LoanState.Active),

        // Money that has arrived is never refused: on a loan that is not owed it is the borrower's credit.
        (LoanState.Settled, LoanTrigger.Disbursed) => AlreadyDone,
        (LoanState.Settled, LoanTrigger.DisbursementReturned) => Apply(LoanState.Returned),
        (LoanState.Settled, LoanTrigger.Receipt) => Apply(LoanState.Settled),
        (LoanState.Settled, LoanTrigger.FullyRepaid) => AlreadyDone,
        (LoanState.Settled, LoanTrigger.Reversal) => Apply(LoanState.Settled),
        (LoanState.Settled, LoanTrigger.Reopened) => Apply(LoanState.Active),
        (LoanState.Settled, LoanTrigger.PlanChange or LoanTrigger.WriteOff or LoanTrigger.LateDecision) => Refuse,

        (LoanState.Returned, LoanTrigger.Disbursed) => AlreadyDone,
        (LoanState.Returned, LoanTrigger.DisbursementReturned) => AlreadyDone,
        (LoanState.Returned, LoanTrigger.Receipt) => Apply(LoanState.Returned),
        (LoanState.Returned, LoanTrigger.Reversal) => Apply(LoanState.Returned),
        (LoanState.Returned, LoanTrigger.FullyRepaid or LoanTrigger.Reopened or LoanTrigger.PlanChange or LoanTrigger.WriteOff or LoanTrigger.LateDecision) => Refuse,

        // Whether a payment came back whole after its loan was given up for lost is for a person to find out.
        (LoanState.WrittenOff, LoanTrigger.Disbursed) => AlreadyDone,
        (LoanState.WrittenOff, LoanTrigger.Receipt or LoanTrigger.Reversal) => Apply(LoanState.WrittenOff),
        (LoanState.WrittenOff, LoanTrigger.DisbursementReturned or LoanTrigger.FullyRepaid or LoanTrigger.Reopened or LoanTrigger.PlanChange or LoanTrigger.WriteOff or LoanTrigger.LateDecision) => Refuse,

        _ => throw new ArgumentOutOfRangeException(nameof(trigger), (state, trigger), "Not a cell of the table."),
    };

    private static LoanTransition Apply(LoanState next) => new(LoanVerdict.Apply, next);
}
