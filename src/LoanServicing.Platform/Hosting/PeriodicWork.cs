using System.Data.Common;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Platform.Hosting;

/// <summary>
/// What a service does again and again beside its requests and messages. It ends when it is told to and at no failure: what cannot be done now is
/// logged and tried again, because a worker that has ended takes the whole process with it.
/// </summary>
public static class PeriodicWork
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>Does the work with a pause before each time.</summary>
    /// <param name="name">What it is, as the log calls it: <c>Serving the waiting lists</c>.</param>
    /// <param name="pause">Between two times; after a failure at least five seconds.</param>
    public static async Task RunAsync(string name, TimeSpan pause, Func<CancellationToken, Task> work, ILogger log, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                if (!await TryAsync(name, work, log, stopping))
                {
                    await Task.Delay(AfterFailure, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.LogDebug("{Work} has ended", name);
        }
    }

    /// <returns>False where a longer pause is due; another unit that came first is no failure.</returns>
    private static async Task<bool> TryAsync(string name, Func<CancellationToken, Task> work, ILogger log, CancellationToken stopping)
    {
        try
        {
            await work(stopping);
            return true;
        }
        catch (ConcurrentChangeException cause)
        {
            log.LogWarning("{Work} waits: {Cause}", name, cause.Message);
            return true;
        }
        catch (Exception cause) when (cause is DatabaseUnavailableException or DbException or IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{Work} waits: {Cause}", name, DatabaseErrors.Describe(cause));
            return false;
        }
        catch (Exception cause) when (!stopping.IsCancellationRequested)
        {
            log.LogError(cause, "{Work} failed and is tried again", name);
            return false;
        }
    }
}
