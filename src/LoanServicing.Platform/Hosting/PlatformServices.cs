using LoanServicing.Contracts;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.Outside;
using LoanServicing.Platform.Messaging.RabbitMq;
using LoanServicing.Platform.Time;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Platform.Hosting;

/// <summary>Registers what every service stands on, for the services that this process hosts.</summary>
public static class PlatformServices
{
    /// <param name="known">Every service of the product; the configuration says which of them this process hosts.</param>
    /// <exception cref="StartupException">The configuration cannot be used.</exception>
    public static void AddPlatform(this IServiceCollection services, IConfiguration configuration, IReadOnlyList<ServiceModule> known)
    {
        var options = PlatformOptions.Read(configuration, [.. known.Select(module => module.Name)]);
        var modules = known.Where(module => options.Services.Contains(module.Name)).ToList();
        services.AddSingleton(options);
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        services.TryAddSingleton(DispatcherLimits.Default);
        services.TryAddSingleton(BusWatchLimits.Default);
        services.TryAddSingleton<OpenDatabase>((schema, clock, facts) => Databases.OpenAsync(options.Database, schema, clock, facts));
        var programme = Programmes.Load(configuration);
        services.AddSingleton(programme);
        services.AddSingleton(Holidays.Load(configuration, programme));
        services.AddSingleton(ProvisionTables.Load(configuration));
        services.AddSingleton(provider => MapHandlers(provider, known));
        services.AddSingleton(provider => OpenDatabases(provider, modules));
        services.AddSingleton(Peers.Read(configuration, options.Services, [.. known.Select(module => module.Name)]));
        services.AddHttpClient<PeerChecks>(http => http.Timeout = PeerChecks.Patience);
        AddTransport(services, options);
        foreach (var module in modules)
        {
            AddModule(services, configuration, module, [.. known.Select(other => other.Name)]);
        }
    }

    private static void AddModule(
        IServiceCollection services, IConfiguration configuration, ServiceModule module, IReadOnlyCollection<string> allServices)
    {
        services.AddKeyedSingleton<IDatabase>(module.Name, (provider, _) => Hosted(provider, module.Name).Database);
        services.AddSingleton<IHostedService>(provider => new Dispatcher(
            Hosted(provider, module.Name).Database,
            provider.GetRequiredService<ITransport>(),
            provider.GetRequiredService<CommitSignals>()[module.Name],
            provider.GetRequiredService<IClock>(),
            provider.GetRequiredService<DispatcherLimits>(),
            provider.GetRequiredService<ILogger<Dispatcher>>()));
        services.AddSingleton<IHostedService>(provider => new Sealer(
            Hosted(provider, module.Name).Database,
            [AuditLog.Table, .. module.SealedLogs],
            SealsFolder(provider.GetRequiredService<PlatformOptions>()),
            provider.GetRequiredService<ILogger<Sealer>>()));
        if (module.BusinessDateNotBefore is { } notBefore)
        {
            services.AddSingleton(provider => new BusinessDateOwner(
                Hosted(provider, module.Name).Database, allServices, notBefore, provider.GetRequiredService<IClock>(),
                provider.GetRequiredService<ILogger<BusinessDateOwner>>()));
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<BusinessDateOwner>());
        }

        if (BrokerSettings.Read(configuration) is { } broker)
        {
            AddOutsideQueues(services, broker, module);
        }

        module.AddServices(services, configuration);
    }

    /// <summary>One that is named must be usable at the start: where it is not, no head would be kept outside, and nobody would notice.</summary>
    private static string SealsFolder(PlatformOptions options) => options.SealsFolder == PlatformOptions.DefaultSealsFolder(options.DataFolder)
        ? options.SealsFolder
        : StartupFolder.Create(PlatformOptions.SealsKey, options.SealsFolder);

    private static void AddOutsideQueues(IServiceCollection services, BrokerSettings broker, ServiceModule module)
    {
        foreach (var queue in module.OutsideQueues)
        {
            services.AddSingleton<IHostedService>(provider => new OutsideConsumer(
                broker,
                queue,
                new MessageJudge(
                    queue, Hosted(provider, module.Name).Database, provider, provider.GetRequiredService<DispatcherLimits>(),
                    provider.GetRequiredService<ILogger<MessageJudge>>()),
                provider.GetRequiredService<DispatcherLimits>(),
                provider.GetRequiredService<ILogger<OutsideConsumer>>()));
        }
    }

    private static HostedService Hosted(IServiceProvider provider, string name) =>
        provider.GetRequiredService<HostedServices>().All.Single(service => service.Name == name);

    internal static IReadOnlyList<HandlerMap> MapHandlers(IServiceProvider provider, IReadOnlyList<ServiceModule> known)
    {
        var maps = new List<HandlerMap>();
        foreach (var module in known)
        {
            var map = new HandlerMap(module.Name);
            map.On<BusinessDateChanged>((fact, unit) => BusinessDates.AdoptAsync(fact, module.Name, unit));
            if (module.BusinessDateNotBefore is not null)
            {
                map.On<BusinessDateAdopted>(BusinessDateOwner.RecordAdoptionAsync);
            }

            module.MapHandlers(map, provider);
            maps.Add(map);
        }

        return maps;
    }

    private static HostedServices OpenDatabases(IServiceProvider provider, IReadOnlyList<ServiceModule> modules)
    {
        var open = provider.GetRequiredService<OpenDatabase>();
        var transport = provider.GetRequiredService<ITransport>();
        var signals = provider.GetRequiredService<CommitSignals>();
        var hosted = new List<HostedService>();
        try
        {
            foreach (var module in modules)
            {
                var writer = new FactWriter(HandlersOf(provider, module.Name), transport.SubscribersOf, signals[module.Name]);
                var database = open(module.Schema, provider.GetRequiredService<IClock>(), writer).GetAwaiter().GetResult();
                hosted.Add(new HostedService(module, database, () => module.CheckKinds(provider)));
            }
        }
        catch
        {
            new HostedServices(hosted).Dispose(); // those opened before the one that could not be
            throw;
        }

        return new HostedServices(hosted);
    }

    private static void AddTransport(IServiceCollection services, PlatformOptions options)
    {
        services.AddSingleton<CommitSignals>();
        services.AddSingleton<Acknowledgements>();
        if (options.Broker is { } broker)
        {
            services.AddSingleton(_ => new OutsidePublisher(broker));
            services.AddSingleton<ITransport>(provider => new RabbitMqTransport(
                provider.GetRequiredService<IReadOnlyList<HandlerMap>>(), new BrokerNames(broker.Prefix), provider.GetRequiredService<IBus>,
                provider.GetRequiredService<OutsidePublisher>()));
            MassTransitSetup.AddRabbitMq(services, broker, SubscriptionsOf);
        }
        else
        {
            services.AddSingleton(provider => new InMemoryTransport(
                provider.GetRequiredService<IReadOnlyList<HandlerMap>>(),
                provider.GetRequiredService<IBus>,
                provider.GetRequiredService<Acknowledgements>()));
            services.AddSingleton<ITransport>(provider => provider.GetRequiredService<InMemoryTransport>());
            MassTransitSetup.AddInMemory(services, SubscriptionsOf);
        }
    }

    private static IReadOnlyList<Subscription> SubscriptionsOf(IServiceProvider provider) =>
    [
        .. from service in provider.GetRequiredService<HostedServices>().All
           let handlers = HandlersOf(provider, service.Name)
           select new Subscription(handlers, new FactReceiver(service.Database, handlers)),
    ];

    private static HandlerMap HandlersOf(IServiceProvider provider, string service) =>
        provider.GetRequiredService<IReadOnlyList<HandlerMap>>().Single(map => map.Service == service);
}
