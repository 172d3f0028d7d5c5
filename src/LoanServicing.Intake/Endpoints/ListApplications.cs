using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary><c>GET /applications</c>: a queue, the oldest first, within the caller's counties.</summary>
internal static class ListApplications
{
    public static async Task<IResult> HandleAsync(
        HttpContext http, string? status, string? tranche, string? county, string? cursor, string? limit)
    {
        var caller = Caller.Of(http);
        if ((Cursor.Read(cursor, limit, out var after, out var rows) ?? Unknown(status, tranche)) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        if (!string.IsNullOrEmpty(county) && !caller.MaySeeCounty(county))
        {
            return ApiResults.Problem(ApiProblem.OutsideCounties);
        }

        var query = new Query(status, tranche, county, caller.Counties, after, rows + 1);
        var found = await http.Database(IntakeService.Name).ReadAsync(connection => LoadAsync(connection, query), http.RequestAborted);
        var shown = found.Take(rows).ToList();
        var page = new ApplicationPage([.. shown.Select(Item)], found.Count > rows ? Cursor.Encode(shown[^1].Number) : null);
        return Lists.Of(http, page, page.Items, page.NextCursor);
    }

    // Written together of constant parts, so that each filter can use its index.
    private static async Task<IReadOnlyList<ApplicationRow>> LoadAsync(DbConnection connection, Query query)
    {
        var conditions = new List<string> { "number > @After" };
        Add(conditions, "state = @Status", query.Status);
        Add(conditions, "tranche = @Tranche", query.Tranche);
        Add(conditions, "county = @County", query.County);
        if (query.Counties.Count > 0)
        {
            conditions.Add("county in @Counties");
        }

        var sql = $"select {ApplicationStore.Columns} from application where {string.Join(" and ", conditions)} order by number";
        return [.. await connection.QueryAsync<ApplicationRow>(connection.First(sql, "@Limit"), query)];
    }

    private static void Add(List<string> conditions, string condition, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            conditions.Add(condition);
        }
    }

    private static ApiProblem? Unknown(string? status, string? tranche)
    {
        if (!string.IsNullOrEmpty(status) && !ApplicationStates.All.Any(state => state.ToString() == status))
        {
            return ApiProblem.Malformed("status", "status.unknown", new(
                $"Choose from {string.Join(", ", ApplicationStates.All)}.",
                $"یکی از این‌ها را بفرستید: {string.Join("، ", ApplicationStates.All)}."));
        }

        return string.IsNullOrEmpty(tranche) || Tranches.All.Contains(tranche)
            ? null
            : ApiProblem.Malformed("tranche", "tranche.unknown", new(
                $"Choose from {string.Join(", ", Tranches.All)}.", $"یکی از این‌ها را بفرستید: {string.Join("، ", Tranches.All)}."));
    }

    private static ApplicationItem Item(ApplicationRow row)
    {
        _ = TrackingCode.TryParse(row.TrackingCode, out var code);
        _ = NationalId.TryParse(row.NationalId, out var nationalId);
        return new ApplicationItem(
            row.ApplicationId, code.ToString(), row.Status, row.ExternalRef, row.FullName, nationalId.Masked, row.County, row.Tranche,
            row.CurrentAmount, row.CurrentInstallments, row.Outcome, row.PendingCheck, row.SubmittedOn,
            row.SubmittedOn.ToPersian());
    }

    private sealed record Query(
        string? Status, string? Tranche, string? County, IReadOnlyCollection<string> Counties, long After, int Limit);
}
