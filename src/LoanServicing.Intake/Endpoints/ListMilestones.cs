using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Calendar;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace LoanServicing.Intake.Endpoints;

/// <summary><c>GET /milestones</c>: of each loan the newest milestone, for instance all that have deviated, within the caller's counties.</summary>
internal static class ListMilestones
{
    private const string Select =
        """
        select n.application_number, a.application_id, a.tracking_code, a.state, a.first_name, a.last_name, n.county, m.loan_id, m.kind, m.reached_on, m.inspector,
          m.note, m.recorded_by
        from newest_milestone n
        join application a on a.application_id = n.application_id and a.loan_id = n.loan_id
        join milestone m on m.application_id = n.application_id and m.number = n.number
        """;

    public static async Task<IResult> HandleAsync(HttpContext http, string? kind, string? county, string? cursor, string? limit)
    {
        var caller = Caller.Of(http);
        if (Cursor.Read(cursor, limit, out var after, out var rows) is { } badPage)
        {
            return ApiResults.Problem(badPage);
        }

        if (!string.IsNullOrEmpty(kind) && !Milestones.TryParse(kind, out _))
        {
            return ApiResults.Problem(MilestoneProblems.UnknownKind);
        }

        if (!string.IsNullOrEmpty(county) && !caller.MaySeeCounty(county))
        {
            return ApiResults.Problem(ApiProblem.OutsideCounties);
        }

        var query = new Query(kind, county, caller.Counties, after, rows + 1);
        var found = await http.Database(IntakeService.Name).ReadAsync(connection => LoadAsync(connection, query), http.RequestAborted);
        var shown = found.Take(rows).ToList();
        var page = new NewestMilestonePage([.. shown.Select(Item)], found.Count > rows ? Cursor.Encode(shown[^1].ApplicationNumber) : null);
        return Lists.Of(http, page, page.Items, page.NextCursor);
    }

    // Written together of constant parts, so that each filter can use its index.
    private static async Task<IReadOnlyList<NewestRow>> LoadAsync(DbConnection connection, Query query)
    {
        var conditions = new List<string> { "n.application_number > @After" };
        if (!string.IsNullOrEmpty(query.Kind))
        {
            conditions.Add("n.kind = @Kind");
        }

        if (!string.IsNullOrEmpty(query.County))
        {
            conditions.Add("n.county = @County");
        }
        else if (query.Counties.Count > 0)
        {
            conditions.Add("n.county in @Counties");
        }

        var sql = $"{Select} where {string.Join(" and ", conditions)} order by n.application_number";
        return [.. await connection.QueryAsync<NewestRow>(connection.First(sql, "@Limit"), query)];
    }

    private static NewestMilestoneView Item(NewestRow row)
    {
        _ = TrackingCode.TryParse(row.TrackingCode, out var code);
        return new NewestMilestoneView(
            row.ApplicationId, code.ToString(), row.LoanId, Enum.Parse<ApplicationState>(row.State), $"{row.FirstName} {row.LastName}", row.County, row.Kind,
            row.ReachedOn, row.ReachedOn.ToPersian(), row.Inspector, row.Note, row.RecordedBy);
    }

    private sealed record Query(string? Kind, string? County, IReadOnlyCollection<string> Counties, long After, int Limit);

    private sealed record NewestRow
    {
        public long ApplicationNumber { get; init; }

        public Guid ApplicationId { get; init; }

        public string TrackingCode { get; init; } = "";

        public string State { get; init; } = "";

        public string FirstName { get; init; } = "";

        public string LastName { get; init; } = "";

        public string County { get; init; } = "";

        public Guid LoanId { get; init; }

        public string Kind { get; init; } = "";

        public LocalDate ReachedOn { get; init; }

        public string? Inspector { get; init; }

        public string? Note { get; init; }

        public string RecordedBy { get; init; } = "";
    }
}
