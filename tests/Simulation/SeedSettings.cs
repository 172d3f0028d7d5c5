using System.Globalization;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation;

/// <summary>
/// Which seeds to run: <c>LOANSERVICING_SIMULATION_SEED</c> for one, in which everything is checked after every step, or
/// <c>LOANSERVICING_SIMULATION_SEEDS</c> of them from <c>LOANSERVICING_SIMULATION_FROM</c> on.
/// </summary>
internal sealed record SeedSettings(long First, int Count, bool ChecksAllEveryStep)
{
    private const string Prefix = "LOANSERVICING_SIMULATION_";
    private const int Default = 200;
    private const int Long = 2000;

    /// <summary>One seed of so many has everything checked after every step, which takes about ten times as long.</summary>
    private const int BetweenFullChecks = 50;

    public static SeedSettings Read() => Number(Prefix + "SEED") is { } seed
        ? new SeedSettings(seed, 1, ChecksAllEveryStep: true)
        : new SeedSettings(Number(Prefix + "FROM") ?? 1, (int)(Number(Prefix + "SEEDS") ?? Otherwise), ChecksAllEveryStep: false);

    public IEnumerable<RunPlan> Plans() => Enumerable.Range(0, Count)
        .Select(offset => RunPlan.Draw(First + offset))
        .Select(plan => plan with { ChecksAllEveryStep = ChecksAllEveryStep || plan.Seed % BetweenFullChecks == 0 });

    /// <summary><c>tests/run.sh --long</c> runs more of them.</summary>
    private static int Otherwise => Environment.GetEnvironmentVariable("LOANSERVICING_TEST_LONG") is { Length: > 0 } ? Long : Default;

    private static long? Number(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : null;
}
