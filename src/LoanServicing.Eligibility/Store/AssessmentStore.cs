using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Eligibility.Store;

/// <summary>The assessments, each as it was made.</summary>
internal static class AssessmentStore
{
    /// <summary>Of the applications after <c>@after</c>, up to <c>@last</c>.</summary>
    public const string SelectRange =
        """
        select application_id, revision, business_date, assessed_at, rule_set_version, outcome, inputs, limits, rules
        from assessment
        where application_id > @after and application_id <= @last
        order by application_id, revision
        """;

    private const string CountOf = "select count(*) from assessment where application_id = @applicationId and revision = @revision";

    private const string SelectOutcome =
        "select outcome from assessment where application_id = @applicationId and revision = @revision";

    private const string Insert =
        """
        insert into assessment (application_id, revision, business_date, assessed_at, rule_set_version, outcome, inputs, limits, rules)
        values (@ApplicationId, @Revision, @BusinessDate, @AssessedAt, @RuleSetVersion, @Outcome, @Inputs, @Limits, @Rules)
        """;

    public static async Task<bool> ExistsAsync(UnitOfWork unit, Guid applicationId, int revision) =>
        await unit.QuerySingleAsync<long>(CountOf, new { applicationId, revision }) > 0;

    /// <summary>The outcome of exactly this revision; null while it has not been assessed.</summary>
    public static Task<string?> OutcomeAsync(UnitOfWork unit, Guid applicationId, int revision) =>
        unit.QuerySingleOrDefaultAsync<string>(SelectOutcome, new { applicationId, revision });

    public static Task InsertAsync(UnitOfWork unit, AssessmentRow row) => unit.ExecuteAsync(Insert, row);
}

/// <summary>One assessment. Inputs, limits and rules are JSON.</summary>
internal sealed record AssessmentRow
{
    public Guid ApplicationId { get; init; }

    public int Revision { get; init; }

    public LocalDate BusinessDate { get; init; }

    public Instant AssessedAt { get; init; }

    public int RuleSetVersion { get; init; }

    public string Outcome { get; init; } = "";

    public string Inputs { get; init; } = "";

    public string Limits { get; init; } = "";

    public string Rules { get; init; } = "";

    /// <summary>Of inputs, limits and rules as they are stored, for the audit trail.</summary>
    public string TextsHash => EntryHash.Of(Inputs, Limits, Rules);
}
