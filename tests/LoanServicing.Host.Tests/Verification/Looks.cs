using LoanServicing.Host.Verbs;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;

namespace LoanServicing.Host.Tests.Verification;

/// <summary>What <c>verify</c> finds in a folder of databases.</summary>
internal static class Looks
{
    /// <summary>The whole of it.</summary>
    public static Task<VerificationReport> WholeAsync(string folder) =>
        ProgrammeVerification.RunAsync(DatabaseSettings.Sqlite(folder), SealsOf(folder), elsewhere: null, CancellationToken.None);

    /// <summary>
    /// All of it that reads one service's database, for hundreds of damages there: that service's own looks and those between services. What is left out reads
    /// other databases alone, and would say each time what it says of sound ones.
    /// </summary>
    public static async Task<IReadOnlyList<string>> AtServiceAsync(string folder, string service)
    {
        var databases = DatabaseSettings.Sqlite(folder);
        var module = HostBuilding.Services.Single(one => one.Name == service);
        var own = await ProgrammeVerification.OfServiceAsync(databases, module, SealHeads.ReadAll(SealsOf(folder)), CancellationToken.None);
        var between = await ProgrammeVerification.BetweenAsync(databases, CancellationToken.None);
        return [.. own.Concat(between).SelectMany(finding => finding.Problems)];
    }

    public static async Task AssertSoundAsync(string folder)
    {
        var problems = (await WholeAsync(folder)).Problems.ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static string SealsOf(string folder) => Path.Combine(folder, "seals");
}
