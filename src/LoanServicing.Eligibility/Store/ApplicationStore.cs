using LoanServicing.Platform.Data;

namespace LoanServicing.Eligibility.Store;

/// <summary>What eligibility keeps of an application besides its assessments: the numbering of its facts.</summary>
internal static class ApplicationStore
{
    private const string Select =
        "select application_id, version, fact_sequence, latest_revision from application where application_id = @applicationId";

    private const string Insert =
        """
        insert into application (application_id, version, fact_sequence, latest_revision)
        values (@applicationId, 1, 1, @revision)
        """;

    private const string Update =
        """
        update application
        set version = version + 1, fact_sequence = @sequence, latest_revision = @latestRevision
        where application_id = @applicationId and version = @Version
        """;

    /// <summary>Counts the next fact of this application.</summary>
    /// <returns>Its sequence number, from 1.</returns>
    public static async Task<long> CountFactAsync(UnitOfWork unit, Guid applicationId, int revision)
    {
        var row = await unit.QuerySingleOrDefaultAsync<ApplicationRow>(Select, new { applicationId });
        if (row is null)
        {
            await unit.ExecuteAsync(Insert, new { applicationId, revision });
            return 1;
        }

        var sequence = row.FactSequence + 1;
        var latestRevision = Math.Max(row.LatestRevision, revision);
        if (await unit.ExecuteAsync(Update, new { applicationId, sequence, latestRevision, row.Version }) == 0)
        {
            throw new ConcurrentChangeException($"Application {applicationId}");
        }

        return sequence;
    }

    private sealed record ApplicationRow
    {
        public long Version { get; init; }

        public long FactSequence { get; init; }

        public int LatestRevision { get; init; }
    }
}
