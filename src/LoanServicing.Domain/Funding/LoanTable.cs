namespace LoanServicing.Domain.Funding;

/// <summary>A loan as the funders' books know it.</summary>
public enum LoanState
{
    Unknown,

    /// <summary>Paid out; principal may be owed.</summary>
    Lent,

    /// <summary>Both funders had back exactly their shares.</summary>
    Settled,

    /// <summary>The money came back whole; there is no loan.</summary>
    Returned,

    /// <summary>All that was outstanding is given up; what comes is recovered.</summary>
    WrittenOff,
}

/// <summary>The facts that a loan in the books hears.</summary>
public enum LoanFact
{
    Repayment,
    Settled,
    Returned,

    /// <summary>A receipt was taken back.</summary>
    Reversed,

    /// <summary>A settled loan is owed again.</summary>
    Reopened,

    /// <summary>It is repaid otherwise from now on.</summary>
    PlanChanged,

    /// <summary>All that is outstanding is given up.</summary>
    WrittenOff,

    /// <summary>What lateness costs was decided: nothing in these books until a receipt pays it, but the facts after it must not wait.</summary>
    LateDecided,
}

/// <summary>The table of rule R10 for a loan in the funders' books. Whether the amounts fit is asked after it.</summary>
public static class LoanTable
{
    public static FactOutcome Decide(LoanState state, LoanFact fact) => (state, fact) switch
    {
        (LoanState.Unknown, _) => FactOutcome.Wait,

        // Whether a payment came back whole after its loan was given up is for a person to find out, and such a loan neither settles nor is opened again.
        (LoanState.WrittenOff, LoanFact.Settled or LoanFact.Returned or LoanFact.Reopened) => FactOutcome.Park,

        // A backdated receipt may still move money between principal, fee and credit of a settled loan, and money that comes for a loan
        // whose payment went back is its borrower's credit.
        (_, LoanFact.Repayment or LoanFact.Reversed) => FactOutcome.Apply,

        (LoanState.Lent or LoanState.Settled, LoanFact.Returned) => FactOutcome.Apply,

        // Repayment settles no loan whose payment went back.
        (LoanState.Returned, LoanFact.Settled) => FactOutcome.Stale,
        (LoanState.Lent, LoanFact.Settled) => FactOutcome.Apply,

        // The reversal has opened it where principal is owed again; where only a fee is, the reopening does.
        (LoanState.Settled, LoanFact.Reopened) => FactOutcome.Apply,
        (LoanState.Returned, LoanFact.Reopened) => FactOutcome.Park,

        (LoanState.Lent, LoanFact.PlanChanged) => FactOutcome.Apply,
        (_, LoanFact.PlanChanged) => FactOutcome.Park,

        (LoanState.Lent, LoanFact.WrittenOff) => FactOutcome.Apply,
        (LoanState.Settled or LoanState.Returned, LoanFact.WrittenOff) => FactOutcome.Park,
        _ => FactOutcome.AlreadyDone,
    };
}
