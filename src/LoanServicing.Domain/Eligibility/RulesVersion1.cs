namespace LoanServicing.Domain.Eligibility;

/// <summary>
/// Version 1 of the rules, in the order in which they are reported. Seven refuse; documents and prior support only refer, because an
/// officer can obtain or judge them (domain.md section 1.2, the design choices there).
/// </summary>
internal static class RulesVersion1
{
    public static IReadOnlyList<EligibilityRule> All { get; } =
    [
        new("identity.age", Refers: false, ApplicantRules.Age),
        new("need.income-decile", Refers: false, ApplicantRules.IncomeDecile),
        new("place.programme-area", Refers: false, ApplicantRules.ProgrammeArea),
        new("amount.ceiling", Refers: false, RequestRules.Ceiling),
        new("amount.minimum", Refers: false, RequestRules.Minimum),
        new("tenor.allowed", Refers: false, RequestRules.Tenor),
        new("exposure.one-open-loan-per-purpose", Refers: false, RequestRules.OneOpenLoan),
        new("support.prior-programme", Refers: true, ApplicantRules.PriorSupport),
        new("employment.skill-proof", Refers: true, DocumentRules.SkillProof),
        new("health.medical-referral", Refers: true, DocumentRules.MedicalReferral),
        new("housing.building-permit", Refers: true, DocumentRules.BuildingPermit),
    ];
}
