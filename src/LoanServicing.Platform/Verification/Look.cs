using LoanServicing.Platform.Data;
using Microsoft.Data.Sqlite;

namespace LoanServicing.Platform.Verification;

/// <summary>
/// One look at what is stored. Damage that it cannot even read (text where a number belongs, a day that is none, JSON that is broken) is a finding of its
/// own, and every other look is still made.
/// </summary>
/// <param name="rules">What it looks at, as <c>R2 R11</c>: each is broken where the look cannot be made.</param>
/// <param name="tables">What it reads, for the problem.</param>
/// <param name="make">Reads only.</param>
public sealed class Look(string rules, string tables, Func<Task<IReadOnlyList<RuleFinding>>> make)
{
    private const int SqliteError = 1;
    private const int SqliteCorrupt = 11;
    private const int SqliteMismatch = 20;

    public Look(string rule, string tables, Func<Task<RuleFinding>> make)
        : this(rule, tables, async () => [await make()])
    {
    }

    /// <summary>Makes the looks one after another; what they find comes in their order.</summary>
    public static async Task<IReadOnlyList<RuleFinding>> MakeAsync(params IEnumerable<Look> looks)
    {
        var findings = new List<RuleFinding>();
        foreach (var look in looks)
        {
            findings.AddRange(await look.MakeAsync());
        }

        return findings;
    }

    /// <summary>Whether an error comes of what is stored, not of how it is reached or of who has lost patience.</summary>
    public static bool IsDamage(Exception error) => error switch
    {
        OperationCanceledException or StartupException or IOException or UnauthorizedAccessException or OutOfMemoryException => false,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteError or SqliteCorrupt or SqliteMismatch,
        System.Data.Common.DbException => false, // the server's: its reader takes the look again, or refuses
        _ => true,
    };

    /// <summary>What an error says, in one line, with what it came of.</summary>
    public static string Told(Exception error) =>
        (error.InnerException is { } cause ? $"{error.Message} {cause.Message}" : error.Message).ReplaceLineEndings(" ");

    private async Task<IReadOnlyList<RuleFinding>> MakeAsync()
    {
        try
        {
            return await make();
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            return [.. rules.Split(' ').Select(rule => new RuleFinding(rule, 0, tables, [$"{rule} could not be computed from {tables}: {Told(damage)}"]))];
        }
    }
}
