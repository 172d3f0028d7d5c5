using Xunit.Abstractions;

namespace LoanServicing.Simulation;

/// <summary>Runs of many seeds. Each must keep every rule at every step and come to an end in which the books close.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const int MostAtOnce = 4;

    [Fact]
    public async Task EverySeed_KeepsEveryRule_AndClosesTheBooks()
    {
        var summary = new SeedSummary();
        await Parallel.ForEachAsync(
            SeedSettings.Read().Plans(),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MostAtOnce) },
            async (plan, _) => await summary.RunAsync(plan));

        output.WriteLine(summary.ToString());
        Assert.True(summary.Failures.Count == 0, summary.ToString());
    }
}
