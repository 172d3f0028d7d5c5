using LoanServicing.Contracts;
using LoanServicing.Platform.Data;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// One service's end of every message: the inbox row, the handler and what it drains, in one transaction. A message id seen before changes
/// nothing (rule R8). It returns when that transaction is durable; only then may the transport acknowledge.
/// </summary>
public sealed class FactReceiver(IDatabase database, HandlerMap handlers)
{
    private const string Known =
        """
        select (select count(*) from inbox where message_id = @MessageId) as seen,
          (select count(*) from waiting where wait_key = @parkedKey) as ahead
        """;

    private const string MarkSeen = "insert into inbox (message_id, received_at) values (@MessageId, @Now)";

    public Task ReceiveAsync(IFact fact, CancellationToken cancel) => database.WriteAsync(unit => ReceiveAsync(fact, unit), cancel);

    /// <summary>Keeps a fact that the handler cannot take, for a person to look at; later facts of its key wait behind it.</summary>
    public Task ParkAsync(IFact fact, int attempts, string error, CancellationToken cancel) => database.WriteAsync(
        async unit =>
        {
            if (await FirstTimeAsync(fact, unit) is not null)
            {
                await WaitingStore.ParkAsync(unit, fact, attempts, error);
            }
        },
        cancel);

    private async Task ReceiveAsync(IFact fact, UnitOfWork unit)
    {
        if (await FirstTimeAsync(fact, unit) is not { } known)
        {
            return;
        }

        if (known.Ahead > 0)
        {
            await WaitingStore.KeepAsync(unit, fact, WaitingStore.ParkedKey(fact));
            return;
        }

        if (await HandleAsync(fact, unit, handlers) is { } waitKey)
        {
            await WaitingStore.KeepAsync(unit, fact, waitKey);
        }

        await WaitingFacts.DrainArrivedAsync(unit, handlers);
    }

    /// <summary>Writes the inbox row, and says how many facts of its key are parked or wait behind one that is; null when it was seen before.</summary>
    private static async Task<KnownFact?> FirstTimeAsync(IFact fact, UnitOfWork unit)
    {
        var known = await unit.QuerySingleAsync<KnownFact>(Known, new { fact.Header.MessageId, parkedKey = WaitingStore.ParkedKey(fact) });
        if (known.Seen > 0)
        {
            return null;
        }

        await unit.ExecuteAsync(MarkSeen, new { fact.Header.MessageId, unit.Now });
        return known;
    }

    /// <summary>Handles the fact; the answer is what it has to wait for, if it does.</summary>
    internal static async Task<string?> HandleAsync(IFact fact, UnitOfWork unit, HandlerMap handlers)
    {
        await handlers.HandleAsync(fact, unit);
        return unit.IsRefused
            // Rolled back without an error, the fact would be acknowledged and lost.
            ? throw new InvalidOperationException($"A handler of {fact.GetType().Name} refused its unit; it throws {nameof(FactRefusedException)} instead.")
            : unit.TakeAwaitedKey();
    }

    private sealed record KnownFact
    {
        public long Seen { get; init; }

        public long Ahead { get; init; }
    }
}
