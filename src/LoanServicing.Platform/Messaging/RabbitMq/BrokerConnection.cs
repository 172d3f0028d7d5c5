using System.Net.Security;
using System.Net.Sockets;
using LoanServicing.Platform.Data;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>Opens a connection of its own to the broker, or says in one sentence why that cannot be.</summary>
internal static class BrokerConnection
{
    public const ushort NotFound = 404;

    /// <summary>For the whole of a connection: RabbitMQ.Client itself waits without limit for a peer that takes it and says nothing.</summary>
    private static readonly TimeSpan OpeningTime = TimeSpan.FromSeconds(20);

    /// <exception cref="StartupException">The broker is away, or refuses this account, this virtual host or this certificate.</exception>
    public static async Task<IConnection> OpenAsync(BrokerSettings settings, string name, CancellationToken cancel, TimeSpan? patience = null)
    {
        bool? accepted = null;
        var factory = settings.CreateFactory();
        var validate = factory.Ssl.CertificateValidationCallback;
        factory.Ssl.CertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            accepted = validate?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;
            return accepted.Value;
        };
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(patience ?? OpeningTime);
        try
        {
            return await factory.CreateConnectionAsync(name, limited.Token);
        }
        catch (Exception cause) when (IsRefusal(cause) || (cause is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new StartupException($"RabbitMQ at {settings.Address} cannot be used: {BrokerRefusal.Why(cause, settings, accepted)}.");
        }
    }

    /// <summary>The words of the broker without its codes, for a sentence of ours.</summary>
    public static string Words(ShutdownEventArgs? reason) => reason?.ReplyText.TrimEnd('.') ?? "the channel was closed";

    private static bool IsRefusal(Exception cause) =>
        cause is BrokerUnreachableException or OperationInterruptedException or SocketException or IOException or TimeoutException;
}
