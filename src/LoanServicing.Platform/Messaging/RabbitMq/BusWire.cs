using RabbitMQ.Client;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>
/// The socket under the bus's connection. Whatever waits on it, the handshake included, ends when it is cut; the bus then connects again, as after any
/// loss. MassTransit gives no hold on its connection, and a stop of the bus waits for the same answer.
/// </summary>
internal sealed class BusWire
{
    private volatile ITcpClient? _last;

    /// <summary>Called before each connection is opened.</summary>
    public Task HoldAsync(ConnectionFactory factory)
    {
        factory.SocketFactory = family => _last = ConnectionFactoryBase.DefaultSocketFactory(family);
        return Task.CompletedTask;
    }

    public void Cut() => _last?.Close();
}
