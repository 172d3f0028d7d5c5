using LoanServicing.Platform.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Intake.Notifications;

/// <summary>Sends notifications where a gateway is configured; without one it does nothing.</summary>
/// <param name="makeSender">Called only where there is a gateway.</param>
internal sealed class NotificationWorker(
    NotificationSettings settings, GatewayPace pace, Func<NotificationSender> makeSender, ILogger<NotificationWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Gateway is null)
        {
            return;
        }

        var sender = makeSender();
        var keptAreQueued = false;
        await PeriodicWork.RunAsync(
            "Sending notifications",
            pace.Poll,
            async cancel =>
            {
                if (!keptAreQueued)
                {
                    await sender.QueueKeptAsync(cancel);
                    keptAreQueued = true;
                }

                await sender.RunAsync(cancel);
            },
            log,
            stoppingToken);
    }
}
