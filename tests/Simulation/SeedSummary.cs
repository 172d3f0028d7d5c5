using System.Collections.Concurrent;
using System.Diagnostics;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation;

/// <summary>What many runs did and found.</summary>
internal sealed class SeedSummary
{
    private const int FailuresShown = 5;

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SimulationFailedException> _failures = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _runs;
    private int _steps;

    public IReadOnlyCollection<SimulationFailedException> Failures => _failures;

    public async Task RunAsync(RunPlan plan)
    {
        using var run = new SimulatedRun(plan);
        try
        {
            var report = await run.RunAsync();
            foreach (var (what, count) in report.Counts)
            {
                _counts.AddOrUpdate(what, count, (_, before) => before + count);
            }
        }
        catch (SimulationFailedException failure)
        {
            _failures.Enqueue(failure);
        }

        Interlocked.Increment(ref _runs);
        Interlocked.Add(ref _steps, run.World.Trace.Steps);
    }

    public override string ToString() => string.Join('\n',
    [
        $"{_runs} seeds, {_steps} steps, {_failures.Count} failed, {Stopwatch.GetElapsedTime(_started).TotalSeconds:0} seconds",
        string.Join(", ", _counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}")),
        .. _failures.Take(FailuresShown).Select(failure => failure.Message),
        "seeds: " + string.Join(' ', _failures.Select(failure => failure.Message.Split(' ', ',')[1])),
    ]);
}
