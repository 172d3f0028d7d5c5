using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Eligibility;

/// <summary>Everything about one application that the rules look at. Stored with the assessment, so that it can be evaluated again.</summary>
/// <param name="AsOf">The business date of the submission; ages are counted and products chosen as of it.</param>
/// <param name="IncomeDecile">1 is the poorest.</param>
/// <param name="PriorSupport">The programme that supported the applicant before; null, empty or <c>none</c> where there was none.</param>
/// <param name="Amount">Asked for, in rials.</param>
/// <param name="Installments">Number of monthly instalments asked for.</param>
/// <param name="OpenPredecessors">
/// Earlier applications of the same person to the same tranche that were open at the submission and that the rules did not refuse.
/// </param>
public sealed record EligibilityInputs(
    LocalDate AsOf,
    LocalDate BirthDate,
    string Province,
    int IncomeDecile,
    string? PriorSupport,
    string? SkillProof,
    string? MedicalReferral,
    string? BuildingPermit,
    string Tranche,
    Rials Amount,
    int Installments,
    IReadOnlyList<Guid> OpenPredecessors);
