using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>The second pair of eyes: a supervisor, never the one who asked.</summary>
internal static class SecondApproval
{
    public const string KindName = "application.approval";

    public static CheckKind Kind(Programme programme, Notifier notifier) =>
        new(KindName, [Roles.Supervisor], check => ConfirmAsync(check, programme, notifier), DeclineAsync);

    private static async Task<Answer> ConfirmAsync(CheckContext check, Programme programme, Notifier notifier)
    {
        var asked = check.Request.PayloadAs<ApprovalAsked>();
        var row = await ApplicationStore.FindAsync(check.Unit, asked.ApplicationId);
        if (ApplicationAccess.ForDecision(check.Checker, row) is { } denied)
        {
            return denied;
        }

        var decision = ApplicationTable.For(row!.Status, ApplicationCommand.ConfirmSecondApproval);
        if (decision.IsRefused)
        {
            return IntakeProblems.WrongState(decision);
        }

        if (row.PendingCheck != check.Request.RequestId || row.Revision != asked.Revision)
        {
            return IntakeProblems.ChangedSinceAsked(row.Status);
        }

        var terms = new ApprovalTerms(asked.AmountRials, asked.Installments);
        if (terms.Problems(row.Amount, programme.ProductFor(row.Tranche, check.BusinessDate)).Count > 0)
        {
            return IntakeProblems.ChangedSinceAsked(row.Status);
        }

        var change = new ApplicationChange(check.Unit, row with { PendingCheck = null }, check.Checker.Subject, check.BusinessDate);
        await ApprovalCommands.ApproveAsync(
            change, ApplicationCommand.ConfirmSecondApproval, terms,
            ApprovalCommands.NewApproval(change, check.Request.Maker, check.Checker.Subject, check.Request.Reason, programme), notifier);
        return Answer.Ok(new ApplicationStatus(change.Row.Status));
    }

    private static async Task DeclineAsync(CheckContext check)
    {
        var row = await ApplicationStore.FindAsync(check.Unit, check.Request.PayloadAs<ApprovalAsked>().ApplicationId);
        if (row?.PendingCheck != check.Request.RequestId)
        {
            return;
        }

        var change = new ApplicationChange(check.Unit, row with { PendingCheck = null }, check.Checker.Subject, check.BusinessDate);
        change.Step(
            nameof(ApplicationCommand.DeclineSecondApproval), row.Status, check.Request.CheckReason,
            new { check.Request.RequestId, check.Request.Maker });
        await change.SaveAsync();
    }
}
