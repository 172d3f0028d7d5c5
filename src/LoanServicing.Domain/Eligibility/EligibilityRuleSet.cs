namespace LoanServicing.Domain.Eligibility;

/// <summary>A numbered, closed list of rules. A version that has decided anything is never changed: a new one is added beside it.</summary>
public sealed class EligibilityRuleSet
{
    private static readonly EligibilityRuleSet[] Versions = [new(1, RulesVersion1.All)];

    private EligibilityRuleSet(int version, IReadOnlyList<EligibilityRule> rules) => (Version, Rules) = (version, rules);

    /// <summary>The version that new submissions are assessed with.</summary>
    public static EligibilityRuleSet Current => Versions[^1];

    public int Version { get; }

    public IReadOnlyList<EligibilityRule> Rules { get; }

    /// <summary>A version by its number; null when there is none.</summary>
    public static EligibilityRuleSet? Find(int version) => Array.Find(Versions, set => set.Version == version);

    /// <summary>Evaluates every rule, whatever the others say, and draws the outcome.</summary>
    public Assessment Assess(EligibilityInputs inputs, EligibilityLimits limits)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(limits);
        RuleResult[] results = [.. Rules.Select(rule => Report(rule, rule.Judge(inputs, limits)))];
        return new Assessment(Version, Outcome(results), results);
    }

    private static RuleResult Report(EligibilityRule rule, RuleJudgement judgement) =>
        new(rule.Id, judgement.Passed, rule.Refers, judgement.Inputs, judgement.Message);

    private static EligibilityOutcome Outcome(RuleResult[] results)
    {
        if (Array.Exists(results, rule => rule is { Passed: false, Refers: false }))
        {
            return EligibilityOutcome.Ineligible;
        }

        return Array.Exists(results, rule => !rule.Passed) ? EligibilityOutcome.Refer : EligibilityOutcome.Eligible;
    }
}
