using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Notifications;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>Rejection and return: one officer decides, and says why to the applicant.</summary>
internal static class OfficerDecisions
{
    private const int LongestReason = 1000;

    public static Task<Answer> RejectAsync(CommandContext context) => DecideAsync(context, ApplicationCommand.Reject, "reason", TemplateKeys.Rejected);

    public static Task<Answer> ReturnAsync(CommandContext context) => DecideAsync(context, ApplicationCommand.Return, "questions", TemplateKeys.Returned);

    private static async Task<Answer> DecideAsync(CommandContext context, ApplicationCommand command, string field, string template)
    {
        var text = context.Body.RequiredText(field, LongestReason);
        if (context.Body.Problem is { } malformed)
        {
            return malformed;
        }

        var (change, problem) = await ApplicationAccess.OpenAsync(context, ApplicationAccess.ForDecision, command);
        if (change is null)
        {
            return problem!;
        }

        var state = ApplicationTable.For(change.Row.Status, command).NewState!.Value;
        change.Step(command.ToString(), state, text, new { change.Row.Outcome });
        await change.SaveAsync();
        await context.Service<Notifier>().TellBorrowerAsync(context.Unit, change.Row, Notice.Decided(change.Row, template), context.BusinessDate);
        return Answer.Ok(new ApplicationStatus(state));
    }
}
