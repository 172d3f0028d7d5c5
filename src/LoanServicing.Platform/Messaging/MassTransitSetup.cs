using LoanServicing.Contracts;
using LoanServicing.Platform.Messaging.RabbitMq;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Platform.Messaging;

/// <summary>The one place that configures MassTransit: a queue per hosted service and one generic consumer for every fact.</summary>
internal static class MassTransitSetup
{
    /// <summary>Messages of one service handled side by side in memory; they share commits.</summary>
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

    public static void AddRabbitMq(
        IServiceCollection services, BrokerSettings broker, Func<IServiceProvider, IReadOnlyList<Subscription>> subscriptions)
    {
        var names = new BrokerNames(broker.Prefix);
        services.Configure<MassTransitHostOptions>(options => options.ConsumerStopTimeout = FinishingTime);
        services.AddSingleton<BusWire>();
        services.AddSingleton<IBusDepot, OrderlyBus>(); // MassTransit adds its own only where there is none
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq((context, configure) =>
            {
                ConfigureJson(configure);
                broker.Apply(configure, context.GetRequiredService<BusWire>());
                if (broker.Prefix.Length > 0)
                {
                    configure.MessageTopology.SetEntityNameFormatter(
                        new PrefixEntityNameFormatter(configure.MessageTopology.EntityNameFormatter, broker.Prefix));
                }

                foreach (var subscription in subscriptions(context))
                {
                    configure.ReceiveEndpoint(names.Queue(subscription.Service), endpoint => ConfigureQueue(endpoint, broker, names, subscription, context));
                }
            });
        });
        services.AddSingleton<IHostedService>(provider => new BusWatch( // behind the bus, so that it is stopped before it
            broker,
            [.. subscriptions(provider).Select(subscription => names.Queue(subscription.Service))],
            provider.GetRequiredService<IBusControl>(),
            provider.GetRequiredService<BusWire>(),
            provider.GetRequiredService<BusWatchLimits>(),
            provider.GetRequiredService<IClock>(),
            provider.GetRequiredService<ILogger<BusWatch>>()));
    }

    private static void ConfigureQueue(
        IRabbitMqReceiveEndpointConfigurator endpoint, BrokerSettings broker, BrokerNames names, Subscription subscription, IServiceProvider services)
    {
        foreach (var (name, value) in BrokerTopology.QueueArguments(names, subscription.Service))
        {
            endpoint.SetQueueArgument(name, value);
        }

        endpoint.ConfigureConsumeTopology = false; // facts are sent to this queue by name
        endpoint.PrefetchCount = broker.Prefetch;
        endpoint.ConcurrentMessageLimit = broker.Concurrency;
        endpoint.PublishFaults = false; // a failure is logged and parked, never told to others with the fact in it
        var log = services.GetRequiredService<ILogger<QueueConsumer>>();
        var unreadable = new UnreadableMessages(names, subscription.Service, log);
        endpoint.ConfigureError(pipe => pipe.UseFilter(unreadable));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(unreadable));
        var consumer = new QueueConsumer(subscription, services.GetRequiredService<DispatcherLimits>(), log);
        AddConsumers(endpoint, subscription, consumer.ConsumeAsync);
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
