using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Store;

/// <summary>
/// Numbers the applications of a person and tranche, so that Eligibility can decide them in that order however their messages arrive.
/// </summary>
internal static class Exposure
{
    private const string Count =
        "update submission_counter set submissions = submissions + 1 where national_id = @nationalId and tranche = @tranche";

    private const string Begin =
        "insert into submission_counter (national_id, tranche, submissions) values (@nationalId, @tranche, 1)";

    private const string SelectCount =
        "select submissions from submission_counter where national_id = @nationalId and tranche = @tranche";

    private const string SelectOpen =
        """
        select application_id, revision, state from application
        where national_id = @nationalId and tranche = @tranche and submission_number < @submissionNumber
        order by submission_number
        """;

    /// <summary>The number of a new application, from 1.</summary>
    public static async Task<int> NextNumberAsync(UnitOfWork unit, string nationalId, string tranche)
    {
        if (await unit.ExecuteAsync(Count, new { nationalId, tranche }) == 0)
        {
            await unit.ExecuteAsync(Begin, new { nationalId, tranche });
        }

        return await unit.QuerySingleAsync<int>(SelectCount, new { nationalId, tranche });
    }

    /// <summary>Earlier applications of the person and tranche that are not closed now, by the revisions now in force, in order of submission.</summary>
    public static async Task<IReadOnlyList<Predecessor>> PredecessorsAsync(UnitOfWork unit, string nationalId, string tranche, int submissionNumber)
    {
        var earlier = await unit.QueryAsync<EarlierApplication>(SelectOpen, new { nationalId, tranche, submissionNumber });
        return
        [
            .. earlier.Where(row => !Enum.Parse<ApplicationState>(row.State).IsClosed())
                .Select(row => new Predecessor(row.ApplicationId, row.Revision)),
        ];
    }

    private sealed record EarlierApplication
    {
        public Guid ApplicationId { get; init; }

        public int Revision { get; init; }

        public string State { get; init; } = "";
    }
}
