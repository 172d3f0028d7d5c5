using System.Text;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Platform.Messaging.RabbitMq;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>Starts the tests' services on a broker, each test under names of its own.</summary>
internal sealed class BrokerApplication(Uri broker) : IAsyncDisposable
{
    /// <summary>Failures after which a delivery is parked.</summary>
    public const int Attempts = 6;

    private readonly List<IConnection> _listeners = [];
    private readonly string _prefix = $"platform-test-{Guid.CreateVersion7():N}".Substring(0, 36) + ".";

    public static BrokerApplication Shared => new(SharedAddress);

    /// <summary>The broker that tests share; it must be there.</summary>
    public static Uri SharedAddress => new(Environment.GetEnvironmentVariable(BrokerFactAttribute.Variable)!);

    /// <summary>Settings besides, over those that every test has.</summary>
    public IReadOnlyDictionary<string, string?> More { get; init; } = new Dictionary<string, string?>();

    /// <summary>Gets every line that is logged, of whatever level; null for none.</summary>
    public ILoggerProvider? Log { get; init; }

    /// <summary>Another address of the broker for the applications that are started from now on, not for the test.</summary>
    public Uri? Through { get; set; }

    /// <summary>Done when an application has its queues, before its bus connects.</summary>
    public Action BeforeStart { get; init; } = () => { };

    /// <summary>How long dispatchers' slots stay leased without renewal.</summary>
    public Duration Lease { get; init; } = DispatcherLimits.Default.Lease;

    /// <summary>How the bus is watched.</summary>
    public BusWatchLimits Watch { get; init; } = BusWatchLimits.Default;

    /// <param name="services">The services that this process hosts, or null for all.</param>
    public Task<TestApplication> StartAsync(ServiceModule beta, string? services = null, string? folder = null) => TestApplication.StartAsync(
        [TestModules.AlphaModule(), beta],
        new()
        {
            Folder = folder,
            Settings = new(More)
            {
                ["Transport:Kind"] = "RabbitMQ",
                ["Transport:Uri"] = (Through ?? broker).AbsoluteUri,
                ["Transport:Prefix"] = _prefix,
                ["Services"] = services,
            },
            ConfigureServices = Configure,
            Configure = _ => BeforeStart(),
        });

    private void Configure(IServiceCollection services)
    {
        services.AddSingleton(new DispatcherLimits
        {
            AttemptsBeforeParking = Attempts,
            FirstBackoff = Duration.FromMilliseconds(50),
            LongestBackoff = Duration.FromMilliseconds(500),
            DeliveryTimeout = Duration.FromSeconds(5),
            Lease = Lease,
        });
        services.AddSingleton(Watch);
        if (Log is { } log)
        {
            services.AddSingleton(log);
            services.Configure<LoggerFilterOptions>(options => options.MinLevel = LogLevel.Trace);
        }
    }

    /// <summary>The service's queue exists and somebody takes from it.</summary>
    public async Task<bool> IsHeardAsync(string service) => await ConsumersAsync(service) > 0;

    /// <summary>How many take from the service's queue.</summary>
    public async Task<uint> ConsumersAsync(string service) => (await LookAsync(Queue(service)))?.ConsumerCount ?? 0;

    /// <summary>Messages in the service's queue that nobody has taken.</summary>
    public async Task<uint> ReadyAsync(string service) => (await LookAsync(Queue(service)))?.MessageCount ?? 0;

    /// <summary>Messages that a service has given up.</summary>
    public async Task<uint> ErrorsAsync(string service) => (await LookAsync(Queue(service) + ".dead"))?.MessageCount ?? 0;

    private async Task<QueueDeclareOk?> LookAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue);
        }
        catch (OperationInterruptedException)
        {
            return null; // there is no such queue
        }
    }

    /// <summary>What was rejected of an outside party's queue.</summary>
    public DeadLetterQueue Rejected(OutsideQueue queue) => DeadLetterQueue.OfOutside(Settings, queue);

    /// <summary>Publishes to an outside queue as an outside party does.</summary>
    public async Task TellAsync(OutsideQueue queue, string body, BasicProperties? properties = null)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync("", _prefix + queue.Name, mandatory: true, properties ?? new BasicProperties(), Encoding.UTF8.GetBytes(body));
    }

    public async Task DeleteAsync(OutsideQueue queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeleteAsync(_prefix + queue.Name);
        await channel.QueueDeleteAsync(_prefix + queue.Name);
        await channel.QueueDeleteAsync($"{_prefix}{queue.Name}.rejected");
    }

    /// <summary>Listens to the messages about loans with a queue of its own, as an outside party does.</summary>
    /// <returns>Takes the next one, waiting until it is there.</returns>
    public async Task<Func<Task<BasicGetResult>>> ListenAsync(string key)
    {
        var connection = await ConnectAsync(); // its end ends the queue
        _listeners.Add(connection);
        var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(queue, $"{_prefix}loanservicing.loan-facts.v1", key);
        return () => Eventually.ValueAsync(async () => (await channel.BasicGetAsync(queue, autoAck: true))!, got => got is not null, "a message about a loan");
    }

    public DeadLetterQueue DeadLetters(string service) => DeadLetterQueue.OfService(Settings, service);

    /// <summary>Sends a message of anybody's to a service's queue.</summary>
    public async Task SendAsync(string service, byte[] body, string messageId)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var properties = new BasicProperties { MessageId = messageId, ContentType = "application/vnd.masstransit+json", Persistent = true };
        await channel.BasicPublishAsync("", Queue(service), mandatory: true, properties, body);
    }

    /// <summary>Takes the message that <paramref name="which"/> means and gives it back, as a process that dies does; false when the queue has none.</summary>
    public async Task<bool> ReturnOneAsync(string service, Func<ReadOnlyMemory<byte>, bool> which)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        while (await channel.BasicGetAsync(Queue(service), autoAck: false) is { } got)
        {
            if (which(got.Body))
            {
                await channel.BasicNackAsync(got.DeliveryTag, multiple: false, requeue: true);
                await channel.CloseAsync();
                return true;
            }

            await channel.BasicAckAsync(got.DeliveryTag, multiple: false); // a business date: of no interest here
        }

        return false;
    }

    /// <summary>Makes a service's queue before it does.</summary>
    public async Task DeclareAsync(string service, IDictionary<string, object?> arguments)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Queue(service), durable: true, exclusive: false, autoDelete: false, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeleteAsync($"{_prefix}loanservicing.dead.v1");
        await channel.ExchangeDeleteAsync($"{_prefix}loanservicing.loan-facts.v1");
        foreach (var queue in new[] { TestModules.Alpha, TestModules.Beta }.Select(Queue))
        {
            foreach (var name in new[] { queue, queue + ".dead" })
            {
                await channel.QueueDeleteAsync(name);
                await channel.ExchangeDeleteAsync(name);
            }
        }
    }

    private BrokerSettings Settings => BrokerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        [new("Transport:Kind", "RabbitMQ"), new("Transport:Uri", broker.AbsoluteUri), new("Transport:Prefix", _prefix)]).Build())!;

    private string Queue(string service) => $"{_prefix}loanservicing.{service}.v2";

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
}
