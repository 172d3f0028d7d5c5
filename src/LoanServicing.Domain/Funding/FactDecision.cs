namespace LoanServicing.Domain.Funding;

/// <summary>What is done with a fact in a state (rule R10). No pair of state and fact is left without one.</summary>
public enum FactDecision
{
    /// <summary>The fact changes the state.</summary>
    Apply,

    /// <summary>What it tells is in the books: nothing changes.</summary>
    AlreadyDone,

    /// <summary>Something later has overtaken it: nothing changes.</summary>
    Stale,

    /// <summary>What has to happen before it has not come yet: it is kept and looked at again.</summary>
    Wait,

    /// <summary>It contradicts the books: a person must look.</summary>
    Park,
}
