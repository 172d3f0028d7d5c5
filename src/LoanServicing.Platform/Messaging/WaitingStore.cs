using System.Data.Common;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;

namespace LoanServicing.Platform.Messaging;

/// <summary>A fact whose prerequisite has come and whose handler failed on it all the same.</summary>
public sealed record StuckFact
{
    public long Id { get; init; }

    public string WaitKey { get; init; } = "";

    public Guid MessageId { get; init; }

    public string Type { get; init; } = "";

    public int Attempts { get; init; }

    public string LastError { get; init; } = "";
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
    private const string Insert =
        """
        insert into waiting (wait_key, message_id, type, sequence, body, waiting_since, due, attempts)
        values (@waitKey, @MessageId, @type, @Sequence, @body, @Now, 0, 0)
        """;

    private const string MakeDue = "update waiting set due = 1 where wait_key = @waitKey and due = 0";

    private const string SelectDue = "select id, wait_key, type, body from waiting where due = 1 order by sequence, id limit @limit";

    private const string AnyDue = "select count(*) from (select id from waiting where due = 1 limit 1) as first_due";

    private const string WaitOn = "update waiting set wait_key = @waitKey, due = 0, last_error = null where id = @Id";

    private const string RecordFailure = "update waiting set due = 0, attempts = attempts + 1, last_error = @error where id = @Id";

    private const string Delete = "delete from waiting where id = @Id";

    private const string SelectStuck =
        "select id, wait_key, message_id, type, attempts, last_error from waiting where last_error is not null order by id";

    /// <summary>The facts that their handler fails on; each is handled again when its key arrives again.</summary>
    public static async Task<IReadOnlyList<StuckFact>> StuckAsync(DbConnection connection) =>
        (await connection.QueryAsync<StuckFact>(SelectStuck)).ToList();

    internal static Task KeepAsync(UnitOfWork unit, IFact fact, string waitKey) => unit.ExecuteAsync(
        Insert,
        new
        {
            waitKey, fact.Header.MessageId, type = fact.GetType().Name, fact.Header.Sequence, body = FactJson.Write(fact), unit.Now,
        });

    internal static Task MakeDueAsync(UnitOfWork unit, string waitKey) => unit.ExecuteAsync(MakeDue, new { waitKey });

    /// <summary>What is due, in the order of the facts' sequence.</summary>
    internal static async Task<IReadOnlyList<WaitingFact>> DueAsync(UnitOfWork unit, int limit) =>
        (await unit.QueryAsync<WaitingFact>(SelectDue, new { limit })).ToList();

    internal static async Task<bool> AnyDueAsync(DbConnection connection) => await connection.QuerySingleAsync<long>(AnyDue) > 0;

    internal static Task WaitOnAsync(UnitOfWork unit, WaitingFact row, string waitKey) => unit.ExecuteAsync(WaitOn, new { row.Id, waitKey });

    internal static Task FailedAsync(UnitOfWork unit, WaitingFact row, string error) => unit.ExecuteAsync(RecordFailure, new { row.Id, error });

    internal static Task DeleteAsync(UnitOfWork unit, WaitingFact row) => unit.ExecuteAsync(Delete, new { row.Id });
}
