using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>What one person of finance says a break is; it counts once a second person has checked it.</summary>
internal sealed record ResolutionRow
{
    public const string Match = "match";
    public const string Exclude = "exclude";
    public const string Assign = "assign";
    public const string Contribution = "contribution";
    public const string Receipt = "receipt";
    public const string Same = "same";
    public const string Reverse = "reverse";
    public const string Returned = "returned";

    public Guid RequestId { get; init; }

    public Guid BreakId { get; init; }

    public string Action { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>The request as it was asked, JSON.</summary>
    public string Details { get; init; } = "";

    public string Status { get; init; } = "";

    public string Maker { get; init; } = "";

    public string? Checker { get; init; }

    public Instant AskedAt { get; init; }
}

internal static class ResolutionStore
{
    private const string Columns = "request_id, break_id, action, reason, details, status, maker, checker, asked_at";

    public const string SelectRecorded = $"select {Columns} from break_resolution where status = 'recorded' order by request_id";

    private const string Select = $"select {Columns} from break_resolution where request_id = @requestId";

    private const string SelectWaiting = $"select {Columns} from break_resolution where break_id = @breakId and status = 'waiting'";

    private const string CountOutOfSuspense =
        "select count(*) from break_resolution where break_id = @breakId and status = 'recorded' and action in ('assign', 'contribution', 'same', 'returned')";

    private const string Insert =
        $"""
        insert into break_resolution ({Columns}, version)
        values (@RequestId, @BreakId, @Action, @Reason, @Details, @Status, @Maker, @Checker, @AskedAt, 1)
        """;

    private const string Decide =
        """
        update break_resolution set status = @status, checker = @checker, version = version + 1
        where request_id = @requestId and status = 'waiting'
        """;

    public static Task<ResolutionRow> GetAsync(UnitOfWork unit, Guid requestId) => unit.QuerySingleAsync<ResolutionRow>(Select, new { requestId });

    public static Task<ResolutionRow?> WaitingAsync(UnitOfWork unit, Guid breakId) =>
        unit.QuerySingleOrDefaultAsync<ResolutionRow>(SelectWaiting, new { breakId });

    public static Task AddAsync(UnitOfWork unit, ResolutionRow row) => unit.ExecuteAsync(Insert, row);

    public static async Task DecideAsync(UnitOfWork unit, Guid requestId, string status, string checker) =>
        RowVersion.Expect(await unit.ExecuteAsync(Decide, new { requestId, status, checker }), $"resolution {requestId:D}");

    /// <summary>How often it was said what this money in suspense is.</summary>
    public static Task<long> CountOutOfSuspenseAsync(UnitOfWork unit, Guid breakId) => unit.QuerySingleAsync<long>(CountOutOfSuspense, new { breakId });
}
