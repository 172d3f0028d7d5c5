using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>
/// Who may see and touch which application. What an applicant may not see does not exist for them; staff are told that it lies outside
/// their counties.
/// </summary>
internal static class ApplicationAccess
{
    /// <summary>To read: the applicant, or staff of the county.</summary>
    public static ApiProblem? ForReading(Caller caller, ApplicationRow? row) =>
        ForApplicantOr(caller, row, Roles.Officer, Roles.Supervisor, Roles.Auditor);

    /// <summary>To act for the applicant: the applicant, or who decides in the county.</summary>
    public static ApiProblem? ForActing(Caller caller, ApplicationRow? row) =>
        ForApplicantOr(caller, row, Roles.Officer, Roles.Supervisor);

    /// <summary>For staff of the county who decide; nobody decides on their own application.</summary>
    public static ApiProblem? ForDecision(Caller caller, ApplicationRow? row)
    {
        if (row is null)
        {
            return IntakeProblems.NoSuchApplication;
        }

        if (!caller.MaySeeCounty(row.County))
        {
            return ApiProblem.OutsideCounties;
        }

        return caller.IsPerson(row.NationalId) ? IntakeProblems.OwnApplication : null;
    }

    /// <summary>Finds the application of the route and asks the table; the refusal of either, or the change to make.</summary>
    public static async Task<(ApplicationChange? Change, ApiProblem? Problem)> OpenAsync(
        CommandContext context, Func<Caller, ApplicationRow?, ApiProblem?> access, ApplicationCommand command)
    {
        var row = await ApplicationStore.FindAsync(context.Unit, context.Route("id"));
        if (access(context.Caller, row) is { } denied)
        {
            return (null, denied);
        }

        if (EntityVersion.Stale(context.Http, row!.Version) is { } stale)
        {
            return (null, stale);
        }

        var decision = ApplicationTable.For(row.Status, command);
        return decision.IsRefused
            ? (null, IntakeProblems.WrongState(decision))
            : (new ApplicationChange(context.Unit, row, context.Caller.Subject, context.BusinessDate), null);
    }

    private static ApiProblem? ForApplicantOr(Caller caller, ApplicationRow? row, params string[] roles)
    {
        if (row is null)
        {
            return IntakeProblems.NoSuchApplication;
        }

        if (caller.IsApplicant(row.NationalId))
        {
            return null;
        }

        if (!caller.HasAny(roles))
        {
            return IntakeProblems.NoSuchApplication;
        }

        return caller.MaySeeCounty(row.County) ? null : ApiProblem.OutsideCounties;
    }
}
