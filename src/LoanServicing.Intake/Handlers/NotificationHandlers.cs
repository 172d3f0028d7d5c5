using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Intake.Handlers;

/// <summary>
/// Facts of a loan that change nothing of its application, and of which its people are told. One that comes before the loan is known here waits for it, as
/// <see cref="LoanHandlers"/> do; nothing is said of the arrears of a loan that is not being repaid any more.
/// </summary>
internal static class NotificationHandlers
{
    /// <summary>Money that came, also for a loan that is settled or whose payment came back. A reversal is none that came.</summary>
    public static async Task OnReceivedAsync(RepaymentPosted fact, UnitOfWork unit, Notifier notifier)
    {
        if (fact.Amount.IsPositive && await ApplicationOfAsync(fact, fact.ApplicationId, fact.LoanId, unit) is { } row)
        {
            await notifier.TellBorrowerAsync(unit, row, Notice.Received(row, fact), fact.Header.BusinessDate);
        }
    }

    public static async Task OnFallingDueAsync(InstalmentFallingDue fact, UnitOfWork unit, Notifier notifier)
    {
        if (await ApplicationOfAsync(fact, fact.ApplicationId, fact.LoanId, unit) is { } row && IsBeingRepaid(row, fact.LoanId))
        {
            await notifier.TellBorrowerAsync(unit, row, Notice.DueSoon(row, fact), fact.Header.BusinessDate);
        }
    }

    public static async Task OnOverdueAsync(InstalmentOverdue fact, UnitOfWork unit, Notifier notifier)
    {
        if (await ApplicationOfAsync(fact, fact.ApplicationId, fact.LoanId, unit) is not { } row || !IsBeingRepaid(row, fact.LoanId))
        {
            return;
        }

        await notifier.TellBorrowerAsync(unit, row, Notice.Overdue(row, fact), fact.Header.BusinessDate);
        if (notifier.IsForGuarantors(fact))
        {
            await notifier.TellGuarantorsAsync(unit, row, Notice.OverdueToGuarantor(row, fact), fact.Header.BusinessDate);
        }
    }

    private static bool IsBeingRepaid(ApplicationRow row, Guid loanId) => row.Status == ApplicationState.Active && row.LoanId == loanId;

    /// <returns>Null where the loan is not known yet and the fact waits for it.</returns>
    /// <exception cref="FactRefusedException">There is no such application: the message is parked.</exception>
    private static async Task<ApplicationRow?> ApplicationOfAsync(IFact fact, Guid applicationId, Guid loanId, UnitOfWork unit)
    {
        var row = await ApplicationStore.FindAsync(unit, applicationId)
            ?? throw new FactRefusedException($"Application {applicationId}", "unknown", fact.GetType().Name);
        if (row.LoanId == loanId || (await ReturnedLoans.OfAsync(unit, applicationId)).Contains(loanId))
        {
            return row;
        }

        unit.WaitFor(LoanHandlers.WaitKeyOf(loanId));
        return null;
    }
}
