using Xunit.Abstractions;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>The chance in a test comes from a seed that is printed; LOANSERVICING_TEST_SEED repeats it.</summary>
internal static class TestSeed
{
    private const string Variable = "LOANSERVICING_TEST_SEED";

    public static int Next(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Variable), out var given) ? given : Random.Shared.Next(1_000_000);
        output.WriteLine($"{Variable}={seed}");
        return seed;
    }
}
