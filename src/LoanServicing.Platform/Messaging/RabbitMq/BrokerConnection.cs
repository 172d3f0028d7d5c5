using System.Net.Sockets;
using System.Security.Authentication;
using LoanServicing.Platform.Data;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>Opens a connection of its own to the broker, or says in one sentence why that cannot be.</summary>
internal static class BrokerConnection
{
    public const ushort NotAllowed = 530;
    private const ushort AccessRefused = 403;

    /// <summary>For the whole of a connection: RabbitMQ.Client itself waits without limit for a peer that takes it and says nothing.</summary>
    private static readonly TimeSpan OpeningTime = TimeSpan.FromSeconds(20);

    /// <exception cref="StartupException">The broker is away, or refuses this account, this virtual host or this certificate.</exception>
    public static async Task<IConnection> OpenAsync(BrokerSettings settings, string name, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(OpeningTime);
        try
        {
            return await settings.CreateFactory().CreateConnectionAsync(name, time.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new StartupException(
                $"RabbitMQ at {settings.Address} cannot be used: it takes the connection and says nothing; start it anew, or set Transport:Uri.");
        }
        catch (Exception cause) when (cause is BrokerUnreachableException or OperationInterruptedException or SocketException or IOException)
        {
            throw new StartupException($"RabbitMQ at {settings.Address} cannot be used: {Why(cause, settings)}.");
        }
    }

    /// <summary>The words of the broker without its codes, for a sentence of ours.</summary>
    public static string Words(ShutdownEventArgs? reason) => reason?.ReplyText.TrimEnd('.') ?? "the channel was closed";

    public static string ClosedVirtualHost(BrokerSettings settings) =>
        $"the virtual host '{settings.VirtualHost}' does not exist there or is closed to the account '{settings.User}'; make it, or set Transport:VirtualHost";

    private static string Why(Exception cause, BrokerSettings settings) => Innermost(cause) switch
    {
        AuthenticationFailureException or PossibleAuthenticationFailureException =>
            $"it refuses the account '{settings.User}' or its password; set Transport:User and Transport:Password to those of an account that it knows",
        OperationInterruptedException { ShutdownReason.ReplyCode: NotAllowed or AccessRefused } =>
            ClosedVirtualHost(settings),
        AuthenticationException tls =>
            $"its TLS certificate is not accepted ({tls.Message.TrimEnd('.')}); name its authority in Transport:Tls:CaFile and its name in Transport:Tls:ServerName",
        SocketException socket => $"it does not answer ({socket.Message.TrimEnd('.')}); start it, or set Transport:Uri",
        var other => $"it does not answer ({other.Message.TrimEnd('.')}); start it, or set Transport:Uri",
    };

    /// <summary>The deepest cause that tells what to change; a refused account lies above the broken connection that it ends in.</summary>
    private static Exception Innermost(Exception cause)
    {
        var deepest = cause;
        for (var inner = cause; inner is not null; inner = inner is AggregateException { InnerExceptions: [var first, ..] } ? first : inner.InnerException)
        {
            deepest = inner;
            if (inner is AuthenticationFailureException or PossibleAuthenticationFailureException or AuthenticationException or OperationInterruptedException)
            {
                break;
            }
        }

        return deepest;
    }
}
