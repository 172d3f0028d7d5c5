namespace LoanServicing.Domain.Eligibility;

/// <summary>Rules about what is asked for.</summary>
internal static class RequestRules
{
    public static RuleJudgement Ceiling(EligibilityInputs inputs, EligibilityLimits limits) => Judgement.Of(
        inputs.Amount <= limits.Ceiling,
        $"{Judgement.En(inputs.Amount)} rials asked for; the ceiling is {Judgement.En(limits.Ceiling)} rials.",
        $"مبلغ درخواستی {Judgement.Fa(inputs.Amount)} ریال است؛ سقف وام {Judgement.Fa(limits.Ceiling)} ریال است.",
        ("amountRials", inputs.Amount.ToString()),
        ("ceilingRials", limits.Ceiling.ToString()));

    public static RuleJudgement Minimum(EligibilityInputs inputs, EligibilityLimits limits) => Judgement.Of(
        inputs.Amount >= limits.Minimum,
        $"{Judgement.En(inputs.Amount)} rials asked for; the smallest loan is {Judgement.En(limits.Minimum)} rials.",
        $"مبلغ درخواستی {Judgement.Fa(inputs.Amount)} ریال است؛ حداقل وام {Judgement.Fa(limits.Minimum)} ریال است.",
        ("amountRials", inputs.Amount.ToString()),
        ("minimumRials", limits.Minimum.ToString()));

    public static RuleJudgement Tenor(EligibilityInputs inputs, EligibilityLimits limits) => Judgement.Of(
        limits.Tenors.Contains(inputs.Installments),
        $"{inputs.Installments} monthly instalments asked for; allowed are {string.Join(", ", limits.Tenors)}.",
        $"تعداد اقساط درخواستی {Judgement.Fa(inputs.Installments)} است؛ تعداد مجاز: {string.Join("، ", limits.Tenors.Select(Judgement.Fa))}.",
        ("installments", Judgement.Text(inputs.Installments)),
        ("allowed", string.Join(' ', limits.Tenors)));

    public static RuleJudgement OneOpenLoan(EligibilityInputs inputs, EligibilityLimits limits)
    {
        var passed = inputs.OpenPredecessors.Count == 0;
        return Judgement.Of(
            passed,
            passed ? "No other open application or loan for this purpose." : "The applicant has an open application or loan for this purpose.",
            passed ? "درخواست یا وام باز دیگری برای این منظور ندارد." : "متقاضی برای همین منظور درخواست یا وام باز دارد.",
            ("tranche", inputs.Tranche),
            ("openApplications", passed ? "none" : string.Join(' ', inputs.OpenPredecessors)));
    }
}
