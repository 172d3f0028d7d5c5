using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;

namespace LoanServicing.Platform.Messaging;

/// <summary>
/// Writes what a unit collected: its audit rows, its outbox rows and a delivery row per subscriber; and tells the dispatcher once they
/// are durable. Also drains what waited for something that this unit, begun by a person and not by a message, has made true.
/// </summary>
public sealed class FactWriter(HandlerMap handlers, Func<Type, IReadOnlyCollection<string>> subscribersOf, CommitSignal signal)
{
    private const string InsertOutbox =
        "insert into outbox (message_id, type, body, created_at) values (@MessageId, @type, @body, @Now)";

    private const string InsertDelivery =
        """
        insert into delivery (message_id, subscriber, partition_key, slot, state, attempts, visible_at)
        values (@MessageId, @subscriber, @partitionKey, @slot, 0, 0, @VisibleAt)
        """;

    private bool _written;

    public async Task WriteAsync(UnitOfWork unit)
    {
        if (unit.AwaitedKey is { } key)
        {
            throw new InvalidOperationException($"Only a handler of a fact can wait for {key}.");
        }

        await WaitingFacts.DrainArrivedAsync(unit, handlers);
        foreach (var entry in unit.AuditEntries)
        {
            await AuditLog.WriteAsync(unit, entry);
        }

        foreach (var outgoing in unit.Facts)
        {
            await WriteAsync(unit, outgoing);
        }
    }

    /// <summary>Called once what was written is durable.</summary>
    public void Committed()
    {
        if (_written)
        {
            _written = false;
            signal.Raise();
        }
    }

    private async Task WriteAsync(UnitOfWork unit, OutgoingFact outgoing)
    {
        var header = outgoing.Fact.Header;
        var type = outgoing.Fact.GetType();
        var subscribers = subscribersOf(type);
        if (subscribers.Count == 0)
        {
            return;
        }

        await unit.ExecuteAsync(InsertOutbox, new { header.MessageId, type = type.Name, body = FactJson.Write(outgoing.Fact), unit.Now });
        var partitionKey = header.Key.ToString("N");
        var slot = Slots.Of(header.Key);
        foreach (var subscriber in subscribers)
        {
            await unit.ExecuteAsync(InsertDelivery, new { header.MessageId, subscriber, partitionKey, slot, outgoing.VisibleAt });
        }

        _written = true;
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
