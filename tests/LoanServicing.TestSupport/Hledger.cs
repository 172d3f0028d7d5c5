using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace LoanServicing.TestSupport;

/// <summary>Debian's hledger, a program that nobody here wrote: what it makes of an exported journal.</summary>
public static class Hledger
{
    private static readonly string Program = new[] { "/usr/bin/hledger", "/usr/local/bin/hledger" }.FirstOrDefault(File.Exists) ?? "";

    /// <summary>Null where it can be run.</summary>
    public static string? WhyNot => Program.Length > 0 ? null : "hledger is not installed.";

    /// <summary>The balances that are not zero, as <c>ACCOUNT OWNER tranche</c>, a debit positive.</summary>
    /// <param name="beforeIso">Only what is booked before this day, <c>yyyy-MM-dd</c>; null for all.</param>
    public static async Task<Dictionary<string, long>> BalancesAsync(string file, string? beforeIso = null)
    {
        string[] until = beforeIso is null ? [] : ["--end", beforeIso];
        var output = await RunAsync(["-f", file, "balance", "--flat", "--no-total", "-O", "csv", .. until]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(row => row.Trim('"').Split("\",\""))
            .ToDictionary(row => row[0].Replace(':', ' '), row => long.Parse(row[1].Split(' ')[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    /// <summary>hledger's own checks: it can be read, balances, uses only what is declared, and is in the order of its dates.</summary>
    public static Task CheckAsync(string file) => RunAsync(["-f", file, "check", "--strict", "ordereddates"]);

    private static async Task<string> RunAsync(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"hledger {string.Join(' ', arguments)}: {await errors}");
        return await output;
    }
}

/// <summary>A test that runs hledger; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HledgerFactAttribute : FactAttribute
{
    public HledgerFactAttribute() => Skip = Hledger.WhyNot;
}
