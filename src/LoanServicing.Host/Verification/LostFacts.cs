using System.Data.Common;
using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Disbursement;
using LoanServicing.Domain.Applications;
using LoanServicing.Eligibility;
using LoanServicing.Funding;
using LoanServicing.Intake;
using LoanServicing.Platform.Verification;
using LoanServicing.Repayment;

namespace LoanServicing.Host.Verification;

/// <summary>
/// Rule R8 between services: a business fact has its effect. An application that others have to move has a fact on its way, or stands where they
/// too say it does; and no money is held for an application that is closed.
/// </summary>
internal static class LostFacts
{
    private const string Queued = "select application_id from reservation where state = 'queued'";

    private const string Held = "select application_id from reservation where state in ('queued', 'reserved')";

    private const string WithTheBank = "select application_id from payment_order where state in ('ordered', 'in-file', 'sent')";

    private const string BeingRepaid = "select application_id from loan where status = 'Active'";

    private const string StandingIn = "select application_id from application where state in @states";

    private static readonly IReadOnlyList<Standing> Standings =
    [
        new(ApplicationState.Submitted, [new(EligibilityService.Name)], [nameof(ApplicationSubmitted), nameof(EligibilityAssessed)]),
        new(
            ApplicationState.Approved, [new(FundingService.Name)],
            [nameof(ApplicationApproved), nameof(FundsReserved), nameof(FundsUnavailable)]),
        new(ApplicationState.Waitlisted, [new(FundingService.Name, Queued)], [nameof(FundsReserved)]),
        new(ApplicationState.ContractSigned, [new(DisbursementService.Name)], [nameof(ContractSigned), nameof(DisbursementOrdered)]),
        new(
            ApplicationState.Disbursing, [new(DisbursementService.Name, WithTheBank), new(RepaymentService.Name)],
            [nameof(DisbursementFailed), nameof(DisbursementReturned), nameof(LoanDisbursed), nameof(LoanOpened)]),
        new(
            ApplicationState.Active, [new(DisbursementService.Name), new(RepaymentService.Name, BeingRepaid)],
            [nameof(DisbursementReturned), nameof(LoanSettled), nameof(LoanReopened), nameof(LoanWrittenOff)]),
    ];

    public static Task<IReadOnlyList<RuleFinding>> VerifyAsync(IServiceReader databases) => Look.MakeAsync(
    [
        .. Standings.Select(standing => new Look("R8", $"applications {standing.State} and the facts about them", () => StandingAsync(databases, standing))),
        new Look("R8", "reservation and the facts of closed applications", () => HeldAsync(databases)),
    ]);

    private static async Task<RuleFinding> StandingAsync(IServiceReader databases, Standing standing)
    {
        // In memory a fact leaves an outbox only once its effect is durable (on RabbitMQ a queue may hold it: docs/adr/0004), so reading along its way misses
        // none that is moving; whoever moved meanwhile is let go.
        var lost = await databases.ReadAsync(IntakeService.Name, intake => InAsync(intake, [standing.State]));
        var stand = lost.Count;
        foreach (var other in standing.Others.Prepend(new(IntakeService.Name)))
        {
            lost.ExceptWith(await databases.ReadAsync(other.Service, connection => KnownAsync(connection, other, standing.Facts)));
        }

        lost.IntersectWith(await databases.ReadAsync(IntakeService.Name, intake => InAsync(intake, [standing.State])));
        lost.ExceptWith(await databases.ReadAsync(IntakeService.Name, intake => AboutAsync(intake, standing.Facts)));
        var others = string.Join(" and ", standing.Others.Select(other => other.Service));
        return new RuleFinding(
            "R8", stand, $"applications {standing.State}, with {others}",
            [.. lost.Select(id => $"application {id:D} is {standing.State} in {IntakeService.Name}, and nothing of it is with {others} or on its way")]);
    }

    private static async Task<RuleFinding> HeldAsync(IServiceReader databases)
    {
        string[] facts = [nameof(ApplicationClosed)];
        var lost = await databases.ReadAsync(FundingService.Name, funding => IdsAsync(funding, Held));
        var held = lost.Count;
        lost.IntersectWith(await databases.ReadAsync(IntakeService.Name, async intake =>
            (await InAsync(intake, ApplicationStates.Closed)).Except(await AboutAsync(intake, facts))));
        lost.ExceptWith(await databases.ReadAsync(FundingService.Name, funding => AboutAsync(funding, facts)));
        lost.IntersectWith(await databases.ReadAsync(FundingService.Name, funding => IdsAsync(funding, Held)));
        return new RuleFinding(
            "R8", held, $"reservations held in {FundingService.Name}",
            [.. lost.Select(id => $"application {id:D} is closed in {IntakeService.Name}, and {FundingService.Name} still holds money or a place for it")]);
    }

    private static Task<HashSet<Guid>> InAsync(DbConnection intake, IEnumerable<ApplicationState> states) =>
        IdsAsync(intake, StandingIn, new { states = states.Select(state => state.ToString()) });

    /// <summary>Applications that the service says stand there, or has a fact about.</summary>
    private static async Task<IEnumerable<Guid>> KnownAsync(DbConnection connection, Other other, string[] facts)
    {
        var known = other.Stands is null ? [] : await IdsAsync(connection, other.Stands);
        known.UnionWith(await AboutAsync(connection, facts));
        return known;
    }

    private static async Task<HashSet<Guid>> AboutAsync(DbConnection connection, string[] facts)
    {
        var ids = new HashSet<Guid>();
        foreach (var fact in facts)
        {
            ids.UnionWith(await InFlight.IdsInFactsAsync(connection, fact, "applicationId"));
        }

        return ids;
    }

    private static async Task<HashSet<Guid>> IdsAsync(DbConnection connection, string sql, object? parameters = null) =>
        [.. await connection.QueryAsync<Guid>(sql, parameters)];

    /// <summary>A state that others end.</summary>
    /// <param name="Others">Along the way of the facts.</param>
    /// <param name="Facts">What goes out and what comes back; each names its application.</param>
    private sealed record Standing(ApplicationState State, Other[] Others, string[] Facts);

    /// <param name="Stands">Applications for which the service itself has something to do first.</param>
    private sealed record Other(string Service, string? Stands = null);
}
