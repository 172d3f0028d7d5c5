using System.ComponentModel.DataAnnotations;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Calendar;
using LoanServicing.Intake.Store;
using NodaTime;

namespace LoanServicing.Intake.Endpoints;

/// <summary>A milestone to be recorded.</summary>
/// <param name="On">ISO date, not before paying out and not after the business date.</param>
/// <param name="Inspector">Who was there; needed for <c>inspected</c> and <c>deviated</c>.</param>
/// <param name="Note">What was found; needed for <c>deviated</c>.</param>
public sealed record MilestoneRequest(
    [property: AllowedValues("established", "inOperation", "inspected", "deviated")] string Kind, LocalDate On, string? Inspector, string? Note);

/// <summary>A milestone as recorded.</summary>
/// <param name="On">The business date on which it was reached or seen.</param>
/// <param name="RecordedOn">The business date of the recording.</param>
public sealed record MilestoneView(
    string Kind, LocalDate On, string OnPersian, string? Inspector, string? Note, Guid LoanId, string RecordedBy, Instant RecordedAt, LocalDate RecordedOn,
    string RecordedOnPersian)
{
    internal static MilestoneView Of(MilestoneRow row) => new(
        row.Kind, row.ReachedOn, row.ReachedOn.ToPersian(), row.Inspector, row.Note, row.LoanId, row.RecordedBy, row.RecordedAt, row.RecordedOn,
        row.RecordedOn.ToPersian());
}

/// <param name="Links">After a deviation, where another person decides whether the loan is called in.</param>
public sealed record MilestoneRecordedView(Guid ApplicationId, MilestoneView Milestone, IReadOnlyList<Link> Links);

/// <summary>In the order of their dates.</summary>
public sealed record ApplicationMilestones(Guid ApplicationId, IReadOnlyList<MilestoneView> Items);

/// <summary>The newest milestone of a loan.</summary>
/// <param name="Applicant">Full name.</param>
public sealed record NewestMilestoneView(
    Guid ApplicationId, string TrackingCode, Guid LoanId, ApplicationState Status, string Applicant, string County, string Kind, LocalDate On, string OnPersian,
    string? Inspector, string? Note, string RecordedBy);

public sealed record NewestMilestonePage(IReadOnlyList<NewestMilestoneView> Items, string? NextCursor);
