using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>Says what stands behind a connection to the broker that could not be opened, and which setting to change.</summary>
internal static class BrokerRefusal
{
    public const ushort NotAllowed = 530;
    private const ushort AccessRefused = 403;

    /// <param name="accepted">Whether we accepted the broker's certificate; null when none came.</param>
    public static string Why(Exception cause, BrokerSettings settings, bool? accepted) => Innermost(cause) switch
    {
        AuthenticationFailureException or PossibleAuthenticationFailureException =>
            $"it refuses the account '{settings.User}' or its password; set Transport:User and Transport:Password to those of an account that it knows",
        OperationInterruptedException { ShutdownReason.ReplyCode: NotAllowed or AccessRefused } => ClosedVirtualHost(settings),
        AuthenticationException tls when accepted is null =>
            $"no TLS can be begun there ({Words(tls)}); let Transport:Uri name its port for TLS, usually 5671, begin with amqp:// for a port without, or allow a TLS version that both have",
        AuthenticationException tls when accepted is false =>
            $"its TLS certificate is not accepted ({Words(tls)}); name its authority in Transport:Tls:CaFile and its name in Transport:Tls:ServerName",
        var ended when accepted is true && IsEnd(ended) =>
            $"it ends the connection after its certificate was accepted ({Words(ended)}); if it asks for a certificate of its clients, name one that it trusts in Transport:Tls:CertificateFile",
        var ended when settings.Tls is null && IsEnd(ended) =>
            $"it ends the connection before AMQP begins ({Words(ended)}); if that port is one for TLS, let Transport:Uri begin with amqps://",
        OperationCanceledException when !NeverReached(cause) =>
            "it takes the connection and says nothing; look what listens there, or set Transport:Uri",
        var other => $"it does not answer ({Words(other)}); start it, or set Transport:Uri",
    };

    public static string ClosedVirtualHost(BrokerSettings settings) =>
        $"the virtual host '{settings.VirtualHost}' does not exist there or is closed to the account '{settings.User}'; make it, or set Transport:VirtualHost";

    /// <summary>Nobody took the connection, as where a firewall drops it.</summary>
    private static bool NeverReached(Exception cause)
    {
        for (var inner = cause; inner is not null; inner = inner is AggregateException { InnerExceptions: [var first, ..] } ? first : inner.InnerException)
        {
            if (inner is ConnectFailureException)
            {
                return true;
            }
        }

        return false;
    }

    private static string Words(Exception cause) => cause.Message.TrimEnd('.');

    private static bool IsEnd(Exception cause) =>
        cause is AuthenticationException or EndOfStreamException or SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown };

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
