using System.Security.Cryptography;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Intake.Endpoints;

/// <param name="TrackingCode">Nine digits in three groups; what the applicant keeps.</param>
public sealed record ApplicationAccepted(Guid ApplicationId, string TrackingCode, ApplicationState Status);

/// <summary><c>POST /applications</c>: reads, numbers, stores and tells an application.</summary>
internal static class SubmitApplication
{
    /// <summary>Draws of a tracking code before giving up; with a million codes given out, ten misses are a broken generator.</summary>
    private const int MostDraws = 10;

    public static async Task<Answer> HandleAsync(CommandContext context)
    {
        var content = new SubmissionReader(context.Body, null, context.Service<PoolAccount>()).Read();
        if (context.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (MayNot(context.Caller, content) is { } denied)
        {
            return denied;
        }

        if (content.ExternalRef is { } reference && await ExternalReferences.FindAsync(context.Unit, reference) is { } first)
        {
            return SubmissionHash.IsOf(first.ContentHash, content)
                ? Answer.Ok(FactJson.Read<ApplicationAccepted>(first.Answer))
                : IntakeProblems.ExternalRefReused;
        }

        var accepted = await SubmitAsync(context, content);
        return Answer.Created(accepted, $"{PlatformApplication.ApiPrefix}/applications/{accepted.ApplicationId}");
    }

    /// <summary>The fact that Eligibility assesses, of a first submission or a later revision.</summary>
    public static ApplicationSubmitted Fact(FactHeader header, ApplicationRow row, IReadOnlyList<Predecessor> predecessors) => new(
        header, row.ApplicationId, row.Revision, row.SubmissionNumber, predecessors, row.NationalId, row.BirthDate, row.Province, row.County,
        row.Rural, row.IncomeDecile, row.PriorSupport, row.SkillProof, row.MedicalReferral, row.BuildingPermit, row.Tranche, row.Amount,
        row.Installments);

    private static ApiProblem? MayNot(Caller caller, ApplicationContent content)
    {
        if (caller.IsApplicant(content.NationalId))
        {
            return null;
        }

        if (!caller.Has(Roles.Officer))
        {
            return IntakeProblems.NotYourOwn;
        }

        return caller.MaySeeCounty(content.County) ? null : ApiProblem.OutsideCounties;
    }

    private static async Task<ApplicationAccepted> SubmitAsync(CommandContext context, ApplicationContent content)
    {
        var unit = context.Unit;
        var number = await Exposure.NextNumberAsync(unit, content.NationalId, content.Tranche);
        var code = await DrawTrackingCodeAsync(unit);
        var row = new ApplicationRow(content)
        {
            ApplicationId = Guid.CreateVersion7(),
            TrackingCode = code.Digits,
            FactSequence = 1,
            State = nameof(ApplicationState.Submitted),
            Revision = 1,
            SubmissionNumber = number,
            EnteredBy = context.Caller.Subject,
            SubmittedAt = unit.Now,
            SubmittedOn = context.BusinessDate,
        };
        var predecessors = await Exposure.PredecessorsAsync(unit, row.NationalId, row.Tranche, number);
        await ApplicationStore.InsertAsync(unit, row);
        await RecordAsync(unit, row, predecessors);
        await context.Service<Notifier>().TellBorrowerAsync(unit, row, Notice.Submitted(row), context.BusinessDate);
        unit.Publish(Fact(unit.Header(Streams.Application, row.ApplicationId, row.FactSequence, context.BusinessDate), row, predecessors));
        var accepted = new ApplicationAccepted(row.ApplicationId, code.ToString(), row.Status);
        await KeepReferenceAsync(unit, content, accepted);
        return accepted;
    }

    private static async Task RecordAsync(UnitOfWork unit, ApplicationRow row, IReadOnlyList<Predecessor> predecessors)
    {
        await TransitionStore.AddAsync(unit, new TransitionRow
        {
            ApplicationId = row.ApplicationId,
            Number = 1,
            ToState = row.State,
            Cause = TransitionRow.Submit,
            Actor = row.EnteredBy,
            At = unit.Now,
            BusinessDate = row.SubmittedOn,
        });
        unit.Record(new AuditEntry(
            row.EnteredBy, ApplicationChange.ActionOf(TransitionRow.Submit), ApplicationChange.SubjectType, row.ApplicationId.ToString("D"),
            row.SubmittedOn,
            new { to = row.State, row.Revision, inputs = new { row.Tranche, row.Amount, row.Installments, row.SubmissionNumber, predecessors } }));
    }

    private static Task KeepReferenceAsync(UnitOfWork unit, ApplicationContent content, ApplicationAccepted accepted) =>
        content.ExternalRef is not { } reference
            ? Task.CompletedTask
            : ExternalReferences.AddAsync(unit, new ExternalReferenceRow
            {
                ExternalRef = reference,
                ContentHash = SubmissionHash.Of(content),
                Answer = FactJson.Write(accepted),
            });

    private static async Task<TrackingCode> DrawTrackingCodeAsync(UnitOfWork unit)
    {
        for (var draw = 0; draw < MostDraws; draw++)
        {
            var code = TrackingCode.FromSerial(RandomNumberGenerator.GetInt32(TrackingCode.FirstSerial, TrackingCode.EndOfSerials));
            if (!await ApplicationStore.HasTrackingCodeAsync(unit, code.Digits))
            {
                return code;
            }
        }

        throw new InvalidOperationException($"No free tracking code in {MostDraws} draws.");
    }
}
