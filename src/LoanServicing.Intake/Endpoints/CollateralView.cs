using System.ComponentModel.DataAnnotations;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Intake.Endpoints;

/// <summary>What stands behind a loan: what is pledged, and who guarantees it. Empty before the contract is signed.</summary>
/// <param name="LoanId">Null before paying out.</param>
public sealed record CollateralView(
    Guid ApplicationId, Guid? LoanId, IReadOnlyList<CollateralItemView> Items, IReadOnlyList<GuarantorView> Guarantors, IReadOnlyList<Link> Links);

/// <param name="Kind">As written by the officer, in lower case; <c>promissory-note</c> for any promissory note.</param>
/// <param name="Number">Of the document.</param>
/// <param name="State"><c>pledged</c> while the bank holds it, <c>released</c> once it was handed back.</param>
/// <param name="ReleasableOn">The business date since when it may be handed back: the loan was settled, or given up before it was paid out. Null before that.</param>
/// <param name="ReleasedOn">The business date on which it was handed back.</param>
/// <param name="Reason">Why or how it was handed back, as the officer recorded it.</param>
public sealed record CollateralItemView(
    string Kind, string Number, Rials AmountRials, [property: AllowedValues(CollateralItemView.Pledged, CollateralItemView.Released)] string State,
    LocalDate? ReleasableOn, string? ReleasableOnPersian, LocalDate? ReleasedOn, string? ReleasedOnPersian, string? HandedTo, string? Reason)
{
    public const string Pledged = "pledged";
    public const string Released = "released";
}

/// <param name="NationalId">In full for staff; else its first six digits and four asterisks.</param>
/// <param name="Mobile">For officers and supervisors; null for anybody else.</param>
public sealed record GuarantorView(string NationalId, string FullName, string? Mobile);

/// <summary>What was handed back just now.</summary>
/// <param name="Items">How many documents.</param>
public sealed record CollateralReleaseView(Guid ApplicationId, int Items, LocalDate ReleasedOn, string ReleasedOnPersian, string HandedTo, string? Reason);
