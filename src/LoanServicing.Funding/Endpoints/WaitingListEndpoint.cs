using Dapper;
using LoanServicing.Domain;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>An approved application for which there is no money yet.</summary>
/// <param name="Position">Its place in the queue of its tranche now, from 1.</param>
/// <param name="Shortage">What was short when it came: <c>tranche</c> or <c>cash</c>.</param>
public sealed record WaitingApplication(
    Guid ApplicationId,
    int ReservationRound,
    string Tranche,
    string County,
    Rials AmountRials,
    int Position,
    string Shortage,
    Instant WaitingSince);

public sealed record WaitingListPage(IReadOnlyList<WaitingApplication> Items, string? NextCursor);

/// <summary><c>GET /waiting-list?tranche=</c>: the queues in order of arrival. Officers see their counties; positions count everybody.</summary>
internal static class WaitingListEndpoint
{
    private const string Select =
        """
        select application_id, reservation_round, tranche, county, amount_rials, position, shortage, waiting_since, queue_number
        from (
          select application_id, round as reservation_round, tranche, county, amount as amount_rials, shortage, asked_at as waiting_since,
                 queue_number, row_number() over (partition by tranche order by queue_number) as position
          from reservation
          where state = 'queued' and (@tranche = '' or tranche = @tranche)) as queue
        where queue_number > @after and (@everywhere = 1 or county in @counties)
        order by queue_number
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/waiting-list", ReadAsync)
            .Allow(Roles.Officer, Roles.Finance)
            .WithName("ListWaitingApplications")
            .WithSummary("Approved applications that wait for funds, in order of arrival, with their position in the queue")
            .Produces<WaitingListPage>().Refuses(400).ShowsCsv();

    private static async Task<IResult> ReadAsync(HttpContext http, string? tranche, string? cursor, string? limit)
    {
        if (Cursor.Read(cursor, limit, out var after, out var rows) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        if (tranche is { Length: > 0 } && !Tranches.All.Contains(tranche))
        {
            return ApiResults.Problem(UnknownTranche);
        }

        var counties = Caller.Of(http).Counties;
        var query = new { tranche = tranche ?? "", after, everywhere = counties.Count == 0 ? 1 : 0, counties = counties.DefaultIfEmpty(""), limit = rows + 1 };
        var found = await http.Database(FundingService.Name).ReadAsync(
            async connection => (await connection.QueryAsync<QueuedRow>(connection.First(Select, "@limit"), query)).ToList(), http.RequestAborted);
        var next = found.Count > rows ? Cursor.Encode(found[rows - 1].QueueNumber) : null;
        var page = new WaitingListPage([.. found.Take(rows).Select(row => row.ToView())], next);
        return Lists.Of(http, page, page.Items, next);
    }

    private static ApiProblem UnknownTranche { get; } = ApiProblem.Malformed("tranche", "tranche.unknown", new Bilingual(
        $"A tranche is one of {string.Join(", ", Tranches.All)}.", "این بخش از منابع وجود ندارد."));

    private sealed record QueuedRow
    {
        public Guid ApplicationId { get; init; }

        public int ReservationRound { get; init; }

        public string Tranche { get; init; } = "";

        public string County { get; init; } = "";

        public Rials AmountRials { get; init; }

        public int Position { get; init; }

        public string Shortage { get; init; } = "";

        public Instant WaitingSince { get; init; }

        public long QueueNumber { get; init; }

        public WaitingApplication ToView() =>
            new(ApplicationId, ReservationRound, Tranche, County, AmountRials, Position, Shortage, WaitingSince);
    }
}
