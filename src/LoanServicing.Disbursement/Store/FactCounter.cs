using LoanServicing.Platform.Data;

namespace LoanServicing.Disbursement.Store;

/// <summary>Numbers the facts of an application's payment orders from 1 without gaps.</summary>
internal static class FactCounter
{
    private const string Select = "select version, fact_sequence from application where application_id = @applicationId";

    private const string Insert = "insert into application (application_id, version, fact_sequence) values (@applicationId, 1, 1)";

    private const string Update =
        """
        update application set version = version + 1, fact_sequence = @sequence
        where application_id = @applicationId and version = @Version
        """;

    private const string TakeTurn = "update application set version = version + 1 where application_id = @applicationId";

    private const string Begin = "insert into application (application_id, version, fact_sequence) values (@applicationId, 1, 0)";

    /// <summary>
    /// Waits until every unit of work that is deciding about this application's orders has ended, and makes later ones wait for this one: what is
    /// read after it stays as it is. Two that look at once could each order a payment, or order one that the other takes as made.
    /// </summary>
    public static async Task TakeTurnAsync(UnitOfWork unit, Guid applicationId)
    {
        if (await unit.ExecuteAsync(TakeTurn, new { applicationId }) == 0)
        {
            await unit.ExecuteAsync(Begin, new { applicationId });
        }
    }

    public static async Task<long> NextAsync(UnitOfWork unit, Guid applicationId)
    {
        var row = await unit.QuerySingleOrDefaultAsync<CounterRow>(Select, new { applicationId });
        if (row is null)
        {
            await unit.ExecuteAsync(Insert, new { applicationId });
            return 1;
        }

        var sequence = row.FactSequence + 1;
        if (await unit.ExecuteAsync(Update, new { applicationId, sequence, row.Version }) == 0)
        {
            throw new ConcurrentChangeException($"Application {applicationId}");
        }

        return sequence;
    }

    private sealed record CounterRow
    {
        public long Version { get; init; }

        public long FactSequence { get; init; }
    }
}
