using LoanServicing.Disbursement.Inbox;
using LoanServicing.Disbursement.Outbox;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Disbursement;

/// <summary>Gives waiting orders to the bank, a few times a second.</summary>
internal sealed class PaymentFileWorker(PaymentFileWriter writer, ILogger<PaymentFileWorker> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Polling.RunAsync(
        async () =>
        {
            var files = await writer.RunAsync(stoppingToken);
            if (files > 0)
            {
                log.LogInformation("{Files} payment files were given to the bank", files);
            }
        },
        log,
        stoppingToken);
}

/// <summary>Takes in what the bank has told, a few times a second.</summary>
internal sealed class BankInboxWorker(InboxPass pass, ILogger<BankInboxWorker> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Polling.RunAsync(() => pass.RunAsync(stoppingToken), log, stoppingToken);
}

/// <summary>Does something again and again until it is told to stop. An error is logged and the work tried again a little later.</summary>
internal static class Polling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Func<Task> work, ILogger log, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                if (!await TryAsync(work, log, stopping))
                {
                    await Task.Delay(AfterError, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.LogDebug("Stopped");
        }
    }

    private static async Task<bool> TryAsync(Func<Task> work, ILogger log, CancellationToken stopping)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception cause) when (cause is DatabaseUnavailableException or IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The exchange with the bank will be tried again: {Cause}", cause.Message);
            return false;
        }
        catch (Exception cause) when (!stopping.IsCancellationRequested)
        {
            log.LogError(cause, "The exchange with the bank failed and will be tried again");
            return false;
        }
    }
}
