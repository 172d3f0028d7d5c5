using System.Text.Json;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>
/// Puts what no consumer can read, or nobody here listens to, into the service's dead queue as it came, with the reason in a header. The broker
/// has confirmed it there before it is acknowledged; if that fails it goes back to its queue, whose delivery limit ends in the same place.
/// </summary>
internal sealed class UnreadableMessages(BrokerNames names, string service, ILogger log) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    /// <summary>Why a message is dead; what the broker itself gives up has <c>x-first-death-reason</c>.</summary>
    public const string ReasonHeader = "x-dead-letter-reason";

    private const int LongestReason = 500;

    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) => MoveAsync(context, "unreadable", context.Exception);

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => MoveAsync(context, $"{service} listens to no message of this type", null);

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");

    private async Task MoveAsync(ReceiveContext context, string reason, Exception? cause)
    {
        if (context.HasPayloadType(typeof(Moved)))
        {
            return; // the bus also asks about what could not be read, as about a message that nobody took
        }

        if (!context.TryGetPayload(out ChannelContext? channel) || !context.TryGetPayload(out RabbitMqBasicConsumeContext? received))
        {
            throw new InvalidOperationException("A message from RabbitMQ has no channel.");
        }

        var text = cause is null ? reason : $"{reason}: {Kind(cause)}";
        var properties = DeadProperties.With(received.Properties, (ReasonHeader, text[..Math.Min(text.Length, LongestReason)]));
        await channel.BasicPublishAsync("", names.DeadQueue(service), mandatory: true, properties, context.GetBody(), awaitAck: true, context.CancellationToken);
        context.GetOrAddPayload(static () => new Moved());
        log.LogError("A message {MessageId} to {Service} is dead: {Reason}", received.Properties.MessageId, service, text);
    }

    /// <summary>The kind and the place of the error; the serializer's words may quote the message, and with it a person's data.</summary>
    private static string Kind(Exception cause) => cause switch
    {
        JsonException { Path: { } path } => $"{nameof(JsonException)} at {path}",
        { InnerException: { } inner } => Kind(inner),
        _ => cause.GetType().Name,
    };

    /// <summary>Marks a message that is in the dead queue.</summary>
    private sealed record Moved;
}
