using System.Data;
using LoanServicing.Contracts;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// Writes what a unit collected: its audit rows, its outbox rows and a delivery row per subscriber; and tells the dispatcher once they
/// are durable. Also drains what waited for something that this unit, begun by a person and not by a message, has made true.
/// </summary>
public sealed class FactWriter(HandlerMap handlers, Func<Type, IReadOnlyCollection<string>> subscribersOf, CommitSignal signal)
{
    private static readonly BulkTable<(IFact Fact, string Body, NodaTime.Instant Now)> Outbox = new("outbox",
    [
        new("message_id", DbType.Binary, row => row.Fact.Header.MessageId.ToByteArray(bigEndian: true)),
        new("type", DbType.String, row => row.Fact.GetType().Name),
        new("body", DbType.String, row => row.Body),
        new("body_hash", DbType.String, row => StoredTexts.HashOf(row.Body)),
        new("created_at", DbType.Int64, row => TypeHandlers.ToMicroseconds(row.Now)),
    ]);

    private const string InsertDelivery =
        """
        insert into delivery (message_id, subscriber, partition_key, slot, state, attempts, visible_at)
        values (@MessageId, @subscriber, @partitionKey, @slot, 0, 0, @VisibleAt)
        """;

    /// <returns>Whether there is something to deliver, so that <see cref="Committed"/> is to be called.</returns>
    public async Task<bool> WriteAsync(UnitOfWork unit)
    {
        if (unit.AwaitedKey is { } key)
        {
            throw new InvalidOperationException($"Only a handler of a fact can wait for {key}.");
        }

        await WaitingFacts.DrainArrivedAsync(unit, handlers);
        await AuditLog.WriteAsync(unit, unit.AuditEntries);
        var heard = unit.Facts.Where(outgoing => subscribersOf(outgoing.Fact.GetType()).Count > 0).ToList();
        await unit.BulkInsertAsync(Outbox, [.. heard.Select(outgoing => (outgoing.Fact, outgoing.Body, unit.Now))]);
        foreach (var outgoing in heard)
        {
            await WriteDeliveriesAsync(unit, outgoing);
        }

        return heard.Count > 0;
    }

    /// <summary>Called once what was written is durable.</summary>
    public void Committed() => signal.Raise();

    /// <summary>One by one: the ids, in whose order a key is delivered, follow the order of publishing.</summary>
    private async Task WriteDeliveriesAsync(UnitOfWork unit, OutgoingFact outgoing)
    {
        var header = outgoing.Fact.Header;
        var partitionKey = header.Key.ToString("N");
        var slot = Slots.Of(header.Key);
        foreach (var subscriber in subscribersOf(outgoing.Fact.GetType()))
        {
            await unit.ExecuteAsync(InsertDelivery, new { header.MessageId, subscriber, partitionKey, slot, outgoing.VisibleAt });
        }
    }
}

/// <summary>The hash slots that dispatchers lease. All facts of one key fall into one slot.</summary>
public static class Slots
{
    public const int Count = 32;

    public static int Of(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        var hash = 2166136261u; // FNV-1a: the slot is stored, so it must be the same in every process and version
        foreach (var b in bytes)
        {
            hash = unchecked((hash ^ b) * 16777619u);
        }

        return (int)(hash % Count);
    }
}
