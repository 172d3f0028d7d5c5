using System.Data.Common;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verification;

/// <summary>Looks at every service's database through that service's own reader, and at what must agree between them.</summary>
internal static class ProgrammeVerification
{
    private const int Looks = 3;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>
    /// On SQL Server no two statements see the same moment, so what a serving process is changing may look broken: there a finding counts when three
    /// looks find its rule broken.
    /// </summary>
    /// <param name="sealsFolder">Where the program keeps the heads of the chains.</param>
    /// <param name="elsewhere">Heads that somebody kept elsewhere.</param>
    /// <exception cref="StartupException">A database is missing or cannot be opened.</exception>
    public static async Task<VerificationReport> RunAsync(
        DatabaseSettings databases, string sealsFolder, IReadOnlyList<KeptHead>? elsewhere, CancellationToken cancel)
    {
        await RequireCurrentAsync(databases, cancel);
        var findings = await LookAsync(databases, sealsFolder, elsewhere, cancel);
        for (var look = 1; databases.IsSqlServer && look < Looks && findings.Any(finding => finding.Problems.Count > 0); look++)
        {
            await Task.Delay(BetweenLooks, cancel);
            findings = KeptBroken(findings, await LookAsync(databases, sealsFolder, elsewhere, cancel));
        }

        return new VerificationReport(findings);
    }

    /// <summary>The later look, without what only one of two looks found broken: that had been in the middle of changing.</summary>
    internal static IReadOnlyList<RuleFinding> KeptBroken(IReadOnlyList<RuleFinding> earlier, IReadOnlyList<RuleFinding> later) => later.Count != earlier.Count
        ? later // one of them could not read something, which is no moment of change
        : [.. later.Zip(earlier, (now, before) => before.Problems.Count == 0 ? now with { Problems = [] } : now)];

    /// <summary>Every look that can be made gives the same findings in the same order, broken or not.</summary>
    private static async Task<IReadOnlyList<RuleFinding>> LookAsync(
        DatabaseSettings databases, string sealsFolder, IReadOnlyList<KeptHead>? elsewhere, CancellationToken cancel)
    {
        var findings = new List<RuleFinding>();
        var kept = SealHeads.ReadAll(sealsFolder);
        foreach (var module in HostBuilding.Services)
        {
            findings.AddRange(await OfServiceAsync(databases, module, kept, cancel));
        }

        findings.AddRange(await BetweenAsync(databases, cancel));
        findings.AddRange(elsewhere is null ? [] : await ChainHeads.VerifyAsync(databases, elsewhere, cancel));
        return findings;
    }

    /// <summary>One look at what one service has stored, which reads no other service's database.</summary>
    internal static Task<IReadOnlyList<RuleFinding>> OfServiceAsync(
        DatabaseSettings databases, ServiceModule module, IReadOnlyList<KeptHead> kept, CancellationToken cancel) =>
        ReadAsync(databases, module.Name, connection => VerifyAsync(module, connection, kept), cancel);

    /// <summary>One look at what must agree between the services.</summary>
    internal static async Task<IReadOnlyList<RuleFinding>> BetweenAsync(DatabaseSettings databases, CancellationToken cancel)
    {
        var reader = new FolderReader(databases, cancel);
        return [.. await BetweenServices.VerifyAsync(reader), .. await LostFacts.VerifyAsync(reader)];
    }

    /// <exception cref="StartupException">A database is missing, or is not of this program's version.</exception>
    public static async Task RequireCurrentAsync(DatabaseSettings databases, CancellationToken cancel)
    {
        foreach (var module in HostBuilding.Services)
        {
            await Databases.RequireCurrentAsync(databases, module.Schema, cancel);
        }
    }

    /// <summary>Runs a query on one service's database, which cannot be written through this connection.</summary>
    public static Task<T> ReadAsync<T>(DatabaseSettings databases, string service, Func<DbConnection, Task<T>> query, CancellationToken cancel) =>
        Databases.ReadAsync(databases, service, query, cancel);

    private static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(
        ServiceModule module, DbConnection connection, IReadOnlyList<KeptHead> kept)
    {
        List<RuleFinding> findings = await ColumnKinds.VerifyAsync(connection, module.Name) is { } wholeNumbers ? [wholeNumbers] : [];
        findings.AddRange(await module.Verify(connection));
        findings.AddRange(await Look.MakeAsync(
        [
            new Look("R10", $"delivery and waiting of {module.Name}", () => InFlight.VerifyAsync(connection, module.Name)),
            new Look("R8", $"outbox, waiting and idempotency of {module.Name}", () => StoredTexts.VerifyAsync(connection, module.Name)),
            new Look("R11", $"check_request of {module.Name}", () => CheckVerifier.VerifyAsync(connection, module.Name)),
            new Look("R11", $"audit of {module.Name}", () => AuditLog.VerifyAsync(connection, module.Name)),
            .. module.SealedLogs.Prepend(AuditLog.Table).SelectMany(log => (IEnumerable<Look>)
            [
                new Look("R11", $"seal_block and {log} of {module.Name}", () => SealChain.VerifyAsync(connection, module.Name, log)),
                new Look("R11", $"seal_block of {module.Name}", () => SealHeads.VerifyAsync(connection, module.Name, log, kept)),
            ]),
        ]));
        return findings;
    }
}
