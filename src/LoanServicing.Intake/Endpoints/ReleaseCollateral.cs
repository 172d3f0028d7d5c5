using LoanServicing.Contracts;
using LoanServicing.Domain.Calendar;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>
/// <c>POST /applications/{id}/collateral/release</c>: an officer has handed back what was pledged. It may be once the application is closed, never while
/// the loan is owed; what was handed back before a loan was reopened stays so.
/// </summary>
internal static class ReleaseCollateral
{
    private const int LongestReason = 500;

    public static async Task<Answer> HandleAsync(CommandContext context)
    {
        var row = await ApplicationStore.FindAsync(context.Unit, context.Route("id"));
        var handedTo = context.Body.RequiredText("handedTo");
        var reason = context.Body.OptionalText("reason", LongestReason);
        if ((ApplicationAccess.ForDecision(context.Caller, row) ?? context.Body.Problem) is { } refused)
        {
            return refused;
        }

        var items = (await CollateralStore.OfAsync(context.Unit, row!.ApplicationId)).Where(item => item.CanBeReleased).ToList();
        if (items.Count == 0)
        {
            return IntakeProblems.NothingToRelease(row.Status);
        }

        var (unit, date) = (context.Unit, context.BusinessDate);
        await CollateralStore.ReleaseAsync(unit, row.ApplicationId, date, handedTo, reason);
        unit.Record(new AuditEntry(
            context.Caller.Subject, CollateralStore.ReleasedAction, ApplicationChange.SubjectType, row.ApplicationId.ToString("D"), date,
            new { handedTo, reason, releasedOn = date, items = items.Select(item => new { place = item.Number, item.Kind, number = item.DocumentNumber, item.Amount }) }));
        var change = new ApplicationChange(unit, row, context.Caller.Subject, date);
        change.Publish(header => new CollateralReleased(header, row.ApplicationId, row.LoanId, items.Count, date));
        await change.SaveAsync();
        return Answer.Ok(new CollateralReleaseView(row.ApplicationId, items.Count, date, date.ToPersian(), handedTo, reason));
    }
}
