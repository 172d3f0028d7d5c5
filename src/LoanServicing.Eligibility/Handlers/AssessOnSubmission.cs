using LoanServicing.Contracts;
using LoanServicing.Domain.Eligibility;
using LoanServicing.Domain.Programmes;
using LoanServicing.Eligibility.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Eligibility.Handlers;

/// <summary>
/// Evaluates the rules for a submitted application. An earlier application of the same person and tranche keeps this one out if the
/// rules let through the revision that was in force when this one was submitted; while that is undecided this one waits, so that the answer is
/// the same in whatever order they come.
/// </summary>
internal sealed class AssessOnSubmission(Programme programme)
{
    /// <summary>How the audit trail names an assessment.</summary>
    public const string SubjectType = "application";

    public const string AssessedAction = "application.assessed";

    public async Task HandleAsync(ApplicationSubmitted fact, UnitOfWork unit)
    {
        if (await AssessmentStore.ExistsAsync(unit, fact.ApplicationId, fact.Revision))
        {
            return;
        }

        var open = new List<Guid>();
        foreach (var predecessor in fact.Predecessors)
        {
            if (await AssessmentStore.OutcomeAsync(unit, predecessor.ApplicationId, predecessor.Revision) is not { } outcome)
            {
                unit.WaitFor(WaitKey(predecessor.ApplicationId, predecessor.Revision));
                return;
            }

            if (EligibilityOutcomes.KeepsOthersOut(outcome))
            {
                open.Add(predecessor.ApplicationId);
            }
        }

        var inputs = Inputs(fact, open);
        var limits = EligibilityLimits.Of(programme, inputs.Tranche, inputs.AsOf);
        var assessment = EligibilityRuleSet.Current.Assess(inputs, limits);
        var reports = RuleReports.Of(assessment);
        var row = Row(fact, inputs, limits, assessment, reports, unit.Now);
        await AssessmentStore.InsertAsync(unit, row);
        await TellAsync(fact, assessment, reports, unit);
        Record(fact, assessment, reports, row.TextsHash, unit);
        unit.Arrived(WaitKey(fact.ApplicationId, fact.Revision));
    }

    private static AssessmentRow Row(
        ApplicationSubmitted fact,
        EligibilityInputs inputs,
        EligibilityLimits limits,
        Assessment assessment,
        IReadOnlyList<RuleReport> reports,
        Instant now) => new()
    {
        ApplicationId = fact.ApplicationId,
        Revision = fact.Revision,
        BusinessDate = inputs.AsOf,
        AssessedAt = now,
        RuleSetVersion = assessment.RuleSetVersion,
        Outcome = assessment.Outcome.Code(),
        Inputs = FactJson.Write(inputs),
        Limits = FactJson.Write(limits),
        Rules = FactJson.Write(reports),
    };

    private static async Task TellAsync(
        ApplicationSubmitted fact, Assessment assessment, IReadOnlyList<RuleReport> reports, UnitOfWork unit)
    {
        var sequence = await ApplicationStore.CountFactAsync(unit, fact.ApplicationId, fact.Revision);
        unit.Publish(new EligibilityAssessed(
            unit.Header(Streams.Assessment, fact.ApplicationId, sequence, fact.Header.BusinessDate),
            fact.ApplicationId,
            fact.Revision,
            assessment.Outcome.Code(),
            assessment.RuleSetVersion,
            reports));
    }

    private static void Record(ApplicationSubmitted fact, Assessment assessment, IReadOnlyList<RuleReport> reports, string textsHash, UnitOfWork unit) =>
        unit.Record(new AuditEntry(
            $"eligibility rules {assessment.RuleSetVersion}",
            AssessedAction,
            SubjectType,
            fact.ApplicationId.ToString(),
            fact.Header.BusinessDate,
            new
            {
                fact.Revision,
                assessment.RuleSetVersion,
                outcome = assessment.Outcome.Code(),
                assessment.FailedRules,
                rules = reports.Select(report => new { report.Id, report.Passed, report.Inputs }),
                textsHash,
            }));

    private static string WaitKey(Guid applicationId, int revision) => $"assessment:{applicationId:N}:{revision}";

    private static EligibilityInputs Inputs(ApplicationSubmitted fact, IReadOnlyList<Guid> openPredecessors) => new(
        fact.Header.BusinessDate,
        fact.BirthDate,
        fact.Province,
        fact.IncomeDecile,
        fact.PriorSupport,
        fact.SkillProof,
        fact.MedicalReferral,
        fact.BuildingPermit,
        fact.Tranche,
        fact.Amount,
        fact.Installments,
        openPredecessors);
}
