using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Classification;

/// <summary>A loan's principal by class, and what is set aside against it, per funder in rials.</summary>
/// <param name="Class">Of the loan.</param>
/// <param name="Outstanding">Principal owed.</param>
/// <param name="Classified">What of it has moved to the class: nothing, what has matured, or all.</param>
/// <param name="Provision">Set aside, the general provision included.</param>
public sealed record LoanProvision(LoanClass Class, FunderShares Outstanding, FunderShares Classified, FunderShares Provision);

/// <summary>
/// Provisions of a loan's principal (domain.md section 1.4). In the classes past due and overdue only what has matured is of the class and the
/// rest still current; in doubtful it is all of the principal. Each rial is in one class and has that class's rate. Fees are the servicing
/// bank's and not in it; collateral is not deducted.
/// </summary>
/// <remarks>
/// Rounded once for each loan, half a rial up; Alavi's part is that of its own principal, rounded the same way, and Sina's the rest. So the
/// parts make the whole, no funder's is above what it is owed, and a worse class never has less set aside.
/// </remarks>
public static class Provisions
{
    /// <param name="loan">As it stood on the day.</param>
    /// <param name="arrears">Of the loan on the day.</param>
    public static LoanProvision Of(Loan loan, Arrears arrears, LocalDate asOf, ProvisionRates rates)
    {
        ArgumentNullException.ThrowIfNull(loan);
        ArgumentNullException.ThrowIfNull(arrears);
        return Of(arrears.Class, loan.OwedOn(asOf), loan.MaturedShares(arrears), rates);
    }

    /// <param name="matured">Principal of <paramref name="outstanding"/> that has fallen due and is unpaid.</param>
    public static LoanProvision Of(LoanClass loanClass, FunderShares outstanding, FunderShares matured, ProvisionRates rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        var classified = loanClass switch
        {
            LoanClass.Current => FunderShares.Zero,
            LoanClass.Doubtful => outstanding,
            _ => matured,
        };
        var whole = Of(outstanding.Total, classified.Total);
        var alavi = Of(outstanding.Alavi, classified.Alavi);
        return new LoanProvision(loanClass, outstanding, classified, new FunderShares(alavi, whole - alavi));

        Rials Of(Rials owed, Rials ofClass)
        {
            var current = (Int128)(owed - ofClass).Value * rates.GeneralBasisPoints;
            var specific = (Int128)ofClass.Value * rates.Of(loanClass);
            return new Rials(checked((long)((current + specific + (ProvisionRates.Whole / 2)) / ProvisionRates.Whole)));
        }
    }
}
