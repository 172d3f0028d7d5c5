using System.Data.Common;
using Dapper;
using LoanServicing.Intake.Notifications;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>A text that this process alone sends now.</summary>
internal sealed record ClaimedText
{
    public Guid NotificationId { get; init; }

    public string Mobile { get; init; } = "";

    public string Body { get; init; } = "";

    public string Status { get; init; } = "";

    public int Attempts { get; init; }

    public Instant QueuedAt { get; init; }
}

/// <summary>The texts of one batch that end alike.</summary>
/// <param name="DueAt">When they are sent again; null when they are not.</param>
internal sealed record MarkedTexts(IReadOnlyCollection<Guid> Ids, string Status, string? Reason, int Attempts, Instant? DueAt, Instant? SentAt);

/// <summary>
/// The texts that wait for the gateway. Who sends some claims them first, under an id of the claim's own that every later statement names: one whose claim has
/// run out and was taken over changes nothing any more.
/// </summary>
internal static class NotificationQueue
{
    private const string SelectDue =
        """
        select notification_id from notification
        where status = @status and due_at <= @now and (claimed_until is null or claimed_until < @now)
        order by number
        """;

    // The condition stands here again: another process may have claimed some of them since they were read.
    private const string Claim =
        """
        update notification set claim = @claim, claimed_until = @until
        where notification_id in @ids and due_at <= @now and (claimed_until is null or claimed_until < @now)
        """;

    private const string SelectClaimed =
        """
        select notification_id, mobile, body, status, attempts, queued_at from notification
        where notification_id in @ids and claim = @claim
        order by number
        """;

    private const string Mark =
        """
        update notification set status = @Status, reason = @Reason, attempts = @Attempts, due_at = @DueAt, sent_at = @SentAt, claim = null,
          claimed_until = null
        where notification_id in @ids and claim = @claim
        """;

    private const string GiveBack = "update notification set claim = null, claimed_until = null where notification_id in @ids and claim = @claim";

    private const string SelectKept =
        """
        select number, notification_id, queued_at, reason from notification
        where status = 'kept' and number < @before
        order by number desc
        """;

    private const string QueueKept = "update notification set status = 'queued', due_at = @now where notification_id in @ids and status = 'kept'";

    /// <summary>Asked without a unit, so that nothing is written while nothing is due.</summary>
    public static async Task<bool> AnyDueAsync(DbConnection connection, Instant now) =>
        (await connection.QueryAsync<Guid>(connection.First(SelectDue, "1"), new { status = NotificationStatus.Queued, now })).Any()
        || (await connection.QueryAsync<Guid>(connection.First(SelectDue, "1"), new { status = NotificationStatus.Unknown, now })).Any();

    /// <summary>Claims due texts, those that wait for the first time before those that were not answered, each in order of telling.</summary>
    public static async Task<IReadOnlyList<ClaimedText>> ClaimAsync(UnitOfWork unit, Guid claim, Duration length, int atMost)
    {
        var ids = (await DueAsync(unit, NotificationStatus.Queued, atMost)).ToList();
        ids.AddRange(ids.Count < atMost ? await DueAsync(unit, NotificationStatus.Unknown, atMost - ids.Count) : []);
        if (ids.Count == 0)
        {
            return [];
        }

        await unit.ExecuteAsync(Claim, new { ids = ids.ToSqlList(), claim, until = unit.Now + length, now = unit.Now });
        return [.. await unit.QueryAsync<ClaimedText>(SelectClaimed, new { ids = ids.ToSqlList(), claim })];
    }

    public static Task MarkAsync(UnitOfWork unit, Guid claim, MarkedTexts texts) => unit.ExecuteAsync(
        Mark, new { ids = texts.Ids.ToSqlList(), claim, texts.Status, texts.Reason, texts.Attempts, texts.DueAt, texts.SentAt });

    /// <summary>Texts that were claimed and not given to the gateway are as they were.</summary>
    public static Task GiveBackAsync(UnitOfWork unit, Guid claim, IReadOnlyCollection<Guid> ids) =>
        unit.ExecuteAsync(GiveBack, new { ids = ids.ToSqlList(), claim });

    /// <summary>Queues some of the texts that were kept because there was no gateway, the latest first, none from before <paramref name="since"/>.</summary>
    /// <param name="before">The number to go on below.</param>
    /// <returns>Where the next call goes on; null at the end.</returns>
    public static async Task<long?> QueueKeptAsync(UnitOfWork unit, long before, Instant since, int atMost)
    {
        var page = (await unit.QueryAsync<KeptText>(unit.First(SelectKept, "@atMost"), new { before, atMost })).AsList();
        var ids = page.Where(text => text.QueuedAt >= since && text.Reason is null).Select(text => text.NotificationId).ToList();
        if (ids.Count > 0)
        {
            await unit.ExecuteAsync(QueueKept, new { ids = ids.ToSqlList(), now = unit.Now });
        }

        return page.Count == atMost && page[^1].QueuedAt >= since ? page[^1].Number : null;
    }

    private static Task<IEnumerable<Guid>> DueAsync(UnitOfWork unit, string status, int atMost) =>
        unit.QueryAsync<Guid>(unit.First(SelectDue, "@atMost"), new { status, now = unit.Now, atMost });

    private sealed record KeptText
    {
        public long Number { get; init; }

        public Guid NotificationId { get; init; }

        public Instant QueuedAt { get; init; }

        public string? Reason { get; init; }
    }
}
