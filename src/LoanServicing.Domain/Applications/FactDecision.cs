namespace LoanServicing.Domain.Applications;

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
