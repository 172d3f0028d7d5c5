using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation;

/// <summary>A run is its seed: whatever failed once fails again.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task Run_OfTheSameSeedTwice_HasTheSameTrace(long seed)
    {
        var first = await RunAsync(seed);
        var second = await RunAsync(seed);

        Assert.Equal(first.Steps, second.Steps);
        Assert.Equal(first.Hash, second.Hash);
    }

    [Fact]
    public async Task Run_OfAnotherSeed_HasAnotherTrace() => Assert.NotEqual((await RunAsync(3)).Hash, (await RunAsync(4)).Hash);

    private static async Task<RunReport> RunAsync(long seed)
    {
        using var run = new SimulatedRun(RunPlan.Draw(seed));
        return await run.RunAsync();
    }
}
