using LoanServicing.Contracts;
using LoanServicing.Domain.Eligibility;

namespace LoanServicing.Eligibility.Handlers;

/// <summary>An assessment's rules as messages and stored rows carry them.</summary>
internal static class RuleReports
{
    public static IReadOnlyList<RuleReport> Of(Assessment assessment) =>
        [.. assessment.Rules.Select(rule => new RuleReport(rule.Id, rule.Passed, rule.Refers, rule.Inputs, rule.Message.En, rule.Message.Fa))];
}
