using LoanServicing.Platform.Data;
using MassTransit;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>How RabbitMQ is reached and how much is taken from it at a time. Holds a password: only <see cref="Address"/> may be shown.</summary>
public sealed class BrokerSettings
{
    private const ushort PlainPort = 5672;
    private const ushort TlsPort = 5671;

    /// <summary>A process asks for so long before it says that the broker does not answer.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private string _password = "";

    private BrokerSettings(string host, ushort port) => (Host, Port) = (host, port);

    public string Host { get; }

    public ushort Port { get; }

    public string VirtualHost { get; private init; } = "/";

    public string User { get; private init; } = "";

    /// <summary>What the names of our queues and exchanges begin with, so that installations may share one broker; usually empty.</summary>
    public string Prefix { get; private init; } = "";

    /// <summary>Messages of one service that the broker hands to this process before the first is acknowledged.</summary>
    public ushort Prefetch { get; private init; }

    /// <summary>Messages of one service handled side by side; they share commits.</summary>
    public int Concurrency { get; private init; }

    public BrokerTls? Tls { get; private init; }

    /// <summary>Where it is, without credentials.</summary>
    public string Address => $"{(Tls is null ? "amqp" : "amqps")}://{Host}:{Port}/{(VirtualHost == "/" ? "" : Uri.EscapeDataString(VirtualHost))}";

    public override string ToString() => Address;

    /// <summary>Null when the configuration asks for the in-memory transport.</summary>
    /// <exception cref="StartupException">A key has a value that cannot be used; the message says which and what to write.</exception>
    public static BrokerSettings? Read(IConfiguration configuration)
    {
        var transport = configuration.GetSection("Transport");
        return (transport["Kind"] ?? "InMemory") switch
        {
            "InMemory" => InMemory(transport),
            "RabbitMQ" => ReadBroker(transport),
            var kind => throw new StartupException($"Transport:Kind is '{kind}'; it must be InMemory or RabbitMQ."),
        };
    }

    /// <summary>A connection outside of the bus: for the topology and for dead letters.</summary>
    internal ConnectionFactory CreateFactory()
    {
        var factory = new ConnectionFactory
        {
            HostName = Host,
            Port = Port,
            VirtualHost = VirtualHost,
            UserName = User,
            Password = _password,
            RequestedConnectionTimeout = AnswerTime,
            ContinuationTimeout = AnswerTime,
            AutomaticRecoveryEnabled = false,
        };
        if (Tls is { } tls)
        {
            factory.Ssl = new SslOption(tls.ServerName ?? Host, tls.CertificateFile ?? "", enabled: true)
            {
                CertPassphrase = tls.CertificatePassword,
                CertificateValidationCallback = tls.Validation,
            };
        }

        return factory;
    }

    internal void Apply(IRabbitMqBusFactoryConfigurator bus, BusWire wire) => bus.Host(Host, Port, VirtualHost, host =>
    {
        host.OnRefreshConnectionFactory = wire.HoldAsync;
        host.Username(User);
        host.Password(_password);
        if (Tls is { } tls)
        {
            host.UseSsl(ssl =>
            {
                ssl.Protocol = System.Security.Authentication.SslProtocols.None; // whatever the operating system allows
                ssl.ServerName = tls.ServerName ?? Host;
                ssl.CertificateValidationCallback = tls.Validation;
                ssl.CertificatePath = tls.CertificateFile;
                ssl.CertificatePassphrase = tls.CertificatePassword;
            });
        }
    });

    private static BrokerSettings? InMemory(IConfigurationSection transport)
    {
        StartupSettings.RefuseIdle(transport, but: "Kind", "Transport:Kind is InMemory, which uses no broker; set Transport:Kind to RabbitMQ");
        return null;
    }

    private static BrokerSettings ReadBroker(IConfiguration transport)
    {
        var uri = ReadUri(transport["Uri"]);
        var isTls = uri.Scheme == "amqps";
        if (!isTls)
        {
            StartupSettings.RefuseIdle(transport.GetSection("Tls"), but: null, $"Transport:Uri begins with {uri.Scheme}://, which is without TLS; begin it with amqps://");
        }

        var userInfo = uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        var prefetch = BrokerSettingsReader.Number(transport, "Prefetch", 128, 1, 10_000);
        return new BrokerSettings(uri.Host, uri.Port > 0 ? (ushort)uri.Port : isTls ? TlsPort : PlainPort)
        {
            VirtualHost = StartupSettings.Given(transport["VirtualHost"]) ?? (uri.AbsolutePath.Trim('/') is { Length: > 0 } path ? Uri.UnescapeDataString(path) : "/"),
            User = StartupSettings.Given(transport["User"]) ?? (userInfo[0].Length > 0 ? userInfo[0] : throw new StartupException(
                "Transport:User is not set; name the account of this process on RabbitMQ, and its password in Transport:Password or Transport:PasswordFile.")),
            _password = BrokerSettingsReader.Password(transport) ?? userInfo.ElementAtOrDefault(1) ?? throw new StartupException(
                "Transport:Password is not set; give the password of Transport:User there, or name a file that holds it in Transport:PasswordFile."),
            Prefix = BrokerSettingsReader.Prefix(transport["Prefix"] ?? ""),
            Prefetch = (ushort)prefetch,
            Concurrency = BrokerSettingsReader.Number(transport, "Concurrency", prefetch, 1, prefetch),
            Tls = isTls ? BrokerTls.Read(transport) : null,
        };
    }

    private static Uri ReadUri(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" or "rabbitmq" && uri.Host.Length > 0 && uri.Query.Length == 0 && IsWhole(uri)
            ? uri
            : throw new StartupException(
                "Transport:Kind is RabbitMQ, so Transport:Uri must be an address like amqp://user:password@host:5672/ (amqps:// for TLS); a password with / ? or # goes into Transport:Password.");

    /// <summary>False where the address was cut by a password with a stroke or a hash: what follows would pass for a virtual host, and be shown.</summary>
    private static bool IsWhole(Uri uri) => uri.Fragment.Length == 0 && !uri.AbsolutePath.Contains('@', StringComparison.Ordinal);
}
