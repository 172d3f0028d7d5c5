using System.Data.Common;
using Dapper;
using LoanServicing.Domain;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Intake.Verification;

/// <summary>Rule R10: replays every stored step of every application through the table, up to the state its row says it is in.</summary>
internal static class StateVerifier
{
    private const string SelectStates = "select application_id, state from application";

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection)
    {
        var states = (await connection.QueryAsync<StateRow>(SelectStates)).ToDictionary(row => row.ApplicationId, row => row.State);
        var problems = new List<string>();
        var count = 0L;
        TransitionRow? last = null;
        await foreach (var step in connection.QueryUnbufferedAsync<TransitionRow>(TransitionStore.SelectAll))
        {
            count++;
            if (last is not null && last.ApplicationId != step.ApplicationId)
            {
                Close(states, last, problems);
                last = null;
            }

            if (ProblemOf(last, step) is { } problem)
            {
                problems.Add($"application {step.ApplicationId} step {step.Number}: {problem}");
            }

            last = step;
        }

        Close(states, last, problems);
        problems.AddRange(states.Keys.Select(id => $"application {id} has no step at all"));
        return new RuleFinding("R10", count, "steps of applications", problems);
    }

    /// <summary>What is wrong with a step after the one before it (null for the first); null when the table allows it.</summary>
    internal static string? ProblemOf(TransitionRow? last, TransitionRow step)
    {
        if (step.Number != (last?.Number ?? 0) + 1)
        {
            return $"it follows step {last?.Number ?? 0}";
        }

        if (step.FromState != last?.ToState)
        {
            return $"it begins at {step.FromState ?? "nothing"}, but the step before ended at {last?.ToState ?? "nothing"}";
        }

        return Allows(step) ? null : $"{step.Cause} does not lead from {step.FromState ?? "nothing"} to {step.ToState}";
    }

    private static bool Allows(TransitionRow step)
    {
        if (step.FromState is null || step.Cause == TransitionRow.Submit)
        {
            return step is { FromState: null, Cause: TransitionRow.Submit, ToState: nameof(ApplicationState.Submitted) };
        }

        if (!Enum.TryParse<ApplicationState>(step.FromState, out var from))
        {
            return false;
        }

        if (Enum.TryParse<ApplicationCommand>(step.Cause, out var command))
        {
            return ApplicationTable.For(from, command).NewState?.ToString() == step.ToState;
        }

        return Enum.TryParse<ApplicationFact>(step.Cause, out var fact) && Allows(ApplicationTable.For(from, fact), step);
    }

    private static bool Allows(FactDecision decision, TransitionRow step) => decision.Outcome switch
    {
        FactOutcome.Apply => decision.NewState.ToString() == step.ToState,
        FactOutcome.Compensate => step.FromState == step.ToState,
        _ => false,
    };

    private static void Close(Dictionary<Guid, string> states, TransitionRow? last, List<string> problems)
    {
        if (last is null)
        {
            return;
        }

        if (!states.Remove(last.ApplicationId, out var state))
        {
            problems.Add($"application {last.ApplicationId} has steps but no row");
        }
        else if (state != last.ToState)
        {
            problems.Add($"application {last.ApplicationId} is {state}, but its last step ended at {last.ToState}");
        }
    }

    private sealed record StateRow
    {
        public Guid ApplicationId { get; init; }

        public string State { get; init; } = "";
    }
}
