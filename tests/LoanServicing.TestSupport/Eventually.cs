using System.Diagnostics;

namespace LoanServicing.TestSupport;

/// <summary>Waits for what another thread or process will make true. The deadline only bounds a test that fails.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(4);

    /// <exception cref="TimeoutException">It did not become true; the message says what was waited for.</exception>
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    /// <exception cref="TimeoutException">It did not become true; the message says what was waited for.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var timer = new PeriodicTimer(Interval);
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline)
            {
                throw new TimeoutException($"Waited {Deadline.TotalSeconds:0} seconds in vain: {what}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Reads until the value satisfies <paramref name="satisfied"/>, and returns it.</summary>
    /// <exception cref="TimeoutException">It never did; the message holds the last value.</exception>
    public static async Task<T> ValueAsync<T>(Func<Task<T>> read, Func<T, bool> satisfied, string what)
    {
        T last = default!;
        try
        {
            await TrueAsync(async () => satisfied(last = await read()), what);
        }
        catch (TimeoutException cause)
        {
            throw new TimeoutException($"{cause.Message} The last value was {last}.", cause);
        }

        return last;
    }
}
