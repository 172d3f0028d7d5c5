using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging.RabbitMq;

namespace LoanServicing.Host.DeadLetters;

/// <summary>Dead letters on the broker: what a service could not read, what its queue gave up, and what was rejected of an outside party.</summary>
internal static class DeadQueues
{
    public static async IAsyncEnumerable<DeadLetter> ListAsync(BrokerSettings broker, string service, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var message in QueueOf(broker, service).ReadAsync(cancel))
        {
            yield return new DeadLetter(
                DeadLetterId.OfMessage(service, message.Id),
                $"{TypeOf(message.Body)} {message.MessageId} in the {Kind(service)} queue of {service}: {message.Reason}",
                Encoding.UTF8.GetString(message.Body));
        }
    }

    /// <summary>Sends one back to its queue.</summary>
    public static Task<bool> ReplayAsync(BrokerSettings broker, DeadLetterId id, CancellationToken cancel) =>
        QueueOf(broker, id.Service).ReplayAsync(id.Mark, cancel);

    /// <summary>Ends one for good. The decision is in the service's audit trail before the message is gone.</summary>
    public static async Task<bool> DiscardAsync(BrokerSettings broker, DeadLetterId id, string reason, IDatabase database, CancellationToken cancel)
    {
        var queue = QueueOf(broker, id.Service);
        await foreach (var message in queue.ReadAsync(cancel))
        {
            if (message.Id == id.Mark)
            {
                await database.WriteAsync(
                    unit => ParkedRows.RecordAsync(unit, id, "dead-letter.discarded", new { message.MessageId, type = TypeOf(message.Body), reason }), cancel);
                break;
            }
        }

        return await queue.DiscardAsync(id.Mark, cancel);
    }

    private static DeadLetterQueue QueueOf(BrokerSettings broker, string service) => OutsideParties.QueueOf(service) is { } queue
        ? DeadLetterQueue.OfOutside(broker, queue)
        : DeadLetterQueue.OfService(broker, service);

    private static string Kind(string service) => OutsideParties.QueueOf(service) is null ? "dead" : "rejected";

    /// <summary>The type that the envelope names; a message that is none of ours has no name.</summary>
    private static string TypeOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("messageType")[0].GetString()?.Split(':')[^1] ?? "message";
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return "message";
        }
    }
}
