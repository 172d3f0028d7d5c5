using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using LoanServicing.Platform.Messaging.Outside;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>A message that a queue gave up.</summary>
/// <param name="Id">Of the message's id and body, so that it is the same at each look.</param>
public sealed record DeadMessage(string Id, string? MessageId, string Reason, byte[] Body);

/// <summary>The dead letters of one queue: looked at without taking them, sent back to their queue, or ended.</summary>
/// <param name="dead">Where they lie.</param>
/// <param name="source">The queue that they go back to.</param>
public sealed class DeadLetterQueue(BrokerSettings settings, string dead, string source)
{
    private const int IdBytes = 8;
    private const string FirstDeath = "x-first-death-reason";

    public static DeadLetterQueue OfService(BrokerSettings settings, string service)
    {
        var names = new BrokerNames(settings.Prefix);
        return new DeadLetterQueue(settings, names.DeadQueue(service), names.Queue(service));
    }

    /// <summary>What was rejected of the messages of outside parties, which can go back to their queue.</summary>
    public static DeadLetterQueue OfOutside(BrokerSettings settings, OutsideQueue queue)
    {
        var names = new BrokerNames(settings.Prefix);
        return new DeadLetterQueue(settings, names.Rejected(queue.Name), names.Outside(queue.Name));
    }

    /// <summary>All that lies there now, in its order. While it is read nobody else sees it; then it is back.</summary>
    public async IAsyncEnumerable<DeadMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await BrokerConnection.OpenAsync(settings, "LoanServicing dead letters", cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        while (await GetAsync(channel, cancel) is { } got)
        {
            yield return Read(got);
        }

        // Closing the channel without an answer puts all of them back.
    }

    /// <summary>Sends one back to its queue; it has left the dead ones only once the broker has confirmed it there. False when there is none of this id.</summary>
    public Task<bool> ReplayAsync(string id, CancellationToken cancel) => TakeAsync(
        id,
        async (channel, got) =>
        {
            await channel.BasicPublishAsync("", source, mandatory: true, DeadProperties.WithoutMarks(got.BasicProperties), got.Body, cancel);
        },
        cancel);

    /// <summary>Ends one for good. False when there is none of this id.</summary>
    public Task<bool> DiscardAsync(string id, CancellationToken cancel) => TakeAsync(id, (_, _) => Task.CompletedTask, cancel);

    private async Task<bool> TakeAsync(string id, Func<IChannel, BasicGetResult, Task> move, CancellationToken cancel)
    {
        await using var connection = await BrokerConnection.OpenAsync(settings, "LoanServicing dead letters", cancel);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancel);
        while (await GetAsync(channel, cancel) is { } got)
        {
            if (Read(got).Id == id)
            {
                await move(channel, got);
                await channel.BasicAckAsync(got.DeliveryTag, multiple: false, cancel);
                await channel.CloseAsync(cancel); // the answer is on its way before the others are put back
                return true;
            }
        }

        return false;
    }

    private async Task<BasicGetResult?> GetAsync(IChannel channel, CancellationToken cancel)
    {
        try
        {
            return await channel.BasicGetAsync(dead, autoAck: false, cancel);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == BrokerConnection.NotFound)
        {
            return null; // its service has never been started on this broker
        }
    }

    private static DeadMessage Read(BasicGetResult got)
    {
        var body = got.Body.ToArray();
        var messageId = got.BasicProperties.MessageId;
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(messageId ?? ""), 0, .. body]);
        return new DeadMessage(Convert.ToHexStringLower(hash.AsSpan(0, IdBytes)), messageId, Reason(got.BasicProperties.Headers), body);
    }

    private static string Reason(IDictionary<string, object?>? headers)
    {
        if (headers is null)
        {
            return "no reason is given";
        }

        if (headers.TryGetValue(UnreadableMessages.ReasonHeader, out var ours))
        {
            return Text(ours);
        }

        return headers.TryGetValue(FirstDeath, out var theirs) ? $"the broker gave it up: {Text(theirs)}" : "no reason is given";
    }

    private static string Text(object? value) =>
        value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
