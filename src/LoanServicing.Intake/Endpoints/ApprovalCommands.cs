using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>What a second person is asked to confirm, as <c>GET /checks</c> shows it.</summary>
/// <param name="Revision">Of the application as it was looked at; another revision needs another approval.</param>
internal sealed record ApprovalAsked(Guid ApplicationId, int Revision, Rials AmountRials, int Installments, bool Referred);

/// <summary>
/// <c>POST /applications/{id}/approvals</c>. One officer or supervisor is enough up to the programme's limit, also for an application that
/// the same officer typed in for an applicant: the audit trail names both, and what needs four eyes is the amount and the referral.
/// </summary>
internal static class ApprovalCommands
{
    private const int LongestReason = 500;

    public static async Task<Answer> ApproveAsync(CommandContext context)
    {
        var (change, problem) = await ApplicationAccess.OpenAsync(context, ApplicationAccess.ForDecision, ApplicationCommand.Approve);
        if (change is null)
        {
            return problem!;
        }

        if (change.Row.PendingCheck is { } waiting)
        {
            return IntakeProblems.ApprovalWaiting(waiting);
        }

        var programme = context.Service<Programme>();
        var terms = ReadTerms(context, change.Row, programme.ProductFor(change.Row.Tranche, context.BusinessDate));
        var reason = ReadReason(context.Body, change.Row);
        if (context.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (terms.NeedSecondPerson(change.Row.IsReferred, programme.SecondApproverAbove))
        {
            return await AskSecondPersonAsync(context, change, terms, reason);
        }

        await ApproveAsync(
            change, ApplicationCommand.Approve, terms, NewApproval(change, context.Caller.Subject, null, reason, programme), context.Service<Notifier>());
        return Answer.Ok(new ApplicationStatus(change.Row.Status));
    }

    /// <summary>Takes the step, keeps who approved what, asks for the funds, and has the borrower told.</summary>
    public static async Task ApproveAsync(
        ApplicationChange change, ApplicationCommand command, ApprovalTerms terms, ApprovalRow approval, Notifier notifier)
    {
        change.Set(row => row with { ApprovedAmount = terms.Amount, ApprovedInstallments = terms.Installments, ReservationRound = 1 });
        change.Step(command.ToString(), ApplicationState.Approved, approval.Reason, new
        {
            requested = change.Row.Amount, terms.Amount, terms.Installments, approval.Referred, approval.OnePersonLimit, approval.ApprovedBy,
            change.Row.EnteredBy,
        });
        await ApprovalStore.AddAsync(change.Unit, approval with { Amount = terms.Amount, Installments = terms.Installments });
        AskForFunds(change);
        await change.SaveAsync();
        await notifier.TellBorrowerAsync(change.Unit, change.Row, Notice.Decided(change.Row, TemplateKeys.Approved), change.BusinessDate);
    }

    /// <summary>Publishes the approval for the reservation round that now stands.</summary>
    public static void AskForFunds(ApplicationChange change)
    {
        var row = change.Row;
        change.Publish(header => new ApplicationApproved(
            header, row.ApplicationId, row.ReservationRound, row.Borrower, row.CurrentAmount, row.CurrentInstallments));
    }

    public static ApprovalRow NewApproval(
        ApplicationChange change, string approvedBy, string? secondPerson, string? reason, Programme programme) => new()
    {
        ApplicationId = change.Row.ApplicationId,
        Revision = change.Row.Revision,
        Referred = change.Row.IsReferred,
        OnePersonLimit = programme.SecondApproverAbove,
        ApprovedBy = approvedBy,
        SecondPerson = secondPerson,
        Reason = reason,
        ApprovedAt = change.Unit.Now,
        ApprovedOn = change.BusinessDate,
    };

    private static async Task<Answer> AskSecondPersonAsync(CommandContext context, ApplicationChange change, ApprovalTerms terms, string? reason)
    {
        var row = change.Row;
        var asked = new ApprovalAsked(row.ApplicationId, row.Revision, terms.Amount, terms.Installments, row.IsReferred);
        var about = new CheckSubject(row.ApplicationId.ToString("D"), row.County, row.NationalId);
        var requestId = await CheckRequests.AskAsync(
            context.Unit, SecondApproval.KindName, about, asked, reason, context.Caller, context.BusinessDate);
        change.Set(before => before with { PendingCheck = requestId });
        change.Step(nameof(ApplicationCommand.RequestSecondApproval), row.Status, reason, asked);
        await change.SaveAsync();
        return Answer.Accepted(new CheckAsked(requestId));
    }

    private static ApprovalTerms ReadTerms(CommandContext context, ApplicationRow row, LoanProduct product)
    {
        var amount = context.Body.OptionalRials("amountRials") ?? row.Amount;
        var installments = context.Body.OptionalInt("installments", 1, Domain.Schedules.LoanTerms.MaxInstallments) ?? row.Installments;
        var terms = new ApprovalTerms(amount, installments);
        if (context.Body.Problem is null)
        {
            ApprovalProblems.Report(context.Body, terms.Problems(row.Amount, product), product);
        }

        return terms;
    }

    private static string? ReadReason(RequestBody body, ApplicationRow row) =>
        row.IsReferred ? body.RequiredText("reason", LongestReason) : body.OptionalText("reason", LongestReason);
}
