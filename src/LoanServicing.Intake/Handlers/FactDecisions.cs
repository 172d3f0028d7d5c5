using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Intake.Handlers;

/// <summary>Does with a fact what the table says (rule R10). The handlers differ only in what applying means.</summary>
internal static class FactDecisions
{
    /// <param name="cause">The table's name of the fact.</param>
    /// <param name="apply">Takes the step into the new state and what goes with it.</param>
    /// <param name="waitKey">What the fact waits for, where the table may say so.</param>
    public static async Task FollowAsync(
        this ApplicationChange change,
        FactDecision decision,
        IFact fact,
        ApplicationFact cause,
        Func<ApplicationState, Task> apply,
        string? waitKey = null)
    {
        switch (decision.Outcome)
        {
            case FactOutcome.AlreadyDone or FactOutcome.Stale:
                return;
            case FactOutcome.Apply:
                await apply(decision.NewState!.Value);
                await change.SaveAsync();
                return;
            case FactOutcome.Compensate:
                change.Step(cause.ToString(), change.Row.Status, "Held for a closed application; to be released.", new { fact = Named(fact) });
                await change.SaveAsync();
                return;
            case FactOutcome.Wait when waitKey is not null:
                change.Unit.WaitFor(waitKey);
                return;
            default:
                throw new FactRefusedException($"Application {change.Row.ApplicationId}", change.Row.State, Named(fact));
        }
    }

    private static string Named(IFact fact) => $"{fact.GetType().Name} {fact.Header.MessageId}";
}
