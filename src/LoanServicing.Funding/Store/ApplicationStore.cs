using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>An application as funding knows it.</summary>
internal sealed record ApplicationRow
{
    public Guid ApplicationId { get; init; }

    public string Tranche { get; init; } = "";

    public int LatestRound { get; init; }

    public bool Closed { get; init; }

    public long FactSequence { get; init; }

    public long Version { get; init; }
}

internal static class ApplicationStore
{
    private const string Select =
        "select application_id, tranche, latest_round, closed, fact_sequence, version from funded_application where application_id = @applicationId";

    private const string Insert =
        """
        insert into funded_application (application_id, tranche, latest_round, closed, fact_sequence, version)
        values (@ApplicationId, @Tranche, @LatestRound, @Closed, @FactSequence, 1)
        """;

    private const string Update =
        """
        update funded_application
        set latest_round = @LatestRound, closed = @Closed, fact_sequence = @FactSequence, version = version + 1
        where application_id = @ApplicationId and version = @Version
        """;

    private const string NextSequence =
        "update funded_application set fact_sequence = fact_sequence + 1, version = version + 1 where application_id = @applicationId";

    private const string SelectSequence = "select fact_sequence from funded_application where application_id = @applicationId";

    public static async Task<ApplicationRow> FindOrNewAsync(UnitOfWork unit, Guid applicationId, string tranche) =>
        await unit.QuerySingleOrDefaultAsync<ApplicationRow>(Select, new { applicationId })
        ?? new ApplicationRow { ApplicationId = applicationId, Tranche = tranche };

    public static async Task SaveAsync(UnitOfWork unit, ApplicationRow row) =>
        RowVersion.Expect(await unit.ExecuteAsync(row.Version == 0 ? Insert : Update, row), $"application {row.ApplicationId:D}");

    /// <summary>The header of the next fact about this application's reservation.</summary>
    public static async Task<FactHeader> NextHeaderAsync(UnitOfWork unit, Guid applicationId, LocalDate businessDate)
    {
        RowVersion.Expect(await unit.ExecuteAsync(NextSequence, new { applicationId }), $"application {applicationId:D}");
        var sequence = await unit.QuerySingleAsync<long>(SelectSequence, new { applicationId });
        return unit.Header(Streams.Reservation, applicationId, sequence, businessDate);
    }
}
