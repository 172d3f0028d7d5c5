namespace LoanServicing.Domain.Loans;

/// <summary>Where a loan stands in its life. A loan that is not there yet has no state.</summary>
public enum LoanState
{
    /// <summary>Paid out and owed.</summary>
    Active,

    /// <summary>Nothing is owed any more: the principal is repaid, and so is the fee of every year that had begun.</summary>
    Settled,

    /// <summary>The payment came back whole; the borrower never had the money and owes nothing.</summary>
    Returned,

    /// <summary>The funders have taken what was outstanding as their loss; what the borrower pays from then on is a recovery.</summary>
    WrittenOff,
}

/// <summary>What can happen to a loan.</summary>
public enum LoanTrigger
{
    /// <summary>The fact that the bank paid out.</summary>
    Disbursed,

    /// <summary>The fact that what the bank paid out came back.</summary>
    DisbursementReturned,

    /// <summary>The command to post money received for the loan.</summary>
    Receipt,

    /// <summary>The outcome of a receipt that left nothing owed.</summary>
    FullyRepaid,

    /// <summary>The command to take back a receipt that was none: the payment bounced, or was another's.</summary>
    Reversal,

    /// <summary>The outcome of a reversal that left something owed on a settled loan.</summary>
    Reopened,

    /// <summary>The command to let a loan be repaid otherwise than planned.</summary>
    PlanChange,

    /// <summary>The command to write off what is outstanding.</summary>
    WriteOff,

    /// <summary>The command to charge a cost of lateness, or to waive what is unpaid of such charges.</summary>
    LateDecision,
}

/// <summary>The answer of the table of transitions (rule R10).</summary>
public enum LoanVerdict
{
    /// <summary>Do it; the loan goes on in the state named.</summary>
    Apply,

    /// <summary>It has been done; change nothing.</summary>
    AlreadyDone,

    /// <summary>The loan is not there yet; keep the fact until it is.</summary>
    Wait,

    /// <summary>Not possible: a refusal for a command, and a bug where it is an outcome.</summary>
    Refuse,
}
