using LoanServicing.Platform.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Repayment.CloseOfDay;

/// <summary>Closes days when the business date has moved on. It looks at the date itself and not at the fact of its change, so a process that was away catches up.</summary>
internal sealed class CloseOfDayWorker(CloseOfDayRun run, CloseOfDaySettings settings, ILogger<CloseOfDayWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        settings.Enabled ? PeriodicWork.RunAsync("Closing days", Pause, CloseAsync, log, stoppingToken) : Task.CompletedTask;

    private async Task CloseAsync(CancellationToken cancel)
    {
        var days = await run.RunAsync(cancel);
        if (days > 0)
        {
            log.LogInformation("{Days} business days are closed", days);
        }
    }
}
