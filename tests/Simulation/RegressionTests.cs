using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation;

/// <summary>Seeds that have found something wrong in the product.</summary>
public sealed class RegressionTests
{
    /// <summary>5009: a posting that reached funding after the return of its loan found no principal, and the one that took it back waited behind it for ever.</summary>
    [Theory]
    [InlineData(5009)]
    public async Task Seed_ThatFoundSomethingOnce_FindsNothing(long seed)
    {
        using var run = new SimulatedRun(RunPlan.Draw(seed));
        await run.RunAsync();
    }
}
