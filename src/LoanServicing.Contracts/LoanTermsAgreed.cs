using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Contracts;

/// <summary>The terms as signed, from which any instalment can be computed once the value date of paying out is known.</summary>
/// <param name="Principal">Principal in rials.</param>
/// <param name="Installments">Number of monthly instalments, fee instalments included (domain.md section 1.1).</param>
/// <param name="FeeMethod">How the service fee is computed.</param>
/// <param name="FeeRateBasisPoints">Yearly rate in hundredths of a percent, 0 to 400.</param>
/// <param name="RoundingUnit">Principal instalments are multiples of this many rials, the last one takes the rest.</param>
/// <param name="GraceMonths">Solar Hijri months added before the first instalment.</param>
/// <param name="DueDay">The contract's due day, 1 to 31; null means the Solar Hijri day of the month of paying out.</param>
public sealed record LoanTermsAgreed(
    Rials Principal,
    int Installments,
    FeeMethod FeeMethod,
    int FeeRateBasisPoints,
    Rials RoundingUnit,
    int GraceMonths,
    int? DueDay);

/// <summary>Whom a loan belongs to, as every service that keeps loans needs it.</summary>
/// <param name="NationalId">Ten digits.</param>
/// <param name="FullName">First and last name, for the payment order.</param>
/// <param name="County">For the scope of officers' tokens.</param>
/// <param name="Tranche"><c>employment</c>, <c>health</c> or <c>housing</c>.</param>
public sealed record Borrower(string NationalId, string FullName, string County, string Tranche);
