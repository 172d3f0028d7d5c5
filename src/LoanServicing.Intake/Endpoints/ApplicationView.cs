using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Intake.Endpoints;

/// <summary>One application as its applicant and the staff see it.</summary>
/// <param name="AmountRials">The amount in force: as approved, before that as asked for.</param>
/// <param name="Reason">Why it was refused, returned, given up or not paid, in plain words.</param>
/// <param name="ReservedUntil">The last business date on which the contract can be signed, while the funds are reserved for it; null where they are kept for ever.</param>
/// <param name="PendingRequestId">The request that waits for a second person.</param>
/// <param name="Flags">What an officer should look at, <c>postal-code</c>: of an unusual form; <c>iban-bank</c>: of no bank that is known.</param>
public sealed record ApplicationView(
    Guid ApplicationId, string TrackingCode, ApplicationState Status, string StatusText, int Revision, string? ExternalRef,
    ApplicantView Applicant, string Province, string County, bool Rural, int IncomeDecile, string Tranche, string? Purpose, int? Jobs,
    Rials AmountRials, Rials RequestedAmountRials, int Installments, int RequestedInstallments, LocalDate SubmittedOn, string SubmittedOnPersian,
    LocalDate? ReservedUntil, string? ReservedUntilPersian, EligibilityView? Eligibility, string? Reason, IReadOnlyList<TimelineEntry> Timeline, Guid? LoanId, Guid? PendingRequestId,
    IReadOnlyList<string> Flags, IReadOnlyList<Link> Links);

/// <param name="Iban">Its first and last four characters.</param>
public sealed record ApplicantView(
    string NationalId, string FirstName, string LastName, LocalDate BirthDate, string BirthDatePersian, string? Mobile, string? PostalCode,
    string Iban, string? PriorSupport, string? SkillProof, string? MedicalReferral, string? BuildingPermit);

/// <param name="Outcome"><c>eligible</c>, <c>refer</c> or <c>ineligible</c>.</param>
public sealed record EligibilityView(
    string Outcome, int RuleSetVersion, LocalDate AssessedOn, string AssessedOnPersian, IReadOnlyList<RuleView> Rules);

/// <param name="Inputs">What the rule looked at, by name.</param>
/// <param name="Message">In the caller's language.</param>
public sealed record RuleView(string Id, bool Passed, IReadOnlyDictionary<string, string> Inputs, string Message);

/// <param name="At">The real instant.</param>
/// <param name="Date">The business date.</param>
/// <param name="Note">What happened and why, in the caller's language.</param>
public sealed record TimelineEntry(Instant At, LocalDate Date, string DatePersian, ApplicationState Status, string Note);

/// <param name="Applicant">Full name; the national id is masked in lists.</param>
/// <param name="Outcome">Of the rules; null while they are being evaluated.</param>
public sealed record ApplicationItem(
    Guid ApplicationId, string TrackingCode, ApplicationState Status, string? ExternalRef, string Applicant, string NationalIdMasked,
    string County, string Tranche, Rials AmountRials, int Installments, string? Outcome, Guid? PendingRequestId, LocalDate SubmittedOn,
    string SubmittedOnPersian);

public sealed record ApplicationPage(IReadOnlyList<ApplicationItem> Items, string? NextCursor);
