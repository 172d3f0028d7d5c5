using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
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

    private readonly string _prefix = $"platform-test-{Guid.CreateVersion7():N}".Substring(0, 36) + ".";

    public static BrokerApplication Shared => new(new Uri(Environment.GetEnvironmentVariable(BrokerFactAttribute.Variable)!));

    /// <summary>Settings besides, over those that every test has.</summary>
    public IReadOnlyDictionary<string, string?> More { get; init; } = new Dictionary<string, string?>();

    /// <summary>Gets every line that is logged, of whatever level; null for none.</summary>
    public ILoggerProvider? Log { get; init; }

    /// <param name="services">The services that this process hosts, or null for all.</param>
    public Task<TestApplication> StartAsync(ServiceModule beta, string? services = null, string? folder = null) => TestApplication.StartAsync(
        [TestModules.AlphaModule(), beta],
        new()
        {
            Folder = folder,
            Settings = new(More)
            {
                ["Transport:Kind"] = "RabbitMQ",
                ["Transport:Uri"] = broker.AbsoluteUri,
                ["Transport:Prefix"] = _prefix,
                ["Services"] = services,
            },
            ConfigureServices = Configure,
        });

    private void Configure(IServiceCollection services)
    {
        services.AddSingleton(new DispatcherLimits
        {
            AttemptsBeforeParking = Attempts,
            FirstBackoff = Duration.FromMilliseconds(50),
            LongestBackoff = Duration.FromMilliseconds(500),
            DeliveryTimeout = Duration.FromSeconds(5),
        });
        if (Log is { } log)
        {
            services.AddSingleton(log);
            services.Configure<LoggerFilterOptions>(options => options.MinLevel = LogLevel.Trace);
        }
    }

    /// <summary>The service's queue exists and somebody takes from it.</summary>
    public async Task<bool> IsHeardAsync(string service) => await LookAsync(Queue(service)) is { ConsumerCount: > 0 };

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
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeleteAsync($"{_prefix}loanservicing.dead.v1");
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
