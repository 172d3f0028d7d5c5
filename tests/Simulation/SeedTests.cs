using LoanServicing.Simulation.World;
using Xunit.Abstractions;

namespace LoanServicing.Simulation;

/// <summary>Runs of many seeds. Each must keep every rule at every step and come to an end in which the books close.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const int MostAtOnce = 4;

    [Fact]
    public async Task EverySeed_KeepsEveryRule_AndClosesTheBooks()
    {
        var settings = SeedSettings.Read();
        var summary = new SeedSummary();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, settings.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MostAtOnce) },
            async (offset, _) => await summary.RunAsync(RunPlan.Draw(settings.First + offset) with { ChecksAllEveryStep = settings.ChecksAllEveryStep }));

        output.WriteLine(summary.ToString());
        Assert.True(summary.Failures.Count == 0, summary.ToString());
    }
}
