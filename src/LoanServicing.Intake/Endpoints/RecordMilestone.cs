using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>
/// <c>POST /applications/{id}/milestones</c>: an officer records how the business of an employment loan fares. A deviation calls nothing in by itself:
/// that is a decision of other people about the loan, to which the answer leads.
/// </summary>
internal static class RecordMilestone
{
    private const int LongestNote = 500;

    public static async Task<Answer> HandleAsync(CommandContext context)
    {
        var row = await ApplicationStore.FindAsync(context.Unit, context.Route("id"));
        var (milestone, inspector, note) = Read(context.Body);
        if ((ApplicationAccess.ForDecision(context.Caller, row) ?? context.Body.Problem) is { } refused)
        {
            return refused;
        }

        if (row!.Tranche != Tranches.Employment)
        {
            return MilestoneProblems.NotEmployment(row.Status);
        }

        if (row is not { LoanId: { } loanId, PaidOutOn: { } paidOutOn } || !Milestones.CanBeRecorded(row.Status))
        {
            return MilestoneProblems.NotPaidOut(row.Status);
        }

        var others = await MilestoneStore.OfAsync(context.Unit, row.ApplicationId);
        var ofLoan = others.Where(other => other.LoanId == loanId).Select(other => other.Milestone);
        if (Milestones.ProblemOf(milestone, ofLoan, paidOutOn, context.BusinessDate) is { } problem)
        {
            return MilestoneProblems.Of(problem, milestone, row.Status, paidOutOn, context.BusinessDate);
        }

        var recorded = new MilestoneRow
        {
            ApplicationId = row.ApplicationId,
            Number = others.Count + 1,
            LoanId = loanId,
            Kind = Milestones.NameOf(milestone.Kind),
            ReachedOn = milestone.On,
            Inspector = inspector,
            Note = note,
            RecordedBy = context.Caller.Subject,
            RecordedAt = context.Unit.Now,
            RecordedOn = context.BusinessDate,
        };
        await SaveAsync(context, row, recorded, others);
        var self = $"{PlatformApplication.ApiPrefix}/applications/{row.ApplicationId}/milestones";
        return Answer.Created(new MilestoneRecordedView(row.ApplicationId, MilestoneView.Of(recorded), Links(self, recorded)), self);
    }

    private static (Milestone Milestone, string? Inspector, string? Note) Read(RequestBody body)
    {
        var name = body.RequiredText("kind");
        if (!Milestones.TryParse(name, out var kind) && name.Length > 0)
        {
            body.AddError(
                "kind", MilestoneProblems.KindUnknown, $"Choose from {string.Join(", ", Milestones.Names)}.",
                $"یکی از این‌ها را بفرستید: {string.Join("، ", Milestones.Names)}.");
        }

        return (
            new Milestone(kind, body.RequiredIsoDate("on")),
            Milestones.NeedsInspector(kind) ? body.RequiredText("inspector") : body.OptionalText("inspector"),
            Milestones.NeedsNote(kind) ? body.RequiredText("note", LongestNote) : body.OptionalText("note", LongestNote));
    }

    private static async Task SaveAsync(CommandContext context, ApplicationRow row, MilestoneRow recorded, IReadOnlyList<MilestoneRow> others)
    {
        await MilestoneStore.AddAsync(context.Unit, row, recorded, others);
        context.Unit.Record(new AuditEntry(
            context.Caller.Subject, MilestoneStore.RecordedAction, ApplicationChange.SubjectType, row.ApplicationId.ToString("D"), context.BusinessDate,
            new { recorded.Number, recorded.LoanId, recorded.Kind, on = recorded.ReachedOn, recorded.Inspector, recorded.Note, recorded.RecordedOn }));
        var change = new ApplicationChange(context.Unit, row, context.Caller.Subject, context.BusinessDate);
        change.Publish(header => new MilestoneRecorded(
            header, row.ApplicationId, recorded.LoanId, recorded.Kind, recorded.ReachedOn, row.Tranche, row.County));
        await change.SaveAsync();
    }

    private static IReadOnlyList<Link> Links(string self, MilestoneRow recorded) =>
    [
        new("self", "GET", self),
        .. recorded.Milestone.Kind == MilestoneKind.Deviated
            ? [new Link("call-in", "POST", $"{PlatformApplication.ApiPrefix}/loans/{recorded.LoanId}/plan-changes")]
            : Array.Empty<Link>(),
    ];
}
