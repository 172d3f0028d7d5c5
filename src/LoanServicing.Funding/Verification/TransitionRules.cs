using System.Data.Common;
using Dapper;
using LoanServicing.Domain;
using LoanServicing.Domain.Funding;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>R10: every stored step of a reservation is one that the table applies, and they lead to where its row stands.</summary>
internal static class TransitionRules
{
    private const string Select =
        """
        select r.application_id, r.round, r.state, r.payment_attempt as attempt_now,
          t.number, t.from_state, t.cause, t.payment_attempt, t.to_state, t.message_id
        from reservation r
        left join reservation_transition t on t.application_id = r.application_id and t.round = r.round
        order by r.application_id, r.round, t.number
        """;

    private const string SelectOrphans =
        """
        select t.application_id, t.round, t.number
        from reservation_transition t
        where not exists (select 1 from reservation r where r.application_id = t.application_id and r.round = t.round)
        order by t.application_id, t.round, t.number
        """;

    public static async Task<RuleFinding> CheckAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var count = 0L;
        StepRow? last = null;
        await foreach (var step in connection.QueryUnbufferedAsync<StepRow>(Select))
        {
            count += step.Number is null ? 0 : 1;
            var before = last?.Name == step.Name ? last : null;
            if (before is null)
            {
                problems.AddRange(EndProblems(last));
            }

            if (step.Number is not null && ProblemOf(before, step) is { } problem)
            {
                problems.Add($"{step.Name} step {step.Number} {problem}");
            }

            last = step;
        }

        problems.AddRange(EndProblems(last));
        problems.AddRange((await connection.QueryAsync<StepRow>(SelectOrphans)).Select(step => $"{step.Name} step {step.Number} belongs to no reservation"));
        return new RuleFinding("R10", count, "steps of reservations", problems);
    }

    private static string? ProblemOf(StepRow? before, StepRow step)
    {
        if (step.Number != (before?.Number ?? 0) + 1 || step.FromState != before?.ToState)
        {
            return $"from {step.FromState ?? "nothing"} does not follow step {before?.Number ?? 0} to {before?.ToState ?? "nothing"}";
        }

        var applies = Enum.TryParse<ReservationFact>(step.Cause, out var cause)
            && Decide(before, step, cause) == FactOutcome.Apply
            && ReservationTable.NextOf(cause).Any(next => ReservationRow.NameOf(next) == step.ToState)
            && step.MessageId is null == (cause == ReservationFact.Served);
        return applies ? null : $"by {step.Cause} of attempt {step.PaymentAttempt} may not lead from {step.FromState ?? "nothing"} to {step.ToState}";
    }

    private static FactOutcome Decide(StepRow? before, StepRow step, ReservationFact cause)
    {
        var state = before is null ? ReservationState.Unknown : StateOf(before.ToState);
        var lastKnown = before?.PaymentAttempt ?? 0;
        if (ReservationTable.NamesAttempt(cause))
        {
            return ReservationTable.Decide(state, cause, ReservationTable.Relate(state, lastKnown, step.PaymentAttempt));
        }

        // A round begins with the attempts of the rounds before it; no other step without an attempt of its own changes their count.
        return before is null || step.PaymentAttempt == lastKnown ? ReservationTable.Decide(state, cause) : FactOutcome.Park;
    }

    private static IEnumerable<string> EndProblems(StepRow? last)
    {
        if (last is { Number: null })
        {
            yield return $"{last.Name} has no step at all";
        }
        else if (last is not null && (last.State, last.AttemptNow) != (last.ToState, last.PaymentAttempt))
        {
            yield return $"{last.Name} is {last.State} at attempt {last.AttemptNow}; its steps lead to {last.ToState} at attempt {last.PaymentAttempt}";
        }
    }

    private static ReservationState StateOf(string? name) =>
        Enum.TryParse<ReservationState>(name, ignoreCase: true, out var state) ? state : ReservationState.Unknown;

    private sealed record StepRow
    {
        public Guid ApplicationId { get; init; }

        public int Round { get; init; }

        public string State { get; init; } = "";

        public int AttemptNow { get; init; }

        public long? Number { get; init; }

        public string? FromState { get; init; }

        public string? Cause { get; init; }

        public int PaymentAttempt { get; init; }

        public string? ToState { get; init; }

        public Guid? MessageId { get; init; }

        public string Name => $"reservation {ApplicationId:D}/{Round}";
    }
}
