using System.Data.Common;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verification;

/// <summary>Looks at every service's database through that service's own reader, and at what must agree between them.</summary>
internal static class ProgrammeVerification
{
    /// <exception cref="StartupException">A database is missing or cannot be opened.</exception>
    public static async Task<VerificationReport> RunAsync(string dataFolder, CancellationToken cancel)
    {
        await RequireCurrentAsync(dataFolder, cancel);
        var findings = new List<RuleFinding>();
        var kept = SealHeads.ReadAll(Path.Combine(dataFolder, "seals"));
        foreach (var module in HostBuilding.Services)
        {
            findings.AddRange(await ReadAsync(dataFolder, module.Name, connection => VerifyAsync(module, connection, kept), cancel));
        }

        var reader = new FolderReader(dataFolder, cancel);
        findings.AddRange(await BetweenServices.VerifyAsync(reader));
        findings.AddRange(await LostFacts.VerifyAsync(reader));
        return new VerificationReport(findings);
    }

    /// <exception cref="StartupException">A database is missing, or is not of this program's version.</exception>
    public static async Task RequireCurrentAsync(string dataFolder, CancellationToken cancel)
    {
        foreach (var module in HostBuilding.Services)
        {
            await SqliteDatabase.RequireCurrentAsync(dataFolder, module.Schema, cancel);
        }
    }

    /// <summary>Runs a query on one service's database, which cannot be written through this connection.</summary>
    public static Task<T> ReadAsync<T>(string dataFolder, string service, Func<DbConnection, Task<T>> query, CancellationToken cancel) =>
        SqliteDatabase.ReadFileAsync(dataFolder, service, query, cancel);

    private static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(
        ServiceModule module, DbConnection connection, IReadOnlyList<KeptHead> kept)
    {
        var findings = new List<RuleFinding> { await MoneyColumns.VerifyAsync(connection, module.Name) };
        findings.AddRange(await module.Verify(connection));
        findings.Add(await InFlight.VerifyAsync(connection, module.Name));
        findings.Add(await AuditLog.VerifyAsync(connection, module.Name));
        foreach (var log in (IEnumerable<string>)[AuditLog.Table, .. module.SealedLogs])
        {
            findings.Add(await SealChain.VerifyAsync(connection, module.Name, log));
            findings.Add(await SealHeads.VerifyAsync(connection, module.Name, log, kept));
        }

        return findings;
    }
}
