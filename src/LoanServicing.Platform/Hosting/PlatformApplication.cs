using LoanServicing.Domain;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Messaging.RabbitMq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Platform.Hosting;

/// <summary>Makes a web application of a set of services: what <c>serve</c> runs, and what tests run.</summary>
public static class PlatformApplication
{
    /// <summary>Prefix of every route but health and OpenAPI.</summary>
    public const string ApiPrefix = "/api/v1";

    /// <summary>Builds the application and brings its databases up to date; nothing is served until it is started.</summary>
    /// <exception cref="StartupException">It cannot start; the message says what to change.</exception>
    public static async Task<WebApplication> BuildAsync(WebApplicationBuilder builder, IReadOnlyList<ServiceModule> known)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddPlatform(builder.Configuration, known);
        AddWaitingFacts(builder.Services, builder.Configuration, known);
        builder.Services.ConfigureHttpJsonOptions(options => FactJson.Configure(options.SerializerOptions));
        Authentication.AddTokens(
            builder.Services,
            builder.Configuration,
            builder.Environment,
            PlatformOptions.Read(builder.Configuration, [.. known.Select(module => module.Name)]).DataFolder);
        builder.Services.AddAuthorization();
        OpenApiSchemas.AddDocument(builder.Services);
        var app = builder.Build();
        try
        {
            await PrepareAsync(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        Map(app, known);
        return app;
    }

    /// <summary>Each hosted service goes on with what its units left to drain.</summary>
    private static void AddWaitingFacts(IServiceCollection services, IConfiguration configuration, IReadOnlyList<ServiceModule> known)
    {
        foreach (var name in PlatformOptions.Read(configuration, [.. known.Select(module => module.Name)]).Services)
        {
            services.AddSingleton<IHostedService>(provider => new WaitingFactsWorker(
                provider.GetRequiredKeyedService<IDatabase>(name),
                provider.GetRequiredService<IReadOnlyList<HandlerMap>>().Single(map => map.Service == name),
                provider.GetRequiredService<NodaTime.IClock>(),
                provider.GetRequiredService<ILogger<WaitingFactsWorker>>()));
        }
    }

    private static async Task PrepareAsync(WebApplication app)
    {
        var options = app.Services.GetRequiredService<PlatformOptions>();
        if (options.Broker is { } broker)
        {
            await BrokerTopology.EnsureAsync(broker, options.Services, CancellationToken.None);
            var modules = app.Services.GetRequiredService<HostedServices>().All.Select(service => service.Module);
            await OutsideTopology.EnsureAsync(broker, modules.SelectMany(module => module.OutsideQueues), CancellationToken.None);
        }

        foreach (var service in app.Services.GetRequiredService<HostedServices>().All)
        {
            if (service.Module.Prepare is { } prepare)
            {
                await service.Database.WriteAsync(unit => prepare(unit, app.Services));
            }
        }
    }

    private static void Map(WebApplication app, IReadOnlyList<ServiceModule> known)
    {
        var hosted = app.Services.GetRequiredService<HostedServices>();
        app.UseProblemDetails();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapGet("/health/live", () => Results.Text("live")).ExcludeFromDescription();
        app.MapGet("/health/ready", (HttpContext http, CancellationToken cancel) => ReadyAsync(http, hosted, cancel)).ExcludeFromDescription();
        var api = app.MapGroup(ApiPrefix);
        api.DeriveRefusals();
        CheckEndpoints.Map(api.MapGroup("").WithTags("checks"), hosted);
        foreach (var module in known)
        {
            module.MapEndpoints(GroupOf(module, api, hosted));
        }

        if (app.Environment.IsDevelopment() && app.Services.GetService<DevelopmentTokens>() is not null)
        {
            var owner = known.FirstOrDefault(module => module.BusinessDateNotBefore is not null);
            DevelopmentEndpoints.Map(api.MapGroup("").WithTags("development"), owner is null ? null : GroupOf(owner, api, hosted));
        }
    }

    /// <summary>
    /// Each process knows every route, so that each has the document of the whole; those of a service that it does not host answer 421, which tells
    /// an operator that the gateway's table is wrong.
    /// </summary>
    private static RouteGroupBuilder GroupOf(ServiceModule module, RouteGroupBuilder api, HostedServices hosted)
    {
        var group = api.MapGroup("").WithTags(module.Name);
        return hosted.All.Any(service => service.Name == module.Name)
            ? group
            : group.AddEndpointFilter((_, _) => ValueTask.FromResult<object?>(ApiResults.Problem(ServedElsewhere(module.Name))));
    }

    private static ApiProblem ServedElsewhere(string service) => new(421, "service.elsewhere", new Bilingual(
        $"This process does not host {service}; ask the gateway, or the process that does.",
        $"این فرایند سرویس {service} را ندارد؛ از درگاه بپرسید."));

    /// <summary>Ready when the writer of every database answers.</summary>
    private static async Task<IResult> ReadyAsync(HttpContext http, HostedServices hosted, CancellationToken cancel)
    {
        foreach (var service in hosted.All)
        {
            try
            {
                await service.Database.WriteAsync(unit => unit.QuerySingleAsync<long>("select count(*) from business_date"), cancel);
            }
            catch (DatabaseUnavailableException cause)
            {
                http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("LoanServicing.Health")
                    .LogWarning("Not ready: {Cause}", cause.Message);
                return Results.Text($"not ready: {service.Name}", statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        }

        return Results.Text("ready");
    }
}
