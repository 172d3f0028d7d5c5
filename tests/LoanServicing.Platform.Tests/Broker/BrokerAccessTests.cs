using System.Net;
using System.Net.Sockets;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging.RabbitMq;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;
using static LoanServicing.Platform.Tests.Broker.BrokerSteps;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>A node with TLS, a virtual host and an account of our own, for these tests.</summary>
public sealed class GuardedBroker : IAsyncLifetime
{
    public const string User = "loans";
    public const string Password = "p@ss/word:کرمان";
    public const string VirtualHost = "kerman/loans";

    private readonly BrokerAuthority _authority = new();
    private readonly int _tlsPort = FreePort.Next();
    private BrokerNode? _node;

    internal string CaFile => _authority.CaFile;

    internal Uri Plain => _node!.Address;

    internal Uri Tls => new($"amqps://127.0.0.1:{_tlsPort}/");

    public async Task InitializeAsync()
    {
        if (BrokerNode.WhyNot is not null)
        {
            return;
        }

        _node = new BrokerNode { Configuration = _authority.Configuration(_tlsPort) };
        await _node.StartAsync();
        await _node.ControlAsync("await_startup");
        await _node.ControlAsync("add_vhost", VirtualHost);
        await _node.ControlAsync("add_user", User, Password);
        await _node.ControlAsync("set_permissions", "-p", VirtualHost, User, ".*", ".*", ".*");
        await _node.ControlAsync("add_user", "narrow", "narrow-secret");
        await _node.ControlAsync("set_permissions", "-p", "/", "narrow", "^other", ".*", ".*");
    }

    public async Task DisposeAsync()
    {
        if (_node is { } node)
        {
            await node.DisposeAsync();
        }

        _authority.Dispose();
    }
}

/// <summary>The account, the virtual host and TLS by configuration, and what is told when one of them is wrong.</summary>
public sealed class BrokerAccessTests(GuardedBroker guarded) : IClassFixture<GuardedBroker>
{
    private readonly Dictionary<string, string?> _ours = new()
    {
        ["Transport:User"] = GuardedBroker.User,
        ["Transport:Password"] = GuardedBroker.Password,
        ["Transport:VirtualHost"] = GuardedBroker.VirtualHost,
    };

    [BrokerNodeFact]
    public async Task Over_tls_with_an_account_and_a_virtual_host_of_our_own_facts_travel_and_no_secret_is_logged()
    {
        using var folder = new TestFolder();
        var secret = folder.File("password");
        await File.WriteAllTextAsync(secret, GuardedBroker.Password + "\n");
        var settings = new Dictionary<string, string?>(_ours)
        {
            ["Transport:Password"] = null, ["Transport:PasswordFile"] = secret, ["Transport:Tls:CaFile"] = guarded.CaFile,
        };
        using var log = new KeptLog();
        await using (var app = await new BrokerApplication(guarded.Tls) { More = settings, Log = log }.StartAsync(TestModules.BetaModule()))
        {
            await PublishAsync(app.Database(TestModules.Alpha), Guid.CreateVersion7(), 3);

            await HeardAsync(app, 3);
        }

        Assert.Contains(log.Lines, line => line.Contains("Bus started", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("p@ss", StringComparison.Ordinal) || line.Contains("p%40ss", StringComparison.OrdinalIgnoreCase));
    }

    [BrokerNodeTheory]
    [InlineData("Transport:Password", "wrong-secret", "it refuses the account 'loans' or its password; set Transport:User and Transport:Password")]
    [InlineData("Transport:User", "nobody", "it refuses the account 'nobody' or its password;")]
    [InlineData("Transport:VirtualHost", "elsewhere", "the virtual host 'elsewhere' does not exist there or is closed to the account 'loans';")]
    public async Task A_broker_that_refuses_us_stops_the_start_and_says_what_to_change(string key, string value, string named)
    {
        var refusal = await RefusalAsync(guarded.Plain, new(_ours) { [key] = value });

        Assert.Contains(named, refusal, StringComparison.Ordinal);
    }

    [BrokerNodeFact]
    public async Task An_account_without_rights_on_our_names_is_told_them()
    {
        var refusal = await RefusalAsync(guarded.Plain, new() { ["Transport:User"] = "narrow", ["Transport:Password"] = "narrow-secret" });

        Assert.Contains("let the account 'narrow' configure, write and read the names that begin with", refusal, StringComparison.Ordinal);
    }

    [BrokerNodeFact]
    public async Task A_certificate_of_an_unknown_authority_is_not_accepted()
    {
        var refusal = await RefusalAsync(guarded.Tls, _ours);

        Assert.Contains("its TLS certificate is not accepted", refusal, StringComparison.Ordinal);
        Assert.Contains("Transport:Tls:CaFile", refusal, StringComparison.Ordinal);
    }

    [BrokerNodeFact]
    public async Task A_certificate_of_another_name_is_not_accepted()
    {
        var refusal = await RefusalAsync(
            guarded.Tls, new(_ours) { ["Transport:Tls:CaFile"] = guarded.CaFile, ["Transport:Tls:ServerName"] = "other.example" });

        Assert.Contains("its TLS certificate is not accepted", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_away_is_told_by_its_address()
    {
        var port = FreePort.Next();

        var refusal = await RefusalAsync(new Uri($"amqp://127.0.0.1:{port}/"), _ours);

        Assert.StartsWith($"RabbitMQ at amqp://127.0.0.1:{port}/", refusal, StringComparison.Ordinal);
        Assert.Contains("does not answer", refusal, StringComparison.Ordinal);
        Assert.EndsWith("start it, or set Transport:Uri.", refusal, StringComparison.Ordinal);
    }

    [BrokerNodeFact]
    public async Task Tls_to_a_port_without_is_told_to_name_the_other_port()
    {
        var refusal = await RefusalAsync(new UriBuilder(guarded.Plain) { Scheme = "amqps" }.Uri, _ours);

        Assert.Contains("no TLS can be begun there", refusal, StringComparison.Ordinal);
        Assert.Contains("let Transport:Uri name its port for TLS, usually 5671", refusal, StringComparison.Ordinal);
    }

    [BrokerNodeFact]
    public async Task Plain_amqp_to_a_port_of_tls_is_told_to_begin_with_amqps()
    {
        var refusal = await RefusalAsync(new UriBuilder(guarded.Tls) { Scheme = "amqp" }.Uri, _ours);

        Assert.Contains("if that port is one for TLS, let Transport:Uri begin with amqps://", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_takes_the_connection_and_says_nothing_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Transport:Kind"] = "RabbitMQ", ["Transport:Uri"] = $"amqp://loans:secret@{silent.LocalEndpoint}/",
        }).Build();

        var refusal = await Assert.ThrowsAsync<StartupException>(() => BrokerConnection.OpenAsync(
            BrokerSettings.Read(configuration)!, "test", CancellationToken.None, TimeSpan.FromMilliseconds(300)));

        Assert.EndsWith("it takes the connection and says nothing; look what listens there, or set Transport:Uri.", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(Uri address, Dictionary<string, string?> settings)
    {
        var refusal = (await Assert.ThrowsAsync<StartupException>(
            () => new BrokerApplication(address) { More = settings }.StartAsync(TestModules.BetaModule()))).Message;
        Assert.DoesNotContain(settings["Transport:Password"]!, refusal, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal, StringComparison.Ordinal);
        return refusal;
    }
}
