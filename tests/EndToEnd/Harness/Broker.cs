using System.Text.Json.Nodes;
using LoanServicing.Contracts;
using LoanServicing.Contracts.Outside;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Messaging;
using RabbitMQ.Client;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>
/// RabbitMQ for one test: the names of its queues and exchanges begin with a prefix of its own, so that tests do not take each other's facts.
/// </summary>
internal sealed class Broker : Transport
{
    public const string Variable = "LOANSERVICING_TEST_RABBITMQ";

    private readonly Uri _address;
    private readonly string _prefix = $"test-{Guid.CreateVersion7():N}-";

    public Broker()
        : this(new Uri(Environment.GetEnvironmentVariable(Variable)!))
    {
    }

    public Broker(Uri address) => _address = address;

    /// <summary>Why a test that needs a broker cannot run here; null when it can.</summary>
    public static string? WhyNot =>
        Uri.TryCreate(Environment.GetEnvironmentVariable(Variable), UriKind.Absolute, out _)
            ? null
            : $"It needs RabbitMQ; name one in {Variable} (amqp://user:password@host:5672/), or use tests/run.sh.";

    public override string Name => "RabbitMQ";

    public override IReadOnlyList<string> Arguments =>
        ["--Transport:Kind=RabbitMQ", $"--Transport:Uri={_address}", $"--Transport:Prefix={_prefix}"];

    /// <summary>For programs that read <c>amqp://</c> addresses by the letter: without a path the virtual host is the usual one.</summary>
    public string Address => _address.AbsolutePath == "/" ? _address.AbsoluteUri.TrimEnd('/') : _address.AbsoluteUri;

    /// <summary>The queue that the bank publishes to, and the exchange before it.</summary>
    public string Payments => _prefix + BankPaymentReceived.Queue;

    /// <summary>The exchange on which outside parties listen.</summary>
    public string LoanFacts => $"{_prefix}loanservicing.loan-facts.v1";

    private IEnumerable<string> Queues => HostBuilding.Services.Select(service => Queue(service.Name));

    /// <summary>Dead queues with what they hold.</summary>
    public override async Task<IReadOnlyList<string>> GivenUpAsync()
    {
        var found = new List<string>();
        await using var connection = await ConnectAsync();
        foreach (var queue in Queues.Select(queue => queue + ".dead"))
        {
            if (await CountAsync(connection, queue) is > 0 and var count)
            {
                found.Add($"{queue} holds {count}");
            }
        }

        return found;
    }

    /// <summary>From now on keeps a copy of every fact on its way to any service.</summary>
    public async Task TapAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in Queues)
        {
            await channel.QueueDeclareAsync(Tap(queue), durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(Tap(queue), queue, "");
        }
    }

    /// <summary>Sends every kept fact once more, in another order; how many they were.</summary>
    public async Task<int> SendTappedAgainAsync(Random random)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var kept = new List<(string Queue, BasicGetResult Message)>();
        foreach (var queue in Queues)
        {
            while (await channel.BasicGetAsync(Tap(queue), autoAck: true) is { } message)
            {
                kept.Add((queue, message));
            }
        }

        var all = kept.ToArray();
        random.Shuffle(all);
        await Task.WhenAll(all.Select(one => channel.BasicPublishAsync(
            "", one.Queue, mandatory: true, new BasicProperties(one.Message.BasicProperties), one.Message.Body).AsTask()));
        return all.Length;
    }

    /// <summary>The kept copies of what went to a service, each the fact's type and the fact; they are gone then.</summary>
    public async Task<IReadOnlyList<(string Type, JsonNode Fact)>> TappedAsync(string service)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var facts = new List<(string, JsonNode)>();
        while (await channel.BasicGetAsync(Tap(Queue(service)), autoAck: true) is { } message)
        {
            var envelope = JsonNode.Parse(message.Body.Span)!;
            facts.Add((((string)envelope["messageType"]![0]!).Split(':')[^1], envelope["message"]!));
        }

        return facts;
    }

    /// <summary>Nothing waits in the queue of any service, and nothing has been taken without an answer.</summary>
    public async Task<bool> IsEmptyAsync()
    {
        await using var connection = await ConnectAsync();
        foreach (var queue in Queues)
        {
            if (await CountAsync(connection, queue) != 0)
            {
                return false;
            }
        }

        return true;
    }

    public override async ValueTask DisposeAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in Queues)
        {
            foreach (var name in (string[])[queue, queue + ".dead", Tap(queue)])
            {
                await channel.QueueDeleteAsync(name);
                await channel.ExchangeDeleteAsync(name);
            }
        }

        await channel.ExchangeDeleteAsync($"{_prefix}loanservicing.dead.v1");
        await channel.ExchangeDeleteAsync(LoanFacts);
        await channel.ExchangeDeleteAsync(Payments);
        await channel.QueueDeleteAsync(Payments);
        await channel.QueueDeleteAsync(Payments + ".rejected");
        foreach (var type in FactJson.FactTypes.Append(typeof(IFact)))
        {
            await channel.ExchangeDeleteAsync($"{_prefix}{type.Namespace}:{type.Name}");
        }
    }

    private string Queue(string service) => $"{_prefix}loanservicing.{service}.v2";

    private static string Tap(string queue) => queue + ".tap";

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = _address }.CreateConnectionAsync();

    /// <summary>Messages of a queue; null when there is no such queue.</summary>
    private static async Task<uint?> CountAsync(IConnection connection, string queue)
    {
        // Asking for a queue that does not exist closes the channel, so each question has its own.
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == 404)
        {
            return null;
        }
    }
}
