using LoanServicing.Contracts;
using LoanServicing.Platform.Data;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// One service's end of every message: the inbox row, the handler and what it drains, in one transaction. A message id seen before changes
/// nothing (rule R8). It returns when that transaction is durable; only then may the transport acknowledge.
/// </summary>
public sealed class FactReceiver(IDatabase database, HandlerMap handlers)
{
    private const string SeenBefore = "select count(*) from inbox where message_id = @MessageId";

    private const string MarkSeen = "insert into inbox (message_id, received_at) values (@MessageId, @Now)";

    public Task ReceiveAsync(IFact fact, CancellationToken cancel) => database.WriteAsync(unit => ReceiveAsync(fact, unit), cancel);

    private async Task ReceiveAsync(IFact fact, UnitOfWork unit)
    {
        if (await unit.QuerySingleAsync<long>(SeenBefore, new { fact.Header.MessageId }) > 0)
        {
            return;
        }

        await unit.ExecuteAsync(MarkSeen, new { fact.Header.MessageId, unit.Now });
        if (await HandleAsync(fact, unit, handlers) is { } waitKey)
        {
            await WaitingStore.KeepAsync(unit, fact, waitKey);
        }

        await WaitingFacts.DrainArrivedAsync(unit, handlers);
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
}
