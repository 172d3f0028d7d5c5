using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>Facts that are in the broker: their sender has let them go, and their receiver has not committed them.</summary>
public static class QueuedFacts
{
    /// <summary>A look is for a remark only, and worth waiting for no longer than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many lie in the queues of these services, how many in their dead queues, and how many processes take from the former. What a process has
    /// taken and not answered is not counted.
    /// </summary>
    /// <exception cref="Data.StartupException">The broker cannot be used, or a queue does not answer.</exception>
    public static async Task<(long Ready, long Dead, long Consumers)> CountAsync(BrokerSettings settings, IEnumerable<string> services, CancellationToken cancel)
    {
        var names = new BrokerNames(settings.Prefix);
        await using var connection = await BrokerConnection.OpenAsync(settings, "LoanServicing verify", cancel, Patience);
        var (ready, dead, consumers) = (0L, 0L, 0L);
        foreach (var service in services)
        {
            await BrokerTopology.ExplainAsync(settings, names.Queue(service), async () =>
            {
                var queue = await LookAsync(connection, names.Queue(service), cancel);
                (ready, consumers) = (ready + (queue?.MessageCount ?? 0), consumers + (queue?.ConsumerCount ?? 0));
                dead += (await LookAsync(connection, names.DeadQueue(service), cancel))?.MessageCount ?? 0;
            });
        }

        return (ready, dead, consumers);
    }

    /// <summary>Null where its service has never been started on this broker.</summary>
    private static async Task<QueueDeclareOk?> LookAsync(IConnection connection, string queue, CancellationToken cancel)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
            return await channel.QueueDeclarePassiveAsync(queue, cancel);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == BrokerConnection.NotFound)
        {
            return null;
        }
    }
}
