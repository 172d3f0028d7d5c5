using System.Globalization;

namespace LoanServicing.Simulation;

/// <summary>Which seeds to run: <c>LOANSERVICING_SIMULATION_SEED</c> for one, or <c>..._SEEDS</c> of them from <c>..._FROM</c> on.</summary>
internal static class SeedSettings
{
    private const string Prefix = "LOANSERVICING_SIMULATION_";

    public static (long First, int Count) Read(int otherwise) => Number("SEED") is { } seed
        ? (seed, 1)
        : (Number("FROM") ?? 1, (int)(Number("SEEDS") ?? otherwise));

    private static long? Number(string name) => Environment.GetEnvironmentVariable(Prefix + name) is { Length: > 0 } text
        ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : null;
}
