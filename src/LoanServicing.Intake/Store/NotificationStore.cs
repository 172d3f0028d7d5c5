using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>What one person is told, and how far its sending has come.</summary>
internal sealed record NotificationRow
{
    /// <summary>Order of telling; set by the database.</summary>
    public long Number { get; init; }

    /// <summary>Also the key under which the gateway takes it once.</summary>
    public Guid NotificationId { get; init; }

    public Guid ApplicationId { get; init; }

    /// <summary>Of the application when it was told.</summary>
    public string County { get; init; } = "";

    public string Event { get; init; } = "";

    /// <summary>Which one of the event.</summary>
    public string Subject { get; init; } = "";

    public string Recipient { get; init; } = "";

    /// <summary>0 of the borrower.</summary>
    public int RecipientNumber { get; init; }

    /// <summary><c>+989</c> and nine digits; null where the person gave none.</summary>
    public string? Mobile { get; init; }

    public string Body { get; init; } = "";

    /// <summary>Of what is told.</summary>
    public LocalDate BusinessDate { get; init; }

    public string Status { get; init; } = "";

    /// <summary>A code: why it is not sent.</summary>
    public string? Reason { get; init; }

    /// <summary>Times it was given to the gateway since it was queued.</summary>
    public int Attempts { get; init; }

    public Instant QueuedAt { get; init; }

    /// <summary>When it is sent next; null when it is not sent any more.</summary>
    public Instant? DueAt { get; init; }

    public Instant? SentAt { get; init; }
}

internal static class NotificationStore
{
    public const string Columns =
        """
        number, notification_id, application_id, county, event, subject, recipient, recipient_number, mobile, body, business_date, status, reason,
        attempts, queued_at, due_at, sent_at
        """;

    private const string SelectById = $"select {Columns} from notification where notification_id = @notificationId";

    private const string InsertOnce =
        """
        insert into notification (notification_id, application_id, county, event, subject, recipient, recipient_number, mobile, body, business_date,
          status, reason, attempts, queued_at, due_at)
        select @NotificationId, @ApplicationId, @County, @Event, @Subject, @Recipient, @RecipientNumber, @Mobile, @Body, @BusinessDate, @Status, @Reason,
          0, @QueuedAt, @DueAt
        where not exists (
          select 1 from notification
          where application_id = @ApplicationId and event = @Event and subject = @Subject and recipient_number = @RecipientNumber)
        """;

    // The state stands in the condition: of two that send it again at once, one finds it queued.
    private const string QueueAgain =
        """
        update notification set status = 'queued', reason = null, attempts = 0, mobile = @mobile, queued_at = @now, due_at = @now, claim = null,
          claimed_until = null
        where notification_id = @NotificationId and status = @Status
        """;

    /// <returns>False where this person has been told it already; nothing is written then.</returns>
    public static async Task<bool> AddOnceAsync(UnitOfWork unit, NotificationRow row) => await unit.ExecuteAsync(InsertOnce, row) > 0;

    /// <exception cref="ConcurrentChangeException">Somebody else queued it since it was read.</exception>
    public static async Task QueueAgainAsync(UnitOfWork unit, NotificationRow row, string mobile)
    {
        if (await unit.ExecuteAsync(QueueAgain, new { row.NotificationId, row.Status, mobile, now = unit.Now }) != 1)
        {
            throw new ConcurrentChangeException($"Notification {row.NotificationId}");
        }
    }

    public static Task<NotificationRow?> FindAsync(UnitOfWork unit, Guid notificationId) =>
        unit.QuerySingleOrDefaultAsync<NotificationRow>(SelectById, new { notificationId });
}
