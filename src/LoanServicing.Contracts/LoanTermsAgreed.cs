using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Contracts;

/// <summary>The terms as signed, from which any instalment can be computed once the value date of paying out is known.</summary>
/// <param name="Principal">Principal in rials.</param>
/// <param name="Installments">Number of monthly instalments, fee instalments included (domain.md section 1.1).</param>
/// <param name="FeeMethod">How the service fee is computed.</param>
/// <param name="FeeRateBasisPoints">Yearly rate in hundredths of a percent, 0 to 400.</param>
/// <param name="RoundingUnit">Principal instalments are multiples of this many rials, the last one takes the rest.</param>
/// <param name="GraceMonths">Solar Hijri months added before the first instalment.</param>
/// <param name="DueDay">The contract's due day, 1 to 31; null means the Solar Hijri day of the month of paying out.</param>
/// <param name="FeeGraceMonths">Months of the grace that the first year's fee covers too; null is none.</param>
/// <param name="AllocationOrder">In which order receipts pay what is owed; null is the default.</param>
/// <param name="ProductFrom">The version of the tranche's product that was signed: the day from which on it held. Null for contracts of before it was kept.</param>
/// <param name="LatePolicy">What lateness costs; null is nothing.</param>
/// <param name="LateRateBasisPoints">A year, in hundredths of a percent of the principal overdue; null where days do not count.</param>
/// <param name="LateYearDays">360 or 365, by which that rate is divided; null likewise.</param>
public sealed record LoanTermsAgreed(
    Rials Principal,
    int Installments,
    FeeMethod FeeMethod,
    int FeeRateBasisPoints,
    Rials RoundingUnit,
    int GraceMonths,
    int? DueDay,
    int? FeeGraceMonths = null,
    AllocationOrder? AllocationOrder = null,
    LocalDate? ProductFrom = null,
    LatePolicy? LatePolicy = null,
    int? LateRateBasisPoints = null,
    int? LateYearDays = null)
{
    /// <summary>What lateness costs, as the ledger of the loan charges it.</summary>
    public LateTerms ReadLate() => LatePolicy is { } policy ? new LateTerms(policy, LateRateBasisPoints ?? 0, LateYearDays ?? 0) : LateTerms.None;
}

/// <summary>Whom a loan belongs to, as every service that keeps loans needs it.</summary>
/// <param name="NationalId">Ten digits.</param>
/// <param name="FullName">First and last name, for the payment order.</param>
/// <param name="County">For the scope of officers' tokens.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
public sealed record Borrower(string NationalId, string FullName, string County, string Tranche);
