using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>Allocation that finance moves between tranches; it counts once a second person has checked it.</summary>
internal sealed record ReallocationRow
{
    public Guid ReallocationId { get; init; }

    public string FromTranche { get; init; } = "";

    public string ToTranche { get; init; } = "";

    public Rials Amount { get; init; }

    /// <summary>As the funders' decision says.</summary>
    public LocalDate EffectiveDate { get; init; }

    public string Reason { get; init; } = "";

    public string Status { get; init; } = "";

    public Guid RequestId { get; init; }

    public string Maker { get; init; } = "";

    public string? Checker { get; init; }

    public Instant AskedAt { get; init; }

    /// <summary>When the tranches changed; null while they have not.</summary>
    public LocalDate? RecordedOn { get; init; }

    public long Version { get; init; }
}

internal static class ReallocationStore
{
    private const string Columns =
        """
        reallocation_id, from_tranche, to_tranche, amount, effective_date, reason, status, request_id, maker, checker, asked_at, recorded_on, version
        """;

    public const string SelectRecorded = $"select {Columns} from reallocation where status = 'recorded' order by reallocation_id";

    private const string Select = $"select {Columns} from reallocation where reallocation_id = @reallocationId";

    private const string Insert =
        $"""
        insert into reallocation ({Columns})
        values (
          @ReallocationId, @FromTranche, @ToTranche, @Amount, @EffectiveDate, @Reason, @Status, @RequestId, @Maker, @Checker, @AskedAt, @RecordedOn, 1)
        """;

    private const string Decide =
        """
        update reallocation set status = @status, checker = @checker, recorded_on = @recordedOn, version = version + 1
        where reallocation_id = @ReallocationId and status = 'waiting' and version = @Version
        """;

    public static Task<ReallocationRow> GetAsync(UnitOfWork unit, Guid reallocationId) =>
        unit.QuerySingleAsync<ReallocationRow>(Select, new { reallocationId });

    public static Task AddAsync(UnitOfWork unit, ReallocationRow row) => unit.ExecuteAsync(Insert, row);

    public static async Task RecordAsync(UnitOfWork unit, ReallocationRow row, string checker, LocalDate on) =>
        await DecideAsync(unit, row, RecordStatus.Recorded, checker, on);

    public static async Task RefuseAsync(UnitOfWork unit, ReallocationRow row, string checker) =>
        await DecideAsync(unit, row, RecordStatus.Refused, checker, on: null);

    private static async Task DecideAsync(UnitOfWork unit, ReallocationRow row, string status, string checker, LocalDate? on) =>
        RowVersion.Expect(
            await unit.ExecuteAsync(Decide, new { row.ReallocationId, row.Version, status, checker, recordedOn = on }), $"reallocation {row.ReallocationId:D}");
}
