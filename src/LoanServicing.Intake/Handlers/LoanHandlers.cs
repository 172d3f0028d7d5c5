using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Handlers;

/// <summary>The loan exists, or is repaid.</summary>
internal static class LoanHandlers
{
    private const string Publisher = "repayment";

    public static string WaitKeyOf(Guid loanId) => $"loan:{loanId:N}";

    public static async Task OnOpenedAsync(LoanOpened fact, UnitOfWork unit, Notifier notifier)
    {
        var change = await ApplicationChange.OfFactAsync(unit, fact, fact.ApplicationId, Publisher);
        var decision = (await change.ApplicationAsync()).DecideLoan(ApplicationFact.LoanOpened, fact.LoanId);
        await change.FollowAsync(decision, fact, ApplicationFact.LoanOpened, state =>
        {
            change.Set(row => row with { LoanId = fact.LoanId });
            change.Step(
                nameof(ApplicationFact.LoanOpened), state, null, new { fact.LoanId, fact.Principal, fact.ValueDate, fact.FirstDue });
            unit.Arrived(WaitKeyOf(fact.LoanId));
            return notifier.TellBorrowerAsync(unit, change.Row, Notice.PaidOut(change.Row, fact), change.BusinessDate);
        });
    }

    public static async Task OnSettledAsync(LoanSettled fact, UnitOfWork unit, Notifier notifier)
    {
        var change = await ApplicationChange.OfFactAsync(unit, fact, fact.ApplicationId, Publisher);
        var decision = (await change.ApplicationAsync()).DecideLoan(ApplicationFact.LoanSettled, fact.LoanId);
        await change.FollowAsync(
            decision,
            fact,
            ApplicationFact.LoanSettled,
            state =>
            {
                change.Step(nameof(ApplicationFact.LoanSettled), state, null, new { fact.LoanId, fact.SettledOn });
                return notifier.TellBorrowerAsync(unit, change.Row, Notice.Settled(change.Row, fact), change.BusinessDate);
            },
            WaitKeyOf(fact.LoanId));
    }
}
