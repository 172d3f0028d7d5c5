using System.Data.Common;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Disbursement;
using LoanServicing.Domain.Applications;
using LoanServicing.Eligibility;
using LoanServicing.Funding;
using LoanServicing.Intake;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verification;

/// <summary>
/// Rule R8 between services: every business fact has its effect. An application that another service has to move has a fact on its way, and no
/// money is held for an application that is closed.
/// </summary>
internal static class LostFacts
{
    private const string StandingIn = "select application_id from application where state = @state";

    private const string HeldReservations = "select application_id from reservation where state in ('queued', 'reserved')";

    private const string ClosedApplications = "select application_id from application where state in ('Ineligible', 'Rejected', 'Withdrawn', 'Settled')";

    /// <summary>The states that a fact ends, with the facts that go out, the service that answers, and its answers.</summary>
    private static readonly (ApplicationState State, string Service, string[] Facts)[] Awaiting =
    [
        (ApplicationState.Submitted, EligibilityService.Name, [nameof(ApplicationSubmitted), nameof(EligibilityAssessed)]),
        (ApplicationState.Approved, FundingService.Name, [nameof(ApplicationApproved), nameof(FundsReserved), nameof(FundsUnavailable)]),
        (ApplicationState.ContractSigned, DisbursementService.Name, [nameof(ContractSigned), nameof(DisbursementOrdered)]),
    ];

    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(string dataFolder, CancellationToken cancel)
    {
        var findings = new List<RuleFinding>();
        foreach (var (state, service, facts) in Awaiting)
        {
            findings.Add(await StandingAsync(new Databases(dataFolder, cancel), state, service, facts));
        }

        findings.Add(await HeldAsync(new Databases(dataFolder, cancel)));
        return findings;
    }

    private static async Task<RuleFinding> StandingAsync(Databases databases, ApplicationState state, string service, string[] facts)
    {
        Task<HashSet<Guid>> StandAsync(DbConnection intake) => IdsAsync(intake, StandingIn, new { state = state.ToString() });

        // A fact leaves an outbox only once its effect is durable, so reading along its way misses none that is moving; whoever moved meanwhile is let go.
        var (stand, lost) = await databases.ReadAsync(IntakeService.Name, async intake =>
        {
            var ids = await StandAsync(intake);
            return (ids.Count, ids.Except(await AboutAsync(intake, facts)).ToHashSet());
        });
        lost.ExceptWith(await databases.ReadAsync(service, other => AboutAsync(other, facts)));
        lost.IntersectWith(await databases.ReadAsync(IntakeService.Name, StandAsync));
        lost.ExceptWith(await databases.ReadAsync(IntakeService.Name, intake => AboutAsync(intake, facts)));
        return new RuleFinding(
            "R8", stand, $"applications {state}, waiting for {service}",
            [.. lost.Select(id => $"application {id:D} is {state} in {IntakeService.Name}, and no fact that would move it is on its way to or from {service}")]);
    }

    private static async Task<RuleFinding> HeldAsync(Databases databases)
    {
        string[] facts = [nameof(ApplicationClosed)];
        var lost = await databases.ReadAsync(FundingService.Name, funding => IdsAsync(funding, HeldReservations));
        var held = lost.Count;
        lost.IntersectWith(await databases.ReadAsync(IntakeService.Name, async intake =>
            (await IdsAsync(intake, ClosedApplications)).Except(await AboutAsync(intake, facts))));
        lost.ExceptWith(await databases.ReadAsync(FundingService.Name, funding => AboutAsync(funding, facts)));
        lost.IntersectWith(await databases.ReadAsync(FundingService.Name, funding => IdsAsync(funding, HeldReservations)));
        return new RuleFinding(
            "R8", held, $"reservations held in {FundingService.Name}",
            [.. lost.Select(id => $"application {id:D} is closed in {IntakeService.Name}, and {FundingService.Name} still holds money or a place for it")]);
    }

    private static async Task<HashSet<Guid>> IdsAsync(DbConnection connection, string sql, object? parameters = null) =>
        [.. await connection.QueryAsync<Guid>(sql, parameters)];

    private static async Task<IEnumerable<Guid>> AboutAsync(DbConnection connection, string[] facts)
    {
        var ids = new HashSet<Guid>();
        foreach (var fact in facts)
        {
            ids.UnionWith(await InFlight.IdsInFactsAsync(connection, fact, "applicationId"));
        }

        return ids;
    }

    private sealed record Databases(string Folder, CancellationToken Cancel)
    {
        public Task<T> ReadAsync<T>(string service, Func<DbConnection, Task<T>> query) => ProgrammeVerification.ReadAsync(Folder, service, query, Cancel);
    }
}
