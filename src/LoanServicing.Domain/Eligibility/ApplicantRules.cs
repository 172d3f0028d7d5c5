using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Programmes;

namespace LoanServicing.Domain.Eligibility;

/// <summary>Rules about the person.</summary>
internal static class ApplicantRules
{
    public static RuleJudgement Age(EligibilityInputs inputs, EligibilityLimits limits)
    {
        var birth = SolarHijriDate.FromIso(inputs.BirthDate);
        var asOf = SolarHijriDate.FromIso(inputs.AsOf);
        var age = SolarHijriDate.AgeInYears(birth, asOf);
        var passed = age >= limits.YoungestAge && age <= limits.OldestAge;
        return Judgement.Of(
            passed,
            $"The applicant is {age}; the programme is for ages {limits.YoungestAge} to {limits.OldestAge}.",
            $"سن متقاضی {Judgement.Fa(age)} سال است؛ طرح برای سنین {Judgement.Fa(limits.YoungestAge)} تا {Judgement.Fa(limits.OldestAge)} سال است.",
            ("birthDate", birth.ToString()),
            ("asOf", asOf.ToString()),
            ("age", Judgement.Text(age)),
            ("youngest", Judgement.Text(limits.YoungestAge)),
            ("oldest", Judgement.Text(limits.OldestAge)));
    }

    public static RuleJudgement IncomeDecile(EligibilityInputs inputs, EligibilityLimits limits) => Judgement.Of(
        inputs.IncomeDecile <= limits.HighestIncomeDecile,
        $"The household is in income decile {inputs.IncomeDecile}; this loan goes to decile {limits.HighestIncomeDecile} and below.",
        $"دهک درآمدی خانوار {Judgement.Fa(inputs.IncomeDecile)} است؛ این وام تا دهک {Judgement.Fa(limits.HighestIncomeDecile)} پرداخت می‌شود.",
        ("incomeDecile", Judgement.Text(inputs.IncomeDecile)),
        ("highest", Judgement.Text(limits.HighestIncomeDecile)));

    public static RuleJudgement ProgrammeArea(EligibilityInputs inputs, EligibilityLimits limits)
    {
        var passed = limits.Provinces.Contains(inputs.Province.Trim(), StringComparer.OrdinalIgnoreCase);
        var area = string.Join(", ", limits.Provinces);
        return Judgement.Of(
            passed,
            passed ? $"{inputs.Province} is in the programme's area." : $"{inputs.Province} is outside the programme's area ({area}).",
            passed ? $"استان {inputs.Province} در محدوده طرح است." : $"استان {inputs.Province} خارج از محدوده طرح ({area}) است.",
            ("province", inputs.Province),
            ("programmeArea", area));
    }

    /// <summary>Judged for employment only: the bar on a second support is that of the home-business programme (domain.md section 1.2).</summary>
    public static RuleJudgement PriorSupport(EligibilityInputs inputs, EligibilityLimits limits)
    {
        if (inputs.Tranche != Tranches.Employment)
        {
            return Judgement.NotApplicable(inputs.Tranche);
        }

        var support = inputs.PriorSupport?.Trim() ?? string.Empty;
        var none = support.Length == 0 || support.Equals("none", StringComparison.OrdinalIgnoreCase);
        return Judgement.Of(
            none,
            none ? "No earlier support by another programme." : $"Supported by {support} before; an officer must judge it.",
            none ? "پیش‌تر از طرح دیگری حمایت نشده است." : $"پیش‌تر از {support} حمایت شده است؛ بررسی کارشناس لازم است.",
            ("priorSupport", none ? "none" : support));
    }
}
