using LoanServicing.Contracts;
using LoanServicing.Platform.Data;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// One service's end of every message: the inbox row, the handler and what it drains, in one transaction. A message id seen before changes
/// nothing (rule R8). It returns when that transaction is durable; only then may the transport acknowledge.
/// </summary>
public sealed class FactReceiver(IDatabase database, HandlerMap handlers)
{
    /// <summary>How many messages one unit may drain before the rest is left to the next arrival.</summary>
    private const int DrainLimit = 1000;

    private const string SeenBefore = "select count(*) from inbox where message_id = @MessageId";

    private const string MarkSeen = "insert into inbox (message_id, received_at) values (@MessageId, @Now)";

    private const string Keep =
        """
        insert into waiting (wait_key, message_id, type, body, waiting_since)
        values (@waitKey, @MessageId, @type, @body, @Now)
        """;

    private const string Waiting =
        "select id, type, body from waiting where wait_key = @waitKey order by id";

    private const string Forget = "delete from waiting where id = @Id";

    public Task ReceiveAsync(IFact fact, CancellationToken cancel) => database.WriteAsync(unit => HandleAsync(fact, unit), cancel);

    private async Task HandleAsync(IFact fact, UnitOfWork unit)
    {
        if (await unit.QuerySingleAsync<long>(SeenBefore, new { fact.Header.MessageId }) > 0)
        {
            return;
        }

        await unit.ExecuteAsync(MarkSeen, new { fact.Header.MessageId, unit.Now });
        await HandleOrKeepAsync(fact, unit);
        await DrainAsync(unit, handlers);
    }

    /// <summary>Handles again what waited for keys that have arrived in this unit, and what waited for those in turn.</summary>
    internal static async Task DrainAsync(UnitOfWork unit, HandlerMap handlers)
    {
        var drained = 0;
        var keys = new Queue<string>(unit.TakeArrived());
        while (keys.TryDequeue(out var waitKey))
        {
            foreach (var row in (await unit.QueryAsync<WaitingRow>(Waiting, new { waitKey })).ToList())
            {
                if (++drained > DrainLimit)
                {
                    throw new InvalidOperationException($"More than {DrainLimit} messages waited for {waitKey}.");
                }

                await unit.ExecuteAsync(Forget, new { row.Id });
                await HandleOrKeepAsync(FactJson.Read(row.Type, row.Body), unit, handlers);
            }

            foreach (var key in unit.TakeArrived())
            {
                keys.Enqueue(key);
            }
        }
    }

    private Task HandleOrKeepAsync(IFact fact, UnitOfWork unit) => HandleOrKeepAsync(fact, unit, handlers);

    private static async Task HandleOrKeepAsync(IFact fact, UnitOfWork unit, HandlerMap handlers)
    {
        await handlers.HandleAsync(fact, unit);
        if (unit.IsRefused)
        {
            // Rolled back without an error, the fact would be acknowledged and lost.
            throw new InvalidOperationException($"A handler of {fact.GetType().Name} refused its unit; it throws {nameof(FactRefusedException)} instead.");
        }

        if (unit.TakeAwaitedKey() is { } waitKey)
        {
            await unit.ExecuteAsync(
                Keep,
                new { waitKey, fact.Header.MessageId, type = fact.GetType().Name, body = FactJson.Write(fact), unit.Now });
        }
    }

    private sealed record WaitingRow
    {
        public long Id { get; init; }

        public string Type { get; init; } = "";

        public string Body { get; init; } = "";
    }
}
