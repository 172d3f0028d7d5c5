using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation;

/// <summary>Seeds that have found something wrong in the product.</summary>
public sealed class RegressionTests
{
    private const string PostingAfterReturn =
        "Open: a posting that reaches funding after the return of its loan breaks collected + written_off <= drawn and is parked, the one that takes it back behind it.";

    [Theory(Skip = PostingAfterReturn)]
    [InlineData(5009)]
    public async Task Seed_ThatFoundSomethingOnce_FindsNothing(long seed)
    {
        using var run = new SimulatedRun(RunPlan.Draw(seed));
        await run.RunAsync();
    }
}
