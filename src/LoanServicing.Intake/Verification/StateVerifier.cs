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
    private const string Select =
        """
        select a.application_id, a.state, t.number as step_number, t.from_state, t.to_state, t.cause
        from application a
        left join application_transition t on t.application_id = a.application_id
        order by a.application_id, t.number
        """;

    private const string SelectWithoutApplication =
        """
        select distinct t.application_id from application_transition t
        where not exists (select 1 from application a where a.application_id = t.application_id)
        order by t.application_id
        """;

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var count = 0L;
        JoinedRow? last = null;
        await foreach (var row in connection.QueryUnbufferedAsync<JoinedRow>(Select))
        {
            var before = last?.ApplicationId == row.ApplicationId ? last : null;
            if (before is null)
            {
                Close(last, problems);
            }

            if (row.Step is { } step)
            {
                count++;
                if (ProblemOf(before?.Step, step) is { } problem)
                {
                    problems.Add($"application {row.ApplicationId} step {step.Number}: {problem}");
                }
            }

            last = row;
        }

        Close(last, problems);
        problems.AddRange((await connection.QueryAsync<Guid>(SelectWithoutApplication)).Select(id => $"application {id} has steps but no row"));
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

    private static void Close(JoinedRow? last, List<string> problems)
    {
        if (last is { Step: null })
        {
            problems.Add($"application {last.ApplicationId} has no step at all");
        }
        else if (last is not null && last.State != last.ToState)
        {
            problems.Add($"application {last.ApplicationId} is {last.State}, but its last step ended at {last.ToState}");
        }
    }

    /// <summary>An application beside one of its steps; no step where it has none.</summary>
    private sealed record JoinedRow
    {
        public Guid ApplicationId { get; init; }

        public string State { get; init; } = "";

        public int? StepNumber { get; init; }

        public string? FromState { get; init; }

        public string? ToState { get; init; }

        public string? Cause { get; init; }

        public TransitionRow? Step => StepNumber is { } number
            ? new TransitionRow { ApplicationId = ApplicationId, Number = number, FromState = FromState, ToState = ToState!, Cause = Cause! }
            : null;
    }
}
