using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>What an applicant does after applying, or an officer in the applicant's name.</summary>
internal static class ApplicantCommands
{
    private const int LongestReason = 500;

    private static readonly string[] Unchangeable = ["nationalId", "tranche", "externalRef"];

    public static async Task<Answer> ResubmitAsync(CommandContext context)
    {
        var (change, problem) = await ApplicationAccess.OpenAsync(context, ApplicationAccess.ForActing, ApplicationCommand.Resubmit);
        if (change is null)
        {
            return problem!;
        }

        var row = change.Row;
        var content = new SubmissionReader(context.Body, row, context.Service<PoolAccount>()).Read();
        RefuseUnchangeable(context.Body, row);
        if (context.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (ApplicationAccess.ForActing(context.Caller, row with { County = content.County }) is { } denied)
        {
            return denied;
        }

        var changed = ChangedFields(row, content);
        change.Set(before => WithContent(before, content) with { Revision = before.Revision + 1, Outcome = null });
        change.Step(nameof(ApplicationCommand.Resubmit), ApplicationState.Submitted, null, new { changed, content.Amount });
        var predecessors = await Exposure.PredecessorsAsync(context.Unit, row.NationalId, row.Tranche, row.SubmissionNumber);
        change.Publish(header => SubmitApplication.Fact(header, change.Row, predecessors));
        await change.SaveAsync();
        await context.Service<Notifier>().TellBorrowerAsync(context.Unit, change.Row, Notice.Submitted(change.Row), context.BusinessDate);
        return Answer.Ok(new ApplicationStatus(change.Row.Status));
    }

    public static async Task<Answer> WithdrawAsync(CommandContext context)
    {
        var (change, problem) = await ApplicationAccess.OpenAsync(context, ApplicationAccess.ForActing, ApplicationCommand.Withdraw);
        var reason = context.Body.OptionalText("reason", LongestReason);
        if ((problem ?? context.Body.Problem) is { } refused)
        {
            return refused;
        }

        change!.Step(nameof(ApplicationCommand.Withdraw), ApplicationState.Withdrawn, reason, new { reason });
        await change.SaveAsync();
        return Answer.Ok(new ApplicationStatus(change.Row.Status));
    }

    private static void RefuseUnchangeable(RequestBody body, ApplicationRow row)
    {
        foreach (var field in Unchangeable.Where(body.Has))
        {
            var text = body.OptionalText(field);
            var same = field switch
            {
                "nationalId" => NationalId.TryParse(text, out var id) && id.Value == row.NationalId,
                "tranche" => text == row.Tranche,
                _ => text == row.ExternalRef,
            };
            if (!same)
            {
                body.AddError(
                    field,
                    "field.not-changeable",
                    "This field cannot change; withdraw this application and make another.",
                    "این فیلد قابل تغییر نیست؛ انصراف دهید و درخواست تازه‌ای ثبت کنید.");
            }
        }
    }

    private static IReadOnlyList<string> ChangedFields(ApplicationContent before, ApplicationContent after) =>
    [
        .. typeof(ApplicationContent).GetProperties()
            .Where(property => property.CanWrite && !Equals(property.GetValue(before), property.GetValue(after)))
            .Select(property => property.Name),
    ];

    private static ApplicationRow WithContent(ApplicationRow row, ApplicationContent content) => row with
    {
        FirstName = content.FirstName,
        LastName = content.LastName,
        BirthDate = content.BirthDate,
        Mobile = content.Mobile,
        PostalCode = content.PostalCode,
        PostalCodeOdd = content.PostalCodeOdd,
        Iban = content.Iban,
        Province = content.Province,
        County = content.County,
        Rural = content.Rural,
        IncomeDecile = content.IncomeDecile,
        PriorSupport = content.PriorSupport,
        SkillProof = content.SkillProof,
        MedicalReferral = content.MedicalReferral,
        BuildingPermit = content.BuildingPermit,
        Purpose = content.Purpose,
        Amount = content.Amount,
        Installments = content.Installments,
        Jobs = content.Jobs,
    };
}
