using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Eligibility;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Handlers;

/// <summary>The rules have spoken: an officer decides, or the application is closed as ineligible.</summary>
internal static class AssessmentHandler
{
    private const string Publisher = "eligibility";

    public static async Task OnAssessedAsync(EligibilityAssessed fact, UnitOfWork unit, Notifier notifier)
    {
        var change = await ApplicationChange.OfFactAsync(unit, fact, fact.ApplicationId, Publisher);
        var eligible = fact.Outcome != EligibilityOutcomes.Ineligible;
        var cause = eligible ? ApplicationFact.Assessed : ApplicationFact.AssessedIneligible;
        var decision = (await change.ApplicationAsync()).DecideAssessment(eligible, fact.Revision);
        await change.FollowAsync(decision, fact, cause, async state =>
        {
            await AssessmentStore.AddAsync(unit, fact);
            change.Set(row => row with { Outcome = fact.Outcome });
            var failed = fact.Rules.Where(rule => !rule.Passed).Select(rule => rule.Id).ToList();
            change.Step(
                cause.ToString(), state, failed.Count == 0 ? null : string.Join(", ", failed), new { fact.Outcome, fact.RuleSetVersion, fact.Rules });
            if (!eligible)
            {
                await notifier.TellBorrowerAsync(unit, change.Row, Notice.Decided(change.Row, TemplateKeys.Ineligible), change.BusinessDate);
            }
        });
    }
}
