using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>What the rules said of one revision, as received.</summary>
internal sealed record AssessmentRow
{
    public Guid ApplicationId { get; init; }

    public int Revision { get; init; }

    public string Outcome { get; init; } = "";

    public int RuleSetVersion { get; init; }

    /// <summary>Every <see cref="RuleReport"/>, as JSON.</summary>
    public string Rules { get; init; } = "";

    public LocalDate AssessedOn { get; init; }

    public IReadOnlyList<RuleReport> Reports => FactJson.Read<List<RuleReport>>(Rules);
}

internal static class AssessmentStore
{
    public const string SelectOfRevision =
        """
        select application_id, revision, outcome, rule_set_version, rules, assessed_on from assessment
        where application_id = @applicationId and revision = @revision
        """;

    private const string Insert =
        """
        insert into assessment (application_id, revision, outcome, rule_set_version, rules, assessed_on, received_at)
        values (@ApplicationId, @Revision, @Outcome, @RuleSetVersion, @rules, @assessedOn, @Now)
        """;

    public static Task AddAsync(UnitOfWork unit, EligibilityAssessed fact) => unit.ExecuteAsync(
        Insert,
        new
        {
            fact.ApplicationId,
            fact.Revision,
            fact.Outcome,
            fact.RuleSetVersion,
            rules = FactJson.Write(fact.Rules),
            assessedOn = fact.Header.BusinessDate,
            unit.Now,
        });
}
