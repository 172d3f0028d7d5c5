using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Handlers;

/// <summary>The loan exists, is repaid, is owed again, or is written off.</summary>
internal static class LoanHandlers
{
    private const string Publisher = "repayment";

    public static string WaitKeyOf(Guid loanId) => $"loan:{loanId:N}";

    public static Task OnOpenedAsync(LoanOpened fact, UnitOfWork unit, Notifier notifier) => HearAsync(
        unit, fact, fact.ApplicationId, fact.LoanId, ApplicationFact.LoanOpened, new { fact.LoanId, fact.Principal, fact.ValueDate, fact.FirstDue }, change =>
        {
            change.Set(row => row with { PaidOutOn = fact.ValueDate });
            unit.Arrived(WaitKeyOf(fact.LoanId));
            return notifier.TellBorrowerAsync(unit, change.Row, Notice.PaidOut(change.Row, fact), change.BusinessDate);
        });

    public static Task OnSettledAsync(LoanSettled fact, UnitOfWork unit, Notifier notifier) => HearAsync(
        unit, fact, fact.ApplicationId, fact.LoanId, ApplicationFact.LoanSettled, new { fact.LoanId, fact.SettledOn },
        change => notifier.TellBorrowerAsync(unit, change.Row, Notice.Settled(change.Row, fact), change.BusinessDate));

    public static Task OnReopenedAsync(LoanReopened fact, UnitOfWork unit) => HearAsync(
        unit, fact, fact.ApplicationId, fact.LoanId, ApplicationFact.LoanReopened, new { fact.LoanId }, Nobody);

    public static Task OnWrittenOffAsync(LoanWrittenOff fact, UnitOfWork unit) => HearAsync(
        unit, fact, fact.ApplicationId, fact.LoanId, ApplicationFact.LoanWrittenOff, new { fact.LoanId, fact.WrittenOffOn }, Nobody);

    /// <param name="then">What goes with the step, and who is told.</param>
    private static async Task HearAsync(
        UnitOfWork unit, IFact fact, Guid applicationId, Guid loanId, ApplicationFact kind, object details, Func<ApplicationChange, Task> then)
    {
        var change = await ApplicationChange.OfFactAsync(unit, fact, applicationId, Publisher);
        var decision = (await change.ApplicationAsync()).DecideLoan(kind, loanId, fact.Header.Sequence);
        if (decision.Outcome is FactOutcome.Apply or FactOutcome.AlreadyDone)
        {
            change.Set(row => row with { LoanId = loanId, LoanSequence = Math.Max(row.LoanSequence ?? 0, fact.Header.Sequence) });
        }

        if (decision.Outcome == FactOutcome.AlreadyDone)
        {
            await change.SaveAsync(); // nothing happens, but what it overtook is past from now on
            return;
        }

        await change.FollowAsync(
            decision,
            fact,
            kind,
            state =>
            {
                change.Step(kind.ToString(), state, null, details);
                return then(change);
            },
            WaitKeyOf(loanId));
    }

    private static Task Nobody(ApplicationChange change) => Task.CompletedTask;
}
