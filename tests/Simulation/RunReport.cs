using System.Globalization;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation;

/// <summary>What a run that found nothing did.</summary>
/// <param name="Hash">Of its trace: the same for the same seed.</param>
/// <param name="Counts">How often what went wrong, and what was done.</param>
internal sealed record RunReport(long Seed, string Hash, int Steps, IReadOnlyDictionary<string, int> Counts);

/// <summary>A run found that a rule does not hold.</summary>
internal sealed class SimulationFailedException(SimulatedWorld world, Exception cause)
    : Exception(
        string.Create(CultureInfo.InvariantCulture, $"""
        Seed {world.Plan.Seed}, step {world.Trace.Steps}: {cause.Message}
        See it again with LOANSERVICING_SIMULATION_SEED={world.Plan.Seed}. It was: {world.Plan}
        {string.Join('\n', world.Trace.Last)}
        """),
        cause)
{
    public int Step { get; } = world.Trace.Steps;
}
