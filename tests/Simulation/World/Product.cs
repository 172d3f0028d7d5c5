using System.Collections;
using LoanServicing.Disbursement;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Simulation.World;

/// <summary>
/// What all runs share because it remembers nothing: the configuration, the endpoints behind their routes, and empty databases to copy. An
/// endpoint reaches the databases and the clock of the process that is asked.
/// </summary>
internal sealed class Product
{
    private static readonly AsyncLocal<SimulatedProcess?> Asked = new();

    private readonly WebApplication _app;
    private readonly Dictionary<string, SqliteConnection> _templates;

    private Product()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Programme:File"] = Path.Combine(AppContext.BaseDirectory, "programme.json"),
        });
        builder.Logging.ClearProviders().AddProvider(new ErrorLog());
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IClock>(new AskedClock());
        builder.Services.AddPlatform(builder.Configuration, HostBuilding.Services);
        builder.Services.ConfigureHttpJsonOptions(options => FactJson.Configure(options.SerializerOptions));
        builder.Services.AddSingleton(provider => new HostedServices(new AskedServices(
            [.. HostBuilding.Services.Select(module => new HostedService(module, new AskedDatabase(module.Name), () => module.CheckKinds(provider)))])));
        foreach (var name in ServiceNames)
        {
            builder.Services.AddKeyedSingleton<IDatabase>(name, new AskedDatabase(name)); // a process that does not host it has none to give
        }

        _app = builder.Build();
        BankSettings = BankSettings.Read(_app.Configuration, isDevelopment: true);
        Pipeline = BuildPipeline();
        _templates = HostBuilding.Services.ToDictionary(module => module.Name, module => StoredService.Template(module, Instant.FromUnixTimeSeconds(0)));
    }

    public static Product Shared { get; } = new();

    public IReadOnlyList<string> ServiceNames { get; } = [.. HostBuilding.Services.Select(module => module.Name)];

    public BankSettings BankSettings { get; }

    private RequestDelegate Pipeline { get; }

    /// <summary>What each service listens to, made anew.</summary>
    public IReadOnlyList<HandlerMap> MapHandlers() => PlatformServices.MapHandlers(_app.Services, HostBuilding.Services);

    public StoredService NewDatabase(ServiceModule module, IClock clock)
    {
        lock (_templates)
        {
            return new StoredService(module, _templates[module.Name], clock);
        }
    }

    /// <summary>Brings a service's rows up to date, as every process does before it serves.</summary>
    public Task PrepareAsync(ServiceInstance service) =>
        HostBuilding.Services.Single(module => module.Name == service.Name).Prepare is { } prepare && service.Name != DisbursementService.Name
            ? service.Database.WriteAsync(unit => prepare(unit, _app.Services))
            : Task.CompletedTask;

    /// <summary>Sends a request to a process, past the network and the check of the token only.</summary>
    public async Task HandleAsync(SimulatedProcess process, HttpContext http)
    {
        Asked.Value = process;
        http.RequestServices = _app.Services;
        await Pipeline(http);
    }

    private RequestDelegate BuildPipeline()
    {
        var pipeline = new ApplicationBuilder(_app.Services);
        pipeline.UseProblemDetails();
        pipeline.UseRouting();
        pipeline.UseEndpoints(routes =>
        {
            var api = routes.MapGroup(PlatformApplication.ApiPrefix);
            CheckEndpoints.Map(api, _app.Services.GetRequiredService<HostedServices>());
            foreach (var module in HostBuilding.Services)
            {
                module.MapEndpoints(api);
            }
        });
        return pipeline.Build();
    }

    private static SimulatedProcess Process => Asked.Value ?? throw new InvalidOperationException("Nobody is asked.");

    private sealed class AskedClock : IClock
    {
        public Instant GetCurrentInstant() => Process.World.Clock.GetCurrentInstant();
    }

    private sealed class AskedDatabase(string name) : IDatabase
    {
        public string Name => name;

        private ProcessDatabase Own => Process.Service(name)?.Database ?? throw new InvalidOperationException($"This process does not host {name}.");

        public Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel = default) => Own.WriteAsync(work, cancel);

        public Task<T> ReadAsync<T>(Func<System.Data.Common.DbConnection, Task<T>> query, CancellationToken cancel = default) => Own.ReadAsync(query, cancel);
    }

    /// <summary>The services of the process that is asked.</summary>
    private sealed class AskedServices(IReadOnlyList<HostedService> all) : IReadOnlyList<HostedService>
    {
        public int Count => Own().Count();

        public HostedService this[int index] => Own().ElementAt(index);

        public IEnumerator<HostedService> GetEnumerator() => Own().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private IEnumerable<HostedService> Own() => Asked.Value is { } process ? all.Where(service => process.Service(service.Name) is not null) : all;
    }
}
