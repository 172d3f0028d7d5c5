using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
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

    /// <param name="services">The services that this process hosts, or null for all.</param>
    public Task<TestApplication> StartAsync(ServiceModule beta, string? services = null, string? folder = null) => TestApplication.StartAsync(
        [TestModules.AlphaModule(), beta],
        new()
        {
            Folder = folder,
            Settings = new()
            {
                ["Transport:Kind"] = "RabbitMQ",
                ["Transport:Uri"] = broker.AbsoluteUri,
                ["Transport:Prefix"] = _prefix,
                ["Services"] = services,
            },
            ConfigureServices = collection => collection.AddSingleton(new DispatcherLimits
            {
                AttemptsBeforeParking = Attempts,
                FirstBackoff = Duration.FromMilliseconds(50),
                LongestBackoff = Duration.FromMilliseconds(500),
                DeliveryTimeout = Duration.FromSeconds(5),
            }),
        });

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

    private string Queue(string service) => $"{_prefix}loanservicing.{service}.v2";

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
}
