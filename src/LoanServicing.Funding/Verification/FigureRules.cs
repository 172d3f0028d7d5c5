using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>
/// R11 for figures that no sum of the books can tell, because they are not booked, or not yet: what was asked for is what the audit trail says was asked
/// for, and the agreement's figures are those that were taken over.
/// </summary>
internal static class FigureRules
{
    private const string SelectContributions =
        "select contribution_id as id, request_id, amount from contribution where contribution_id > @after order by contribution_id";

    private const string SelectWithdrawals = "select withdrawal_id as id, request_id, amount from withdrawal where withdrawal_id > @after order by withdrawal_id";

    private const string SelectReallocations =
        "select reallocation_id as id, request_id, amount from reallocation where reallocation_id > @after order by reallocation_id";

    private const string SelectResolutions = "select request_id, details from break_resolution where request_id > @after order by request_id";

    private const string SelectApplications = "select application_id from funded_application where application_id > @after order by application_id";

    private const string SelectReservations =
        $"select {ReservationStore.Columns} from reservation where application_id > @after and application_id <= @last order by application_id, round";

    public static async Task<IReadOnlyList<RuleFinding>> CheckAsync(DbConnection connection) =>
    [
        await AskedAsync(connection, "contribution", SelectContributions),
        await AskedAsync(connection, "withdrawal", SelectWithdrawals),
        await AskedAsync(connection, "reallocation", SelectReallocations),
        await ResolutionsAsync(connection),
        await ReservationsAsync(connection),
        await AgreementAsync(connection),
    ];

    private static async Task<RuleFinding> AskedAsync(DbConnection connection, string what, string select)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = Guid.Empty; await PageAsync<AskedRow>(connection, select, after) is { Count: > 0 } page; after = page[^1].Id)
        {
            count += page.Count;
            var asked = await CheckVerifier.AskedAsync(connection, page.Select(row => row.RequestId));
            problems.AddRange(
                from row in page
                let amount = asked.GetValueOrDefault(row.RequestId)?.RialsAt("payload", "amountRials")
                where row.Amount != amount
                select $"{what} {row.Id:D} is of {row.Amount} rials; {amount} were asked for");
        }

        return new RuleFinding("R11", count, $"{what}s as they were asked for", problems);
    }

    private static async Task<RuleFinding> ResolutionsAsync(DbConnection connection)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = Guid.Empty; await PageAsync<ResolutionRow>(connection, SelectResolutions, after) is { Count: > 0 } page; after = page[^1].RequestId)
        {
            count += page.Count;
            var asked = await CheckVerifier.AskedAsync(connection, page.Select(row => row.RequestId));
            problems.AddRange(page.Where(row => asked.GetValueOrDefault(row.RequestId)?.TextAt("payload") != row.Details)
                .Select(row => $"break-resolution {row.RequestId:D} is not what was asked for"));
        }

        return new RuleFinding("R11", count, "resolutions of breaks as they were asked for", problems);
    }

    private static async Task<RuleFinding> ReservationsAsync(DbConnection connection)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = Guid.Empty; await PageAsync<Guid>(connection, SelectApplications, after) is { Count: > 0 } page; after = page[^1])
        {
            var reservations = (await connection.QueryAsync<ReservationRow>(SelectReservations, new { after, last = page[^1] })).ToList();
            count += reservations.Count;
            var audited = await AuditTrail.OfAsync(connection, "application", [.. page.Select(id => id.ToString("D"))]);
            problems.AddRange(
                from row in reservations
                let decided = audited[row.ApplicationId.ToString("D")].Where(decision => decision.TextAt("round") == $"{row.Round}").ToList()
                where !decided.Exists(decision => decision.RialsAt("amount") == row.Amount)
                select $"{row.Name} is of {row.Amount} rials; {string.Join(", ", decided.Select(decision => $"{decision.RialsAt("amount")}").Distinct())} were decided on");
        }

        return new RuleFinding("R11", count, "reservations with the amounts that were decided on", problems);
    }

    /// <summary>Nothing is compared where the figures are not recorded yet: the next start of the service does that.</summary>
    private static async Task<RuleFinding> AgreementAsync(DbConnection connection)
    {
        var audited = await AuditTrail.OfAsync(connection, ProgrammeAudit.SubjectType, [ProgrammeAudit.Subject]);
        var taken = audited[ProgrammeAudit.Subject].FirstOrDefault();
        var problems = taken is null
            ? []
            : (await connection.QueryAsync<TrancheRow>(PoolStore.SelectTranches))
                .Where(row => row.FirstAllocation != taken.RialsAt("allocations", row.Code))
                .Select(row => $"tranche {row.Code} had {row.FirstAllocation} rials allocated at first; the agreement gave {taken.RialsAt("allocations", row.Code)}")
                .Concat((await connection.QueryAsync<FunderRow>(PoolStore.SelectFunders))
                    .Where(row => row.Committed != taken.RialsAt("commitments", row.Code))
                    .Select(row => $"funder {row.Code} has committed {row.Committed} rials; the agreement says {taken.RialsAt("commitments", row.Code)}"))
                .ToList();
        return new RuleFinding("R11", taken is null ? 0 : 1, "agreement taken over", problems);
    }

    private static async Task<IReadOnlyList<T>> PageAsync<T>(DbConnection connection, string sql, Guid after) =>
        [.. await connection.QueryAsync<T>(connection.First(sql, "@limit"), new { after, limit = AuditTrail.SubjectsAtOnce })];

    private sealed record AskedRow
    {
        public Guid Id { get; init; }

        public Guid RequestId { get; init; }

        public Rials Amount { get; init; }
    }
}
