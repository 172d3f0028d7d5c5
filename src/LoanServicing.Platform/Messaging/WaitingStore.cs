using System.Data.Common;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Platform.Messaging;

/// <summary>A fact that its handler fails on: parked as it came, or handled again in vain when what it waited for had come.</summary>
public sealed record StuckFact
{
    public long Id { get; init; }

    public string WaitKey { get; init; } = "";

    public Guid MessageId { get; init; }

    public string Type { get; init; } = "";

    public string Body { get; init; } = "";

    public int Attempts { get; init; }

    public string LastError { get; init; } = "";

    /// <summary>Later facts of its key that wait for it.</summary>
    public int Behind { get; init; }

    /// <summary>Nothing that comes will move it: it waits for a person to replay it.</summary>
    public bool IsParked => WaitKey.StartsWith(WaitingStore.ParkedPrefix, StringComparison.Ordinal);
}

/// <summary>A fact that is kept until what it needs has come.</summary>
internal sealed record WaitingFact
{
    public long Id { get; init; }

    public string WaitKey { get; init; } = "";

    public string Type { get; init; } = "";

    public string Body { get; init; } = "";
}

/// <summary>
/// The rows of facts that wait. An arrival makes all rows of its key due; a row leaves that state once it has been handled, so that a row is
/// handled once for each arrival after it, and what one unit leaves undone stays due for the next.
/// </summary>
public static class WaitingStore
{
    internal const string ParkedPrefix = "parked:";

    private const string Insert =
        """
        insert into waiting (wait_key, message_id, type, sequence, body, body_hash, waiting_since, due, attempts)
        values (@waitKey, @MessageId, @type, @Sequence, @body, @bodyHash, @Now, 0, 0)
        """;

    private const string InsertParked =
        """
        insert into waiting (wait_key, message_id, type, sequence, body, body_hash, waiting_since, due, attempts, last_error)
        values (@waitKey, @MessageId, @type, @Sequence, @body, @bodyHash, @Now, 0, @attempts, @error)
        """;

    // Whatever it is: a row that another unit is handling is written when that unit has ended, so that its look and this arrival cannot miss each other.
    private const string MakeDue = "update waiting set due = 1 where wait_key = @waitKey";

    private const string SelectDue = "select id, wait_key, type, body from waiting where due = 1 order by sequence, id";

    private const string AnyDue = "select case when exists (select 1 from waiting where due = 1) then 1 else 0 end";

    // Of two units that find the same row due, one has the row, and the other finds it gone or no longer due.
    private const string Claim = "update waiting set due = 2 where id = @Id and due = 1";

    private const string WaitOn = "update waiting set due = 0, last_error = null where id = @Id";

    private const string WaitForAnother =
        "update waiting set wait_key = @waitKey, waiting_since = @Now, looked = 0, due = 0, last_error = null where id = @Id";

    private const string AnyUnlooked = "select case when exists (select 1 from waiting where looked = 0 and waiting_since < @before) then 1 else 0 end";

    // A fact behind a parked one is due only when nothing is left before it.
    private const string LookAgain =
        """
        update waiting set looked = 1, due = 1
        where looked = 0 and waiting_since < @before and due = 0 and last_error is null
          and (wait_key not like @parkedKeys or id = (select min(b.id) from waiting b where b.wait_key = waiting.wait_key))
        """;

    private const string LeaveLooked = "update waiting set looked = 1 where looked = 0 and waiting_since < @before";

    private const string RecordFailure = "update waiting set due = 0, attempts = attempts + 1, last_error = @error where id = @Id";

    private const string Delete = "delete from waiting where id = @Id";

    private const string DeleteStuck = "delete from waiting where id = @id and last_error is not null";

    private const string SelectStuck =
        """
        select w.id, w.wait_key, w.message_id, w.type, w.body, w.attempts, w.last_error,
          (select count(*) from waiting b where b.wait_key = w.wait_key and b.id > w.id and b.last_error is null) as behind
        from waiting w
        where w.last_error is not null
        order by w.id
        """;

    private const string Replay = "update waiting set due = 1, last_error = null where id = @id and last_error is not null";

    private const string MakeNextDue =
        "update waiting set due = 1 where last_error is null and id = (select min(id) from waiting where wait_key = @waitKey)";

    /// <summary>The facts that their handler fails on; each is handled again when its key arrives again, or when it is replayed.</summary>
    public static async Task<IReadOnlyList<StuckFact>> StuckAsync(DbConnection connection) =>
        (await connection.QueryAsync<StuckFact>(SelectStuck)).ToList();

    internal static Task KeepAsync(UnitOfWork unit, IFact fact, string waitKey)
    {
        var body = FactJson.Write(fact);
        return unit.ExecuteAsync(Insert, new
        {
            waitKey, fact.Header.MessageId, type = fact.GetType().Name, fact.Header.Sequence, body, bodyHash = StoredTexts.HashOf(body), unit.Now,
        });
    }

    /// <summary>What a parked fact, and those of its key that came after it, are kept under.</summary>
    internal static string ParkedKey(IFact fact) => $"{ParkedPrefix}{fact.Header.Key:N}";

    internal static Task ParkAsync(UnitOfWork unit, IFact fact, int attempts, string error)
    {
        var body = FactJson.Write(fact);
        return unit.ExecuteAsync(InsertParked, new
        {
            waitKey = ParkedKey(fact), fact.Header.MessageId, type = fact.GetType().Name, fact.Header.Sequence, body, bodyHash = StoredTexts.HashOf(body),
            unit.Now, attempts, error,
        });
    }

    /// <summary>Lets a parked or stuck fact be handled again; false when there is none of this id.</summary>
    public static async Task<bool> ReplayAsync(UnitOfWork unit, long id) => await unit.ExecuteAsync(Replay, new { id }) == 1;

    /// <summary>Ends a parked or stuck fact for good: this service never handles it, and the next of its key is no longer held back.</summary>
    public static async Task<bool> DiscardAsync(UnitOfWork unit, StuckFact stuck)
    {
        var ended = await unit.ExecuteAsync(DeleteStuck, new { id = stuck.Id }) == 1;
        await ReleaseNextAsync(unit, stuck.WaitKey);
        return ended;
    }

    internal static Task MakeDueAsync(UnitOfWork unit, string waitKey) => unit.ExecuteAsync(MakeDue, new { waitKey });

    /// <summary>What is due, in the order of the facts' sequence.</summary>
    internal static async Task<IReadOnlyList<WaitingFact>> DueAsync(UnitOfWork unit, int limit) =>
        (await unit.QueryAsync<WaitingFact>(unit.First(SelectDue, "@limit"), new { limit })).ToList();

    internal static async Task<bool> AnyDueAsync(DbConnection connection) => await connection.QuerySingleAsync<long>(AnyDue) > 0;

    /// <summary>Takes a due row for this unit; false when another unit has handled it meanwhile.</summary>
    internal static async Task<bool> TryClaimAsync(UnitOfWork unit, WaitingFact row) => await unit.ExecuteAsync(Claim, new { row.Id }) == 1;

    /// <summary>
    /// Whether a fact has waited since before without a second look. Its handler may have looked just before what it needs was committed, by a unit that
    /// in turn did not see it wait.
    /// </summary>
    internal static async Task<bool> AnyUnlookedAsync(DbConnection connection, Instant before) =>
        await connection.QuerySingleAsync<long>(AnyUnlooked, new { before }) > 0;

    /// <summary>Makes those facts due once more, each only once while it waits for one key.</summary>
    internal static async Task LookAgainAsync(UnitOfWork unit, Instant before)
    {
        await unit.ExecuteAsync(LookAgain, new { before, parkedKeys = ParkedPrefix + "%" });
        await unit.ExecuteAsync(LeaveLooked, new { before });
    }

    internal static async Task WaitOnAsync(UnitOfWork unit, WaitingFact row, string waitKey)
    {
        await (waitKey == row.WaitKey ? unit.ExecuteAsync(WaitOn, new { row.Id }) : unit.ExecuteAsync(WaitForAnother, new { row.Id, waitKey, unit.Now }));
        await ReleaseNextAsync(unit, row.WaitKey);
    }

    internal static Task FailedAsync(UnitOfWork unit, WaitingFact row, string error) => unit.ExecuteAsync(RecordFailure, new { row.Id, error });

    /// <summary>Done: the row goes, and the next that it held back becomes due, unless that one is parked itself.</summary>
    internal static async Task DoneAsync(UnitOfWork unit, WaitingFact row)
    {
        await unit.ExecuteAsync(Delete, new { row.Id });
        await ReleaseNextAsync(unit, row.WaitKey);
    }

    private static async Task ReleaseNextAsync(UnitOfWork unit, string waitKey)
    {
        if (waitKey.StartsWith(ParkedPrefix, StringComparison.Ordinal))
        {
            await unit.ExecuteAsync(MakeNextDue, new { waitKey });
        }
    }
}
