namespace LoanServicing.Domain.Eligibility;

/// <summary>One rule: its stable id, what failing it means, and how it is judged. Pure.</summary>
/// <param name="Refers">Failing it refers to an officer instead of refusing.</param>
public sealed record EligibilityRule(
    string Id,
    bool Refers,
    Func<EligibilityInputs, EligibilityLimits, RuleJudgement> Judge);

/// <summary>What a rule found, before its id is put to it.</summary>
/// <param name="Inputs">What it looked at, as text in invariant form, by name.</param>
public sealed record RuleJudgement(bool Passed, IReadOnlyDictionary<string, string> Inputs, Bilingual Message);

/// <summary>One rule's answer, reported whether it passed or not.</summary>
public sealed record RuleResult(
    string Id,
    bool Passed,
    bool Refers,
    IReadOnlyDictionary<string, string> Inputs,
    Bilingual Message);

/// <summary>All answers to one application, in the order of the rule set.</summary>
public sealed record Assessment(int RuleSetVersion, EligibilityOutcome Outcome, IReadOnlyList<RuleResult> Rules)
{
    /// <summary>The ids of the rules that failed, in ordinal order.</summary>
    public IReadOnlyList<string> FailedRules =>
        [.. Rules.Where(rule => !rule.Passed).Select(rule => rule.Id).Order(StringComparer.Ordinal)];
}
