using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
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

        Map(app);
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
        foreach (var service in app.Services.GetRequiredService<HostedServices>().All)
        {
            if (service.Module.Prepare is { } prepare)
            {
                await service.Database.WriteAsync(unit => prepare(unit, app.Services));
            }
        }
    }

    private static void Map(WebApplication app)
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
        foreach (var service in hosted.All)
        {
            service.Module.MapEndpoints(api.MapGroup("").WithTags(service.Name));
        }

        if (app.Environment.IsDevelopment() && app.Services.GetService<DevelopmentTokens>() is not null)
        {
            var ownsBusinessDate = hosted.All.Any(service => service.Module.BusinessDateNotBefore is not null);
            DevelopmentEndpoints.Map(api.MapGroup("").WithTags("development"), ownsBusinessDate);
        }
    }

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
