using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>What people were told, in order of telling.</summary>
internal static class ListNotifications
{
    /// <summary><c>GET /notifications</c>: within the caller's counties, each by the county that its application was in when it was told.</summary>
    public static async Task<IResult> AllAsync(HttpContext http, string? applicationId, string? status, string? @event, string? cursor, string? limit)
    {
        var caller = Caller.Of(http);
        var id = Guid.Empty;
        if ((Cursor.Read(cursor, limit, out var after, out var rows) ?? Unknown(applicationId, status, @event, out id)) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var query = new Query(after, rows + 1)
        {
            ApplicationId = string.IsNullOrEmpty(applicationId) ? null : id, Status = status, Event = @event, Counties = caller.Counties,
        };
        var found = await http.Database(IntakeService.Name).ReadAsync(connection => LoadAsync(connection, query), http.RequestAborted);
        return Page(http, found, rows, row => NotificationItem.For(caller, row));
    }

    /// <summary><c>GET /applications/{id or tracking code}/notifications</c>.</summary>
    public static async Task<IResult> OfApplicationAsync(HttpContext http, string id, string? cursor, string? limit)
    {
        var caller = Caller.Of(http);
        if (Cursor.Read(cursor, limit, out var after, out var rows) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var (application, found) = await http.Database(IntakeService.Name).ReadAsync(
            async connection =>
            {
                var row = await FindAsync(connection, id);
                var query = new Query(after, rows + 1) { ApplicationId = row?.ApplicationId, Recipient = IsOwn(caller, row) ? NotificationRecipients.Borrower : null };
                return (row, row is null ? [] : await LoadAsync(connection, query));
            },
            http.RequestAborted);
        return ApplicationAccess.ForReading(caller, application) is { } denied
            ? ApiResults.Problem(denied)
            : Page(http, found, rows, row => IsOwn(caller, application)
                ? NotificationItem.Of(row, showsMobile: true, showsText: true)
                : NotificationItem.For(caller, row));
    }

    private static bool IsOwn(Caller caller, ApplicationRow? application) => application is not null && caller.IsApplicant(application.NationalId);

    private static async Task<ApplicationRow?> FindAsync(DbConnection connection, string id) => Guid.TryParse(id, out var applicationId)
        ? await connection.QuerySingleOrDefaultAsync<ApplicationRow>(ApplicationStore.SelectById, new { applicationId })
        : TrackingCode.TryParse(id, out var code)
            ? await connection.QuerySingleOrDefaultAsync<ApplicationRow>(ApplicationStore.SelectByTrackingCode, new { trackingCode = code.Digits })
            : null;

    // Written together of constant parts, so that each filter can use its index.
    private static async Task<IReadOnlyList<NotificationRow>> LoadAsync(DbConnection connection, Query query)
    {
        var conditions = new List<string> { "number > @After" };
        Add(conditions, "application_id = @ApplicationId", query.ApplicationId is not null);
        Add(conditions, "status = @Status", !string.IsNullOrEmpty(query.Status));
        Add(conditions, "event = @Event", !string.IsNullOrEmpty(query.Event));
        Add(conditions, "recipient = @Recipient", query.Recipient is not null);
        Add(conditions, "county in @Counties", query.Counties.Count > 0);
        var sql = $"select {NotificationStore.Columns} from notification where {string.Join(" and ", conditions)} order by number";
        return [.. await connection.QueryAsync<NotificationRow>(connection.First(sql, "@Limit"), query)];
    }

    private static void Add(List<string> conditions, string condition, bool isAsked)
    {
        if (isAsked)
        {
            conditions.Add(condition);
        }
    }

    private static IResult Page(HttpContext http, IReadOnlyList<NotificationRow> found, int rows, Func<NotificationRow, NotificationItem> show)
    {
        var shown = found.Take(rows).ToList();
        var page = new NotificationPage([.. shown.Select(show)], found.Count > rows ? Cursor.Encode(shown[^1].Number) : null);
        return Lists.Of(http, page, page.Items, page.NextCursor);
    }

    private static ApiProblem? Unknown(string? applicationId, string? status, string? @event, out Guid id)
    {
        id = Guid.Empty;
        if (!string.IsNullOrEmpty(applicationId) && !Guid.TryParse(applicationId, out id))
        {
            return ApiProblem.Malformed(
                "applicationId", "id.invalid", new("An id is expected, as the lists show it.", "شناسه‌ای که در فهرست‌ها آمده لازم است."));
        }

        return NoneOf("status", status, NotificationStatus.All) ?? NoneOf("event", @event, NotificationEvents.All);
    }

    private static ApiProblem? NoneOf(string field, string? value, IReadOnlyList<string> known) => string.IsNullOrEmpty(value) || known.Contains(value)
        ? null
        : ApiProblem.Malformed(field, $"{field}.unknown", new(
            $"Choose from {string.Join(", ", known)}.", $"یکی از این‌ها را بفرستید: {string.Join("، ", known)}."));

    private sealed record Query(long After, int Limit)
    {
        public Guid? ApplicationId { get; init; }

        public string? Status { get; init; }

        public string? Event { get; init; }

        public string? Recipient { get; init; }

        public IReadOnlyCollection<string> Counties { get; init; } = [];
    }
}
