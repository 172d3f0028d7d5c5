using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>
/// What all receipts so far have made of a loan, compact enough to be stored with it: because the oldest instalment is always paid first,
/// one sum of principal says which instalments are paid (design.md section 5). It is the same for the same receipts whatever the order in
/// which they arrived.
/// </summary>
/// <param name="PrincipalRepaid">R of rule R4, in rials, from zero to the principal.</param>
/// <param name="Years">The loan-years begun by the latest receipt.</param>
/// <param name="Credit">What is owed back to the borrower, in rials.</param>
/// <param name="LatestValueDate">Value date of the latest receipt; null before the first.</param>
/// <param name="Recovered">Received of principal that had been written off, in rials; outside <paramref name="PrincipalRepaid"/> (rule R4).</param>
/// <param name="Late">What lateness has come to by the latest receipt.</param>
public sealed record LoanStanding(
    Rials PrincipalRepaid, LoanYears Years, Rials Credit, LocalDate? LatestValueDate, Rials Recovered = default, LateStanding Late = default)
{
    /// <summary>A loan on which nothing was received.</summary>
    public static LoanStanding Untouched { get; } = new(Rials.Zero, LoanYears.None, Rials.Zero, null);

    public Rials FeePaid => Years.FeePaid;

    /// <summary>Everything received: each rial is principal, recovery, fee, charge for lateness or credit.</summary>
    public Rials Received => PrincipalRepaid + Recovered + FeePaid + Late.Paid + Credit;
}
