using LoanServicing.Domain.Programmes;

namespace LoanServicing.Domain.Eligibility;

/// <summary>Rules about the document that each tranche asks for. Whether the document is genuine is the officer's to judge.</summary>
internal static class DocumentRules
{
    public static RuleJudgement SkillProof(EligibilityInputs inputs, EligibilityLimits limits) => Document(
        inputs,
        Tranches.Employment,
        "skillProof",
        inputs.SkillProof,
        new Bilingual("proof of skill", "گواهی مهارت"));

    public static RuleJudgement MedicalReferral(EligibilityInputs inputs, EligibilityLimits limits) => Document(
        inputs,
        Tranches.Health,
        "medicalReferral",
        inputs.MedicalReferral,
        new Bilingual("medical referral", "معرفی‌نامه پزشکی"));

    public static RuleJudgement BuildingPermit(EligibilityInputs inputs, EligibilityLimits limits) => Document(
        inputs,
        Tranches.Housing,
        "buildingPermit",
        inputs.BuildingPermit,
        new Bilingual("building permit", "پروانه ساختمان"));

    private static RuleJudgement Document(EligibilityInputs inputs, string tranche, string name, string? value, Bilingual document)
    {
        if (inputs.Tranche != tranche)
        {
            return Judgement.NotApplicable(inputs.Tranche);
        }

        var given = !string.IsNullOrWhiteSpace(value);
        return Judgement.Of(
            given,
            given ? $"The {document.En} is given." : $"The {document.En} is missing; an officer must judge it.",
            given ? $"{document.Fa} ارائه شده است." : $"{document.Fa} ارائه نشده است؛ بررسی کارشناس لازم است.",
            (name, given ? value!.Trim() : "none"));
    }
}
