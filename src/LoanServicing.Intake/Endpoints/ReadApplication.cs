using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Intake.Endpoints;

/// <summary><c>GET /applications/{id or tracking code}</c>.</summary>
internal static class ReadApplication
{
    private static readonly ApplicationState[] WithReason =
    [
        ApplicationState.Ineligible, ApplicationState.Returned, ApplicationState.Rejected, ApplicationState.Withdrawn,
        ApplicationState.Waitlisted, ApplicationState.DisbursementFailed,
    ];

    public static async Task<IResult> HandleAsync(HttpContext http, string id)
    {
        var caller = Caller.Of(http);
        var persian = ApiResults.PrefersPersian(http);
        var found = await http.Database(IntakeService.Name).ReadAsync(connection => LoadAsync(connection, id), http.RequestAborted);
        if (ApplicationAccess.ForReading(caller, found?.Row) is { } denied)
        {
            return ApiResults.Problem(denied);
        }

        EntityVersion.Show(http, found!.Row.Version);
        var reservedUntil = ReservedUntil(found.Row, http.RequestServices.GetRequiredService<Programme>());
        return ApiResults.Ok(View(found, reservedUntil, caller, persian));
    }

    private static async Task<Found?> LoadAsync(DbConnection connection, string id)
    {
        if (await ApplicationStore.FindAsync(connection, id) is not { } row)
        {
            return null;
        }

        var steps = await connection.QueryAsync<TransitionRow>(TransitionStore.SelectOfApplication, new { applicationId = row.ApplicationId });
        var assessment = await connection.QuerySingleOrDefaultAsync<AssessmentRow>(
            AssessmentStore.SelectOfRevision, new { applicationId = row.ApplicationId, revision = row.Revision });
        return new Found(row, [.. steps], assessment);
    }

    private static LocalDate? ReservedUntil(ApplicationRow row, Programme programme) =>
        row is { Status: ApplicationState.FundsReserved, ReservedOn: { } reservedOn } ? programme.ReservedUntil(reservedOn) : null;

    private static ApplicationView View(Found found, LocalDate? reservedUntil, Caller caller, bool persian)
    {
        var row = found.Row;
        _ = TrackingCode.TryParse(row.TrackingCode, out var code);
        return new ApplicationView(
            row.ApplicationId, code.ToString(), row.Status, ApplicationTexts.NameOf(row.Status).In(persian), row.Revision, row.ExternalRef,
            Applicant(row), row.Province, row.County, row.Rural, row.IncomeDecile, row.Tranche, row.Purpose, row.Jobs,
            row.CurrentAmount, row.Amount, row.CurrentInstallments, row.Installments, row.SubmittedOn, row.SubmittedOn.ToPersian(),
            reservedUntil, reservedUntil.ToPersian(), Eligibility(found.Assessment, persian), Reason(found, persian), Timeline(found.Steps, persian), row.LoanId, row.PendingCheck,
            Flags(row), ApplicationLinks.Of(row, caller));
    }

    private static IReadOnlyList<string> Flags(ApplicationRow row) =>
    [
        .. row.PostalCodeOdd ? ["postal-code"] : Array.Empty<string>(),
        .. IranianBanks.Knows(Sheba.Parse(row.Iban).BankCode) ? Array.Empty<string>() : ["iban-bank"],
    ];

    private static ApplicantView Applicant(ApplicationRow row) => new(
        row.NationalId, row.FirstName, row.LastName, row.BirthDate, row.BirthDate.ToPersian(), row.Mobile, row.PostalCode,
        Sheba.Parse(row.Iban).Masked, row.PriorSupport, row.SkillProof, row.MedicalReferral, row.BuildingPermit);

    private static EligibilityView? Eligibility(AssessmentRow? assessment, bool persian) => assessment is null
        ? null
        : new EligibilityView(
            assessment.Outcome, assessment.RuleSetVersion, assessment.AssessedOn, assessment.AssessedOn.ToPersian(),
            [.. assessment.Reports.Select(rule => new RuleView(rule.Id, rule.Passed, rule.Inputs, persian ? rule.MessageFa : rule.MessageEn))]);

    private static string? Reason(Found found, bool persian)
    {
        if (!WithReason.Contains(found.Row.Status))
        {
            return null;
        }

        if (found.Row.Status == ApplicationState.Ineligible && found.Assessment is { } assessment)
        {
            return string.Join(" ", assessment.Reports
                .Where(rule => !rule.Passed && !rule.Refers)
                .Select(rule => persian ? rule.MessageFa : rule.MessageEn));
        }

        var into = found.Steps.LastOrDefault(step => step.ToState == found.Row.State && step.FromState != step.ToState);
        return into is null ? null : (ApplicationTexts.ReasonOf(into) ?? ApplicationTexts.Describe(into)).In(persian);
    }

    // A release told again to Funding is between the services; people have nothing to do with it.
    private static IReadOnlyList<TimelineEntry> Timeline(IReadOnlyList<TransitionRow> steps, bool persian) =>
    [
        .. steps.Where(IsToBeTold)
            .Select(step => new TimelineEntry(
                step.At, step.BusinessDate, step.BusinessDate.ToPersian(), Enum.Parse<ApplicationState>(step.ToState),
                ApplicationTexts.Describe(step).In(persian))),
    ];

    /// <summary>What a fact leaves as it was is the services' business; but that money came back is the borrower's too.</summary>
    private static bool IsToBeTold(TransitionRow step) =>
        step.FromState != step.ToState
        || !Enum.TryParse<ApplicationFact>(step.Cause, out var fact)
        || fact == ApplicationFact.DisbursementReturned;

    private sealed record Found(ApplicationRow Row, IReadOnlyList<TransitionRow> Steps, AssessmentRow? Assessment);
}
