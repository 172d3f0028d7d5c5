using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Intake.Notifications;

/// <summary>Registers what tells people.</summary>
internal static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(GatewayPace.Default);
        services.AddSingleton(provider => NotificationSettings.Read(
            configuration, isDevelopment: provider.GetRequiredService<IHostEnvironment>().IsDevelopment()));
        services.AddSingleton<Notifier>();
        services.AddHttpClient(SmsGateway.ClientName, http => http.Timeout = Timeout.InfiniteTimeSpan) // the pipeline has a timeout for each request
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers(); // they would write the key when headers are logged
        services.AddSingleton(GatewayOf);
        services.AddSingleton<IHostedService>(provider => new NotificationWorker(
            provider.GetRequiredService<NotificationSettings>(),
            provider.GetRequiredService<GatewayPace>(),
            () => SenderOf(provider),
            provider.GetRequiredService<ILogger<NotificationWorker>>()));
        return services;
    }

    private static SmsGateway GatewayOf(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<NotificationSettings>().Gateway ?? throw new InvalidOperationException("There is no gateway.");
        return new SmsGateway(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(SmsGateway.ClientName), settings, provider.GetRequiredService<GatewayPace>(),
            GatewayPipeline.LimiterOf(settings), provider.GetRequiredService<IClock>());
    }

    private static NotificationSender SenderOf(IServiceProvider provider) => new(
        provider.GetRequiredKeyedService<IDatabase>(IntakeService.Name),
        provider.GetRequiredService<SmsGateway>(),
        provider.GetRequiredService<NotificationSettings>(),
        provider.GetRequiredService<GatewayPace>(),
        provider.GetRequiredService<IClock>(),
        provider.GetRequiredService<ILogger<NotificationSender>>());
}
