using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>Facts that are under way in the broker: their sender has let them go, and their receiver has not committed them.</summary>
public static class QueuedFacts
{
    /// <summary>How many lie ready in the queues of these services; those that a running process has in hand are not counted.</summary>
    /// <exception cref="Data.StartupException">The broker cannot be used, or a queue does not answer.</exception>
    public static async Task<long> CountAsync(BrokerSettings settings, IEnumerable<string> services, CancellationToken cancel)
    {
        var names = new BrokerNames(settings.Prefix);
        await using var connection = await BrokerConnection.OpenAsync(settings, "LoanServicing verify", cancel);
        long count = 0;
        foreach (var queue in services.Select(names.Queue))
        {
            await BrokerTopology.ExplainAsync(settings, queue, async () => count += await CountAsync(connection, queue, cancel));
        }

        return count;
    }

    private static async Task<long> CountAsync(IConnection connection, string queue, CancellationToken cancel)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
            return await channel.MessageCountAsync(queue, cancel);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == BrokerConnection.NotFound)
        {
            return 0; // its service has never been started on this broker
        }
    }
}
