using LoanServicing.Domain;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>
/// <c>POST /notifications/{id}/sending</c>: a person has seen to what was wrong. The text keeps its id, so that a gateway which has it after all does not
/// send it twice; it goes to the mobile that the person has now.
/// </summary>
internal static class SendNotificationAgain
{
    /// <summary>How the audit trail names it.</summary>
    public const string Action = "notification.sent-again";

    private const string SubjectType = "notification";
    private const int LongestReason = 500;

    public static async Task<Answer> HandleAsync(CommandContext context)
    {
        var reason = context.Body.RequiredText("reason", LongestReason);
        if (context.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (context.RouteId("id") is not { } id || await NotificationStore.FindAsync(context.Unit, id) is not { } row)
        {
            return NoSuchNotification;
        }

        if (!context.Caller.MaySeeCounty(row.County))
        {
            return ApiProblem.OutsideCounties;
        }

        if (row.Status is not (NotificationStatus.Refused or NotificationStatus.Failed))
        {
            return WrongState(row.Status);
        }

        if (await MobileOfAsync(context, row) is not { } mobile)
        {
            return NoMobile(row.Status);
        }

        await NotificationStore.QueueAgainAsync(context.Unit, row, mobile);
        context.Unit.Record(new AuditEntry(
            context.Caller.Subject, Action, SubjectType, id.ToString("D"), context.BusinessDate,
            new { row.ApplicationId, row.Event, row.Recipient, before = row.Status, because = row.Reason, reason }));
        return Answer.Ok(new NotificationSending(id, NotificationStatus.Queued));
    }

    private static async Task<string?> MobileOfAsync(CommandContext context, NotificationRow row) =>
        row.Recipient == NotificationRecipients.Borrower
            ? (await ApplicationStore.FindAsync(context.Unit, row.ApplicationId))?.Mobile
            : (await GuarantorMobiles.OfAsync(context.Unit, row.ApplicationId)).FirstOrDefault(guarantor => guarantor.Number == row.RecipientNumber)?.Mobile;

    private static ApiProblem NoSuchNotification { get; } = ApiProblem.NotFound("notification", "پیام");

    private static ApiProblem WrongState(string status) => ApiProblem.WrongState("notification.wrong-state", status, new Bilingual(
        $"A text that is {status} is not sent again; only one that failed or was refused is.",
        "فقط پیامی که ناموفق بوده یا پذیرفته نشده است دوباره فرستاده می‌شود."));

    private static ApiProblem NoMobile(string status) => ApiProblem.WrongState("notification.no-mobile", status, new Bilingual(
        "No mobile of this person is known any more, so there is nowhere to send it.",
        "شمارهٔ همراهی از این شخص در دست نیست."));
}
