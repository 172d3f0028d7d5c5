using LoanServicing.Platform.Messaging.Outside;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>Puts a message into the rejected queue as it came, with the reason in headers; done once the broker has confirmed it there.</summary>
internal sealed class RejectedMessages(string rejectedQueue)
{
    /// <summary>The stable code, for programs; the sentence for people is in <see cref="UnreadableMessages.ReasonHeader"/>.</summary>
    public const string CodeHeader = "x-dead-letter-code";

    /// <summary>In characters.</summary>
    private const int LongestReason = 500;

    public async Task AddAsync(IChannel channel, BasicDeliverEventArgs message, Rejection rejection, CancellationToken cancel)
    {
        var properties = DeadProperties.With(
            message.BasicProperties, (CodeHeader, rejection.Code), (UnreadableMessages.ReasonHeader, Shortened($"{rejection.Code}: {rejection.Text}")));
        await channel.BasicPublishAsync("", rejectedQueue, mandatory: true, properties, message.Body, cancel);
    }

    private static string Shortened(string text) => text[..Math.Min(text.Length, LongestReason)];
}
