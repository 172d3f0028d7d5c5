using LoanServicing.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Platform.Messaging;

/// <summary>The one place that configures MassTransit: a queue per hosted service and one generic consumer for every fact.</summary>
internal static class MassTransitSetup
{
    /// <summary>Messages of one service handled side by side; they share commits.</summary>
    private const int Concurrency = 128;

    /// <summary>
    /// How long a stopping process goes on with the messages it has. Then those still waiting, for a database or for another attempt, are cancelled
    /// without an answer to the broker, which puts them back into their queue when the channel closes.
    /// </summary>
    private static readonly TimeSpan FinishingTime = TimeSpan.FromSeconds(2);

    public static void AddInMemory(IServiceCollection services, Func<IServiceProvider, IReadOnlyList<Subscription>> subscriptions) =>
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry(); // a bank's process calls nobody it was not told to
            bus.UsingInMemory((context, configure) =>
            {
                ConfigureJson(configure);
                configure.ConcurrentMessageLimit = Concurrency;
                var transport = context.GetRequiredService<InMemoryTransport>();
                foreach (var subscription in subscriptions(context))
                {
                    configure.ReceiveEndpoint(
                        subscription.Queue,
                        endpoint => AddConsumers(endpoint, subscription, (fact, cancel) => transport.ReceiveAsync(subscription, fact, cancel)));
                }
            });
        });

    /// <param name="prefix">What the names of all queues and exchanges begin with; may be empty.</param>
    public static void AddRabbitMq(
        IServiceCollection services, Uri broker, string prefix, Func<IServiceProvider, IReadOnlyList<Subscription>> subscriptions)
    {
        services.Configure<MassTransitHostOptions>(options => options.ConsumerStopTimeout = FinishingTime);
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq((context, configure) =>
            {
                ConfigureJson(configure);
                configure.Host(broker);
                if (prefix.Length > 0)
                {
                    configure.MessageTopology.SetEntityNameFormatter(new PrefixEntityNameFormatter(configure.MessageTopology.EntityNameFormatter, prefix));
                }

                var limits = context.GetRequiredService<DispatcherLimits>();
                var log = context.GetRequiredService<ILogger<QueueConsumer>>();
                foreach (var subscription in subscriptions(context))
                {
                    configure.ReceiveEndpoint(
                        prefix + subscription.Queue,
                        endpoint =>
                        {
                            endpoint.SetQuorumQueue();
                            endpoint.ConfigureConsumeTopology = false; // facts are sent to this queue by name
                            endpoint.PrefetchCount = Concurrency;
                            endpoint.ConcurrentMessageLimit = Concurrency;
                            endpoint.PublishFaults = false; // a failure is logged and parked, never told to others with the fact in it
                            var consumer = new QueueConsumer(subscription, limits, log);
                            AddConsumers(endpoint, subscription, consumer.ConsumeAsync);
                        });
                }
            });
        });
    }

    private static void ConfigureJson(IBusFactoryConfigurator configure) =>
        configure.ConfigureJsonSerializerOptions(FactJson.Configure);

    private static void AddConsumers(
        IReceiveEndpointConfigurator endpoint, Subscription subscription, Func<IFact, CancellationToken, Task> receive)
    {
        var add = typeof(MassTransitSetup).GetMethod(nameof(AddConsumer), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        foreach (var type in subscription.Handlers.FactTypes)
        {
            add.MakeGenericMethod(type).Invoke(null, [endpoint, receive]);
        }
    }

    private static void AddConsumer<TFact>(IReceiveEndpointConfigurator endpoint, Func<IFact, CancellationToken, Task> receive)
        where TFact : class, IFact =>
        endpoint.Handler<TFact>(context => receive(context.Message, context.CancellationToken));
}
