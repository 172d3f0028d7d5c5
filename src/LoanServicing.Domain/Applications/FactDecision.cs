namespace LoanServicing.Domain.Applications;

/// <summary>What is done with a fact (rule R10). There is no other answer: a fact is never dropped in silence.</summary>
public enum FactOutcome
{
    /// <summary>The application moves to a new state.</summary>
    Apply,

    /// <summary>The application is where the fact leads, or has gone on from there.</summary>
    AlreadyDone,

    /// <summary>The fact is about an earlier revision, reservation, payment or loan, or about an application that no longer cares.</summary>
    Stale,

    /// <summary>Somebody holds something for a closed application: its closing is told again, so that it is released.</summary>
    Compensate,

    /// <summary>The fact overtook the one that it builds on; it is kept until that one is here.</summary>
    Wait,

    /// <summary>The fact contradicts what is known. It is kept, listed, and looked at by a person.</summary>
    Park,
}

/// <summary>One cell of the table for facts.</summary>
/// <param name="NewState">Set exactly when the outcome is <see cref="FactOutcome.Apply"/>.</param>
public readonly record struct FactDecision(FactOutcome Outcome, ApplicationState? NewState = null)
{
    public static FactDecision AlreadyDone { get; } = new(FactOutcome.AlreadyDone);

    public static FactDecision Stale { get; } = new(FactOutcome.Stale);

    public static FactDecision Compensate { get; } = new(FactOutcome.Compensate);

    public static FactDecision Wait { get; } = new(FactOutcome.Wait);

    public static FactDecision Park { get; } = new(FactOutcome.Park);

    public static FactDecision Apply(ApplicationState newState) => new(FactOutcome.Apply, newState);

    public override string ToString() => NewState is { } state ? state.ToString() : Outcome.ToString();
}

/// <summary>The answer to a command: a new state, or a refusal that names the state which does not allow it.</summary>
/// <param name="State">The state in which the command was asked.</param>
/// <param name="NewState">Null when refused; the same state when the command changes something else.</param>
public readonly record struct CommandDecision(ApplicationCommand Command, ApplicationState State, ApplicationState? NewState)
{
    public bool IsRefused => NewState is null;
}
