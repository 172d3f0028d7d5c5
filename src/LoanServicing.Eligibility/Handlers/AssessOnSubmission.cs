using LoanServicing.Contracts;
using LoanServicing.Domain.Eligibility;
using LoanServicing.Domain.Programmes;
using LoanServicing.Eligibility.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Eligibility.Handlers;

/// <summary>
/// Evaluates the rules for a submitted application. An earlier application of the same person and tranche keeps this one out if the
/// rules let it through; while one of them is undecided this one waits, so that the answer is the same in whatever order they come.
/// </summary>
internal sealed class AssessOnSubmission(Programme programme)
{
    public async Task HandleAsync(ApplicationSubmitted fact, UnitOfWork unit)
    {
        if (await AssessmentStore.ExistsAsync(unit, fact.ApplicationId, fact.Revision))
        {
            return;
        }

        var open = new List<Guid>();
        foreach (var predecessor in fact.Predecessors)
        {
            if (await AssessmentStore.LatestOutcomeAsync(unit, predecessor) is not { } outcome)
            {
                unit.WaitFor(WaitKey(predecessor));
                return;
            }

            if (EligibilityOutcomes.KeepsOthersOut(outcome))
            {
                open.Add(predecessor);
            }
        }

        var inputs = Inputs(fact, open);
        var limits = EligibilityLimits.Of(programme, inputs.Tranche, inputs.AsOf);
        await RecordAsync(fact, inputs, limits, EligibilityRuleSet.Current.Assess(inputs, limits), unit);
    }

    private static async Task RecordAsync(
        ApplicationSubmitted fact, EligibilityInputs inputs, EligibilityLimits limits, Assessment assessment, UnitOfWork unit)
    {
        var reports = RuleReports.Of(assessment);
        var outcome = assessment.Outcome.Code();
        await AssessmentStore.InsertAsync(unit, new AssessmentRow
        {
            ApplicationId = fact.ApplicationId,
            Revision = fact.Revision,
            BusinessDate = inputs.AsOf,
            AssessedAt = unit.Now,
            RuleSetVersion = assessment.RuleSetVersion,
            Outcome = outcome,
            Inputs = FactJson.Write(inputs),
            Limits = FactJson.Write(limits),
            Rules = FactJson.Write(reports),
        });
        var sequence = await ApplicationStore.CountFactAsync(unit, fact.ApplicationId, fact.Revision);
        unit.Publish(new EligibilityAssessed(
            unit.Header(Streams.Assessment, fact.ApplicationId, sequence, inputs.AsOf),
            fact.ApplicationId,
            fact.Revision,
            outcome,
            assessment.RuleSetVersion,
            reports));
        unit.Record(new AuditEntry(
            $"eligibility rules {assessment.RuleSetVersion}",
            "application.assessed",
            "application",
            fact.ApplicationId.ToString(),
            inputs.AsOf,
            new
            {
                fact.Revision,
                assessment.RuleSetVersion,
                outcome,
                assessment.FailedRules,
                rules = reports.Select(report => new { report.Id, report.Passed, report.Inputs }),
            }));
        unit.Arrived(WaitKey(fact.ApplicationId));
    }

    private static string WaitKey(Guid applicationId) => $"assessment:{applicationId:N}";

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
