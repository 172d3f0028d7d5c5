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

/// <summary>
/// Takes in the bank's files, a few times a second. A file is taken once two looks in a row find it with the same size and time, since
/// not every bank renames: one that is being copied would look truncated.
/// </summary>
internal sealed class BankInboxWorker(BankInbox inbox, BankFolder folder, ILogger<BankInboxWorker> log) : BackgroundService
{
    private Dictionary<string, (long Length, DateTime WrittenAt)> _seen = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Polling.RunAsync(
        async () =>
        {
            var failures = new List<Exception>();
            foreach (var file in Settled())
            {
                await TakeInAsync(file, failures, stoppingToken);
            }

            if (failures.Count > 0)
            {
                throw new AggregateException(failures);
            }
        },
        log,
        stoppingToken);

    // One file that cannot be taken in does not hold up the others; a database that cannot be written holds up all.
    private async Task TakeInAsync(FileInfo file, List<Exception> failures, CancellationToken stopping)
    {
        try
        {
            await inbox.TakeInAsync(file, stopping);
        }
        catch (Exception cause) when (cause is not (DatabaseUnavailableException or OperationCanceledException))
        {
            failures.Add(new InvalidOperationException($"The bank's file {file.Name} could not be taken in: {cause.Message}", cause));
        }
    }

    private List<FileInfo> Settled()
    {
        var arrived = folder.Arrived();
        var settled = arrived
            .Where(file => _seen.TryGetValue(file.Name, out var before) && before == (file.Length, file.LastWriteTimeUtc))
            .ToList();
        _seen = arrived.ToDictionary(file => file.Name, file => (file.Length, file.LastWriteTimeUtc));
        return settled;
    }
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
