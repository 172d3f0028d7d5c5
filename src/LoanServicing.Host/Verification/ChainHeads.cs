using System.Globalization;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verification;

/// <summary>The heads of all chains of all services, for keeping them elsewhere and for comparing them with what was kept.</summary>
internal static class ChainHeads
{
    private static IEnumerable<(ServiceModule Service, string Log)> Chains =>
        HostBuilding.Services.SelectMany(service => service.SealedLogs.Prepend(AuditLog.Table), (service, log) => (service, log));

    /// <summary>Prints each chain's last block: <c>date service log number hash</c>, the date its latest entry's.</summary>
    /// <exception cref="StartupException">A database is missing or cannot be opened.</exception>
    public static async Task<int> PrintAsync(DatabaseSettings databases, TextWriter output, CancellationToken cancel)
    {
        await ProgrammeVerification.RequireCurrentAsync(databases, cancel);
        foreach (var (service, log) in Chains)
        {
            if (await ProgrammeVerification.ReadAsync(databases, service.Name, connection => SealHeads.LastAsync(connection, log), cancel) is { } head)
            {
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{head.BusinessDate:uuuu-MM-dd} {service.Name} {log} {head.Number} {head.Hash}"));
            }
        }

        return ExitCodes.Success;
    }

    /// <summary>Compares every chain with the heads that were kept of it (rule R11); a head of no chain of ours is named too.</summary>
    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(DatabaseSettings databases, IReadOnlyList<KeptHead> kept, CancellationToken cancel)
    {
        var findings = new List<RuleFinding>(await Look.MakeAsync(Chains.Select(chain =>
            new Look("R11", $"seal_block of {chain.Service.Name}", () => VerifyAsync(databases, chain.Service.Name, chain.Log, kept, cancel)))));

        var known = Chains.Select(chain => (chain.Service.Name, chain.Log)).ToHashSet();
        var strange = kept.Where(head => !known.Contains((head.Service, head.Log))).ToList();
        findings.Add(new RuleFinding(
            "R11", strange.Count, "heads of no chain", [.. strange.Select(head => $"{head.From} is of {head.Service} {head.Log}, which has no chain")]));
        return findings;
    }

    private static async Task<RuleFinding> VerifyAsync(
        DatabaseSettings databases, string service, string log, IReadOnlyList<KeptHead> kept, CancellationToken cancel)
    {
        var finding = await ProgrammeVerification.ReadAsync(databases, service, connection => SealHeads.VerifyAsync(connection, service, log, kept), cancel);
        return finding with { What = $"{finding.What} elsewhere" };
    }
}
