namespace LoanServicing.Domain;

/// <summary>
/// What is done with a fact in a state (rule R10). Every pair of state and fact has one of these; a fact is never dropped in silence.
/// </summary>
public enum FactOutcome
{
    /// <summary>The fact changes the state.</summary>
    Apply,

    /// <summary>What it tells is known: nothing changes.</summary>
    AlreadyDone,

    /// <summary>It is about an earlier round, or something later has overtaken it: nothing changes.</summary>
    Stale,

    /// <summary>Somebody holds something for a thing that is closed: its closing is told again, so that it is released.</summary>
    Compensate,

    /// <summary>It overtook what it builds on; it is kept and handled again when that has come.</summary>
    Wait,

    /// <summary>It contradicts what is known; it is kept, listed, and looked at by a person.</summary>
    Park,
}
