using System.Data.Common;
using Dapper;
using LoanServicing.Intake.Notifications;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Intake.Verification;

/// <summary>Rule R8 for what people are told: each once, in a state of the closed list, with what belongs to that state. The database finds the rows.</summary>
internal static class NotificationVerifier
{
    private const string Count = "select count(*) from notification";

    private const string SelectTwice =
        """
        select application_id, event, subject, recipient_number, count(*) as times from notification
        group by application_id, event, subject, recipient_number
        having count(*) > 1
        order by application_id, event, subject, recipient_number
        """;

    private const string SelectOdd =
        """
        select notification_id, status,
          case when status not in @states or event not in @events then 'is of no status or event that there is'
            when status = 'sent' and sent_at is null then 'has no time of sending'
            when status <> 'sent' and sent_at is not null then 'has a time of sending'
            when status in ('queued', 'unknown') and due_at is null then 'is never due'
            when status not in ('queued', 'unknown') and due_at is not null then 'is still due'
            when status in ('queued', 'sent', 'unknown') and mobile is null then 'has no mobile'
            when recipient <> case when recipient_number = 0 then 'borrower' else 'guarantor' end then 'is of another recipient than its number says'
            else 'is of no application' end as problem
        from notification
        where status not in @states or event not in @events
          or (status = 'sent' and sent_at is null) or (status <> 'sent' and sent_at is not null)
          or (status in ('queued', 'unknown') and due_at is null) or (status not in ('queued', 'unknown') and due_at is not null)
          or (status in ('queued', 'sent', 'unknown') and mobile is null)
          or recipient <> case when recipient_number = 0 then 'borrower' else 'guarantor' end
          or not exists (select 1 from application a where a.application_id = notification.application_id)
        order by number
        """;

    public static async Task<RuleFinding> VerifyOnceAsync(DbConnection connection)
    {
        var twice = await connection.QueryAsync<TwiceRow>(SelectTwice);
        return new RuleFinding(
            "R8", await connection.QuerySingleAsync<long>(Count), "notifications, each told once",
            [.. twice.Select(row => $"application {row.ApplicationId} was told {row.Event} {row.Subject} {row.Times} times (recipient {row.RecipientNumber})")]);
    }

    public static async Task<RuleFinding> VerifyStatesAsync(DbConnection connection)
    {
        var odd = await connection.QueryAsync<OddRow>(SelectOdd, new { states = NotificationStatus.All, events = NotificationEvents.All });
        return new RuleFinding(
            "R8", await connection.QuerySingleAsync<long>(Count), "notifications and how far their sending has come",
            [.. odd.Select(row => $"notification {row.NotificationId} is {row.Status} and {row.Problem}")]);
    }

    private sealed record TwiceRow
    {
        public Guid ApplicationId { get; init; }

        public string Event { get; init; } = "";

        public string Subject { get; init; } = "";

        public int RecipientNumber { get; init; }

        public long Times { get; init; }
    }

    private sealed record OddRow
    {
        public Guid NotificationId { get; init; }

        public string Status { get; init; } = "";

        public string Problem { get; init; } = "";
    }
}
