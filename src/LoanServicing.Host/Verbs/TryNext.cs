using LoanServicing.Platform.Hosting;
using LoanServicing.Repayment;

namespace LoanServicing.Host.Verbs;

/// <summary>
/// What a development host prints to be typed next: it must reach this host and its folders, from the same working folder. A process of some
/// services shows only what it answers itself.
/// </summary>
internal static class TryNext
{
    public static IEnumerable<string> Lines(string address, PlatformOptions options, string? programmeFile)
    {
        if (options.Services.Contains(RepaymentService.Name))
        {
            yield return $"curl -s {Quoted(address + "/api/v1/quotes")} -H 'Content-Type: application/json' -d '{{\"principalRials\":1000000000,\"installments\":60,\"firstDuePersian\":\"1405-10-01\"}}'";
        }

        yield return $"curl -s {Quoted(address + "/api/v1/dev/tokens")} -H 'Content-Type: application/json' -d '{{\"subject\":\"officer-1\",\"roles\":[\"officer\"]}}'";
        if (options.Services.Count == HostBuilding.Services.Count)
        {
            yield return string.Join(
                ' ',
                ["dotnet run --project src/LoanServicing.Host -- simulate --applications tests/data/applications.csv", .. Settings(address, options, programmeFile)]);
        }
    }

    /// <summary>The settings by which <c>simulate</c> finds the host and looks into its books, where they are not the defaults.</summary>
    private static IEnumerable<string> Settings(string address, PlatformOptions options, string? programmeFile)
    {
        if (address != HostBuilding.DefaultAddress)
        {
            yield return Quoted($"--urls={address}");
        }

        if (options.DataFolder != Path.GetFullPath(PlatformOptions.DefaultDataFolder))
        {
            yield return Quoted($"--Data:Folder={options.DataFolder}");
        }

        if (options.BankFolder != PlatformOptions.DefaultBankFolder(options.DataFolder))
        {
            yield return Quoted($"--Bank:Folder={options.BankFolder}");
        }

        if (programmeFile is not null)
        {
            yield return Quoted($"--Programme:File={Path.GetFullPath(programmeFile)}");
        }
    }

    /// <summary>As one word of a POSIX shell.</summary>
    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
