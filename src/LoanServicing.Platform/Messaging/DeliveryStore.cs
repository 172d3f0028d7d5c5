using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Platform.Messaging;

/// <summary>A fact on its way to one subscriber.</summary>
public sealed record Delivery
{
    public long Id { get; init; }

    public Guid MessageId { get; init; }

    public string Subscriber { get; init; } = "";

    public string PartitionKey { get; init; } = "";

    public int Attempts { get; init; }

    public string Type { get; init; } = "";

    public string Body { get; init; } = "";
}

/// <summary>A delivery that is parked, and how many later ones of its key wait behind it.</summary>
public sealed record ParkedDelivery
{
    public long Id { get; init; }

    public string Subscriber { get; init; } = "";

    public string Type { get; init; } = "";

    public string PartitionKey { get; init; } = "";

    public Guid MessageId { get; init; }

    public string Body { get; init; } = "";

    public int Attempts { get; init; }

    public string? LastError { get; init; }

    public int Behind { get; init; }
}

/// <summary>The delivery rows: what is due, what came of it, what is parked.</summary>
public static class DeliveryStore
{
    /// <summary>
    /// Due rows in order. A row is held back while an earlier one of the same key and subscriber is parked or waits for its next attempt.
    /// </summary>
    private const string AreDue =
        """
        where d.state = 0 and d.visible_at <= @now and d.slot in @slots and d.subscriber not in @resting
          and not exists (
            select 1 from delivery e
            where e.subscriber = d.subscriber and e.partition_key = d.partition_key and e.id < d.id
              and (e.state = 1 or (e.last_error is not null and e.visible_at > @now)))
        order by d.id
        """;

    private const string SelectDue =
        $"""
        select d.id, d.message_id, d.subscriber, d.partition_key, d.attempts, o.type, o.body
        from delivery d
        join outbox o on o.message_id = d.message_id
        {AreDue}
        """;

    private const string SelectOrder = $"select d.id, d.subscriber, d.partition_key from delivery d {AreDue}";

    private const string NextVisible = "select min(visible_at) from delivery where state = 0 and visible_at > @now";

    private const string DeleteDelivered =
        """
        delete from delivery
        where id in @ids and slot in (select slot from dispatcher_slot where token = @token)
        """;

    private const string DeleteEmptied =
        """
        delete from outbox
        where message_id in @messageIds and not exists (select 1 from delivery d where d.message_id = outbox.message_id)
        """;

    private const string RecordFailure =
        """
        update delivery set attempts = attempts + 1, state = @state, visible_at = @visibleAt, last_error = @error
        where id = @id and slot in (select slot from dispatcher_slot where token = @token)
        """;

    private const string Defer =
        """
        update delivery set visible_at = @visibleAt, last_error = @error
        where id = @id and slot in (select slot from dispatcher_slot where token = @token)
        """;

    private const string SelectParked =
        """
        select d.id, d.subscriber, o.type, d.partition_key, o.message_id, o.body, d.attempts, d.last_error,
          (select count(*) from delivery e
           where e.subscriber = d.subscriber and e.partition_key = d.partition_key and e.id > d.id) as behind
        from delivery d
        join outbox o on o.message_id = d.message_id
        where d.state = 1
        order by d.id
        """;

    // Due at once, whatever the clocks say: a moment that is yet to come would let later facts of the key pass.
    private const string ReplayParked = "update delivery set state = 0, attempts = 0, last_error = null, visible_at = 0 where id = @id and state = 1";

    private const string DeleteParked = "delete from delivery where id = @id and state = 1";

    public static async Task<IReadOnlyList<Delivery>> DueAsync(
        IDatabase database, IReadOnlyList<int> slots, IReadOnlyList<string> resting, Instant now, int limit, CancellationToken cancel) =>
        await database.ReadAsync<IReadOnlyList<Delivery>>(
            async connection =>
            {
                var asked = new { now, slots, resting = resting.DefaultIfEmpty(""), limit };
                var page = (await connection.QueryAsync<Delivery>(connection.First(SelectDue, "@limit"), asked)).ToList();
                return page.Count == 0 || connection.IsSqlite()
                    ? page
                    : WithoutGaps(page, await connection.QueryAsync<Delivery>(connection.First(SelectOrder, "@limit"), asked));
            },
            cancel);

    /// <summary>
    /// A statement of SQL Server does not see one moment: it may see a row whose unit came later and pass over an earlier one of its key. Whatever it passed
    /// over was committed before what it saw, so a second look has it: of each key only what both looks begin with alike is delivered now.
    /// </summary>
    internal static IReadOnlyList<Delivery> WithoutGaps(IReadOnlyList<Delivery> page, IEnumerable<Delivery> secondLook)
    {
        var again = secondLook.ToLookup(row => (row.Subscriber, row.PartitionKey), row => row.Id);
        return
        [
            .. page.GroupBy(row => (row.Subscriber, row.PartitionKey))
                .SelectMany(chain => chain.Zip(again[chain.Key]).TakeWhile(pair => pair.First.Id == pair.Second).Select(pair => pair.First))
                .OrderBy(row => row.Id),
        ];
    }

    public static Task<Instant?> NextVisibleAsync(IDatabase database, Instant now, CancellationToken cancel) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefaultAsync<Instant?>(NextVisible, new { now }), cancel);

    public static async Task DeliveredAsync(UnitOfWork unit, IReadOnlyList<Delivery> deliveries, long token)
    {
        if (deliveries.Count == 0)
        {
            return;
        }

        await unit.ExecuteAsync(DeleteDelivered, new { ids = deliveries.Select(d => d.Id), token });
        await unit.ExecuteAsync(DeleteEmptied, new { messageIds = deliveries.Select(d => d.MessageId.ToByteArray(bigEndian: true)) });
    }

    /// <summary>Counts a failed attempt, and parks when told to; false when another dispatcher has taken the slot over.</summary>
    public static async Task<bool> FailedAsync(UnitOfWork unit, long id, long token, bool park, Instant visibleAt, string error) =>
        await unit.ExecuteAsync(RecordFailure, new { id, token, state = park ? 1 : 0, visibleAt, error }) == 1;

    /// <summary>Tries again later without counting an attempt.</summary>
    public static Task DeferredAsync(UnitOfWork unit, long id, long token, Instant visibleAt, string error) =>
        unit.ExecuteAsync(Defer, new { id, token, visibleAt, error });

    public static Task<IReadOnlyList<ParkedDelivery>> ParkedAsync(IDatabase database, CancellationToken cancel) =>
        database.ReadAsync(ParkedAsync, cancel);

    public static async Task<IReadOnlyList<ParkedDelivery>> ParkedAsync(DbConnection connection) =>
        (await connection.QueryAsync<ParkedDelivery>(SelectParked)).ToList();

    /// <summary>Puts a parked delivery back; false when there is none of this id.</summary>
    public static async Task<bool> ReplayAsync(UnitOfWork unit, long id) =>
        await unit.ExecuteAsync(ReplayParked, new { id }) == 1;

    /// <summary>Ends a parked delivery for good: its subscriber never gets the fact. False when it is no longer parked.</summary>
    public static async Task<bool> DiscardAsync(UnitOfWork unit, ParkedDelivery parked)
    {
        var ended = await unit.ExecuteAsync(DeleteParked, new { id = parked.Id }) == 1;
        await unit.ExecuteAsync(DeleteEmptied, new { messageIds = new[] { parked.MessageId.ToByteArray(bigEndian: true) } });
        return ended;
    }
}
