using LoanServicing.Domain.Calendar;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Intake.Endpoints;

/// <summary>What one person was told, and how far its sending has come.</summary>
/// <param name="Event"><c>submitted</c>, <c>decided</c>, <c>paid-out</c>, <c>due-soon</c>, <c>overdue</c>, <c>received</c> or <c>settled</c>.</param>
/// <param name="Recipient"><c>borrower</c> or <c>guarantor</c>.</param>
/// <param name="Mobile">Whole for those who decide and for the person, else masked; null where none was given.</param>
/// <param name="Text">Null for those who only operate the program.</param>
/// <param name="Status"><c>queued</c>, <c>unknown</c>, <c>sent</c>, <c>failed</c>, <c>refused</c> or <c>kept</c>.</param>
/// <param name="Reason">A code: why it is not sent; null where there is none.</param>
/// <param name="Attempts">Times it was given to the gateway since it was queued.</param>
/// <param name="BusinessDate">Of what is told.</param>
public sealed record NotificationItem(
    Guid NotificationId, Guid ApplicationId, string County, string Event, string Recipient, string? Mobile, string? Text, string Status, string? Reason,
    int Attempts, LocalDate BusinessDate, string BusinessDatePersian, Instant QueuedAt, Instant? SentAt)
{
    internal static NotificationItem Of(NotificationRow row, bool showsMobile, bool showsText) => new(
        row.NotificationId, row.ApplicationId, row.County, row.Event, row.Recipient, showsMobile ? row.Mobile : Masked(row.Mobile),
        showsText ? row.Body : null, row.Status, row.Reason, row.Attempts, row.BusinessDate, row.BusinessDate.ToPersian(), row.QueuedAt, row.SentAt);

    /// <summary>As staff of a role may see it.</summary>
    internal static NotificationItem For(Caller caller, NotificationRow row) => Of(
        row, caller.HasAny(Roles.Officer, Roles.Supervisor), caller.HasAny(Roles.Officer, Roles.Supervisor, Roles.Auditor));

    private static string? Masked(string? mobile) => Domain.Identifiers.Mobile.TryParse(mobile, out var known) ? known.Masked : null;
}

public sealed record NotificationPage(IReadOnlyList<NotificationItem> Items, string? NextCursor);

/// <param name="Reason">Why it is sent again, for the audit trail.</param>
public sealed record SendingRequest(string Reason);

public sealed record NotificationSending(Guid NotificationId, string Status);
