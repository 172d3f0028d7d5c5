using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;

namespace LoanServicing.Platform.Tests.Hosting;

public sealed class PeriodicWorkTests
{
    [Fact]
    public async Task What_fails_in_any_way_is_logged_and_done_again_until_it_is_told_to_stop()
    {
        using var log = new KeptLog();
        using var stop = new CancellationTokenSource();
        var (times, again) = (0, new TaskCompletionSource());

        var work = PeriodicWork.RunAsync("Counting", TimeSpan.FromMilliseconds(1), DoAsync, log, stop.Token);
        await again.Task;
        await stop.CancelAsync();
        await work;

        Assert.Contains(log.Lines, line => line.StartsWith("Counting waits: A row was changed by another unit", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Counting failed and is tried again System.InvalidOperationException: a defect", StringComparison.Ordinal));

        Task DoAsync(CancellationToken cancel)
        {
            switch (++times)
            {
                case 1:
                    throw new ConcurrentChangeException("A row");
                case 2:
                    throw new InvalidOperationException("a defect");
                default:
                    again.TrySetResult();
                    return Task.CompletedTask;
            }
        }
    }
}
