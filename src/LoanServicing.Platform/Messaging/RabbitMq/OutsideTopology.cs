using LoanServicing.Platform.Messaging.Outside;
using RabbitMQ.Client;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>What outside parties meet on the broker: the queues they publish to and the exchange they listen on.</summary>
internal static class OutsideTopology
{
    /// <summary>Declares them, as often as asked.</summary>
    /// <exception cref="Data.StartupException">The broker is away, refuses us, or has one of them with other arguments.</exception>
    public static async Task EnsureAsync(BrokerSettings settings, IEnumerable<OutsideQueue> queues, CancellationToken cancel)
    {
        var names = new BrokerNames(settings.Prefix);
        await using var connection = await BrokerConnection.OpenAsync(settings, "LoanServicing topology", cancel);
        await BrokerTopology.ExplainAsync(settings, names.LoanFacts, async () =>
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
            await channel.ExchangeDeclareAsync(names.LoanFacts, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancel);
        });
        foreach (var queue in queues)
        {
            await BrokerTopology.ExplainAsync(settings, names.Outside(queue.Name), async () =>
            {
                await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
                await BrokerTopology.DeclarePairAsync(channel, names, names.Outside(queue.Name), names.Rejected(queue.Name), cancel);
            });
        }

        await connection.CloseAsync(cancel);
    }
}
