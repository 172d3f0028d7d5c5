using System.Text.Json;
using Dapper;
using LoanServicing.Host.Verification;
using LoanServicing.Intake;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation.Checks;

/// <summary>
/// The rules R1 to R11 as <c>verify</c> checks them, by the product's own verification: the rules of a service after every step that changed
/// its database, those between services and the chains every few steps.
/// </summary>
internal sealed class RuleChecks(SimulatedWorld world)
{
    private readonly Dictionary<string, long> _checkedAt = [];

    /// <summary>Checks the services whose databases have changed since they were last checked.</summary>
    public async Task ChangedAsync()
    {
        foreach (var stored in world.AllStored.Where(stored => _checkedAt.GetValueOrDefault(stored.Module.Name) != stored.Changes))
        {
            _checkedAt[stored.Module.Name] = stored.Changes;
            Require(await stored.ReadAsync(connection => stored.Module.Verify(connection)));
            Require([await stored.ReadAsync(connection => InFlight.VerifyAsync(connection, stored.Module.Name))]);
            if (stored.Module.Name == IntakeService.Name)
            {
                await ExposureAsync(stored);
            }
        }
    }

    /// <summary>Nobody has two applications for one purpose that both passed the rules and are both open.</summary>
    private static async Task ExposureAsync(StoredService intake)
    {
        const string Twice =
            """
            select count(*) from (
              select national_id from application
              where outcome in ('eligible', 'refer') and state not in ('Ineligible', 'Rejected', 'Withdrawn', 'Settled')
              group by national_id, tranche having count(*) > 1) as twice
            """;
        if (await intake.ReadAsync(connection => connection.QuerySingleAsync<long>(Twice)) > 0)
        {
            throw new FindingException("Somebody has two open applications for one purpose.");
        }
    }

    /// <summary>Facts that a service has not given away, or keeps because they wait.</summary>
    public async Task<long> InFlightAsync()
    {
        const string Count = "select (select count(*) from delivery) + (select count(*) from waiting)";
        long count = 0;
        foreach (var stored in world.AllStored)
        {
            count += await stored.ReadAsync(connection => connection.QuerySingleAsync<long>(Count));
        }

        return count;
    }

    /// <summary>Checks everything that <c>verify</c> checks.</summary>
    public async Task AllAsync()
    {
        foreach (var stored in world.AllStored)
        {
            Require(await stored.ReadAsync(connection => stored.Module.Verify(connection)));
            Require([await stored.ReadAsync(connection => InFlight.VerifyAsync(connection, stored.Module.Name))]);
            if (await stored.ReadAsync(connection => ColumnKinds.VerifyAsync(connection, stored.Module.Name)) is { } wholeNumbers)
            {
                Require([wholeNumbers]);
            }

            await ChainsAsync(stored);
        }

        await BetweenAsync();
    }

    /// <summary>What must agree between services; a message in the network explains a difference about what it names.</summary>
    public async Task BetweenAsync()
    {
        var reader = new WorldReader(world);
        var findings = (await BetweenServices.VerifyAsync(reader)).Concat(await LostFacts.VerifyAsync(reader));
        var underWay = IdsInNetwork();
        Require([.. findings.Select(finding => finding with { Problems = [.. finding.Problems.Where(problem => !underWay.Any(problem.Contains))] })]);
    }

    private async Task ChainsAsync(StoredService stored)
    {
        var name = stored.Module.Name;
        var kept = SealHeads.ReadAll(world.Folders.Seals);
        Require([await stored.ReadAsync(connection => AuditLog.VerifyAsync(connection, name))]);
        foreach (var log in (IEnumerable<string>)[AuditLog.Table, .. stored.Module.SealedLogs])
        {
            Require([await stored.ReadAsync(connection => SealChain.VerifyAsync(connection, name, log))]);
            Require([await stored.ReadAsync(connection => SealHeads.VerifyAsync(connection, name, log, kept))]);
        }
    }

    /// <summary>Every id that a message in the network carries.</summary>
    private HashSet<string> IdsInNetwork()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var message in world.Network.Queued)
        {
            ids.Add(message.Fact.Header.MessageId.ToString("D"));
            ids.Add(message.Fact.Header.Key.ToString("D"));
            using var body = JsonDocument.Parse(FactJson.Write(message.Fact));
            foreach (var name in (string[])["applicationId", "loanId"])
            {
                if (body.RootElement.TryGetProperty(name, out var id))
                {
                    ids.Add(id.GetString()!);
                }
            }
        }

        return ids;
    }

    private static void Require(IReadOnlyList<RuleFinding> findings)
    {
        foreach (var finding in findings.Where(finding => finding.Problems.Count > 0))
        {
            throw new FindingException($"{finding.Rule} ({finding.What}): {string.Join("; ", finding.Problems.Take(5))}");
        }
    }
}
