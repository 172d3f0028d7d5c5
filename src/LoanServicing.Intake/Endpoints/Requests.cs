using System.ComponentModel.DataAnnotations;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using NodaTime;

namespace LoanServicing.Intake.Endpoints;

/// <summary>An application as it is sent in.</summary>
/// <param name="BirthDate">Solar Hijri, <c>1383/04/08</c> or <c>1383-04-08</c>.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
public sealed record ApplicationRequest(
    string? ExternalRef, string NationalId, string FirstName, string LastName, string BirthDate, string? Mobile, string? PostalCode, string Iban,
    string Province, string County, bool Rural, int IncomeDecile, string? PriorSupport, string? SkillProof, string? MedicalReferral,
    string? BuildingPermit,
    [property: AllowedValues(Tranches.Employment, Tranches.Health, Tranches.Housing)] string Tranche,
    string? Purpose, Rials AmountRials, int Installments, int? Jobs);

/// <summary>The fields that change; all others stay. The national id, the tranche and the external reference may only repeat what stands.</summary>
public sealed record ResubmissionRequest(
    string? ExternalRef, string? NationalId,
    [property: AllowedValues(Tranches.Employment, Tranches.Health, Tranches.Housing)] string? Tranche,
    string? FirstName, string? LastName, string? BirthDate, string? Mobile, string? PostalCode, string? Iban, string? Province, string? County,
    bool? Rural, int? IncomeDecile, string? PriorSupport, string? SkillProof, string? MedicalReferral, string? BuildingPermit, string? Purpose,
    Rials? AmountRials, int? Installments, int? Jobs);

/// <param name="AmountRials">The amount asked for, or less.</param>
/// <param name="Reason">Needed for a referral.</param>
public sealed record ApprovalRequest(Rials? AmountRials, int? Installments, string? Reason);

public sealed record ReasonRequest(string Reason);

public sealed record WithdrawalRequest(string? Reason);

public sealed record ReturnRequest(string Questions);

public sealed record PayoutAccountRequest(string Iban);

/// <param name="SignedOn">ISO date, not later than the business date.</param>
/// <param name="DueDay">1 to 31; absent means the Solar Hijri day of the month of paying out.</param>
/// <param name="Collateral">At most so many items as the product allows, two by default; each promissory note at least what the product asks for, 115 % of the loan by default.</param>
public sealed record ContractRequest(
    string ContractNumber, LocalDate SignedOn, int? DueDay, int? GraceMonths, IReadOnlyList<CollateralRequest>? Collateral,
    IReadOnlyList<GuarantorRequest>? Guarantors);

public sealed record CollateralRequest(string Kind, string Number, Rials AmountRials);

public sealed record GuarantorRequest(string NationalId, string FullName, string Mobile);

/// <param name="HandedTo">Who was given the documents.</param>
public sealed record CollateralReleaseRequest(string HandedTo, string? Reason);
