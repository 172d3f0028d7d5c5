using LoanServicing.Simulation.World;
using Xunit.Abstractions;

namespace LoanServicing.Simulation;

/// <summary>Runs of many seeds. Each must keep every rule at every step and come to an end in which the books close.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const int DefaultSeeds = 300;

    [Fact]
    public async Task EverySeed_KeepsEveryRule_AndClosesTheBooks()
    {
        var (first, count) = SeedSettings.Read(DefaultSeeds);
        var summary = new SeedSummary();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4) },
            async (offset, _) => await summary.RunAsync(RunPlan.Draw(first + offset)));

        output.WriteLine(summary.ToString());
        Assert.True(summary.Failures.Count == 0, summary.ToString());
    }
}
