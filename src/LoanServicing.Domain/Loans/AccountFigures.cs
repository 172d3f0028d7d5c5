using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Loans;

/// <summary>
/// What has happened on a loan's account so far, in rials; and the difference of two of these, of which any figure may be negative. The figures of everything
/// since paying out give the balances, so that a statement closes by itself: opening figures and the differences of all movements sum to the closing ones.
/// </summary>
/// <param name="PaidOut">Principal paid to the borrower.</param>
/// <param name="Principal">Principal repaid.</param>
/// <param name="WrittenOff">Principal that the funders have taken as their loss.</param>
/// <param name="Returned">Principal whose payment came back: the borrower never had it.</param>
/// <param name="FeeCharged">Fees of the loan-years begun, those waived by a write-off left out.</param>
/// <param name="FeePaid">Fees received.</param>
/// <param name="Recovered">Received of what was written off.</param>
/// <param name="Credit">Received beyond what was owed.</param>
/// <param name="Refunded">Paid back of the credit.</param>
/// <param name="LateCharged">Charges for lateness, those waived left out.</param>
/// <param name="LatePaid">Of these received.</param>
public readonly record struct AccountFigures(
    Rials PaidOut,
    Rials Principal,
    Rials WrittenOff,
    Rials Returned,
    Rials FeeCharged,
    Rials FeePaid,
    Rials Recovered,
    Rials Credit,
    Rials Refunded,
    Rials LateCharged,
    Rials LatePaid)
{
    /// <summary>Principal owed.</summary>
    public Rials Outstanding => PaidOut - Principal - WrittenOff - Returned;

    /// <summary>Fees owed of the loan-years begun.</summary>
    public Rials FeeDue => FeeCharged - FeePaid;

    /// <summary>Charges for lateness owed.</summary>
    public Rials LateDue => LateCharged - LatePaid;

    /// <summary>Owed to the borrower. Negative where more was refunded than the receipts that count leave (docs/adr/0016-refunds.md).</summary>
    public Rials CreditBalance => Credit - Refunded;

    /// <summary>Money from the borrower; less than zero for a receipt that is taken back.</summary>
    public Rials Received => Principal + FeePaid + LatePaid + Recovered + Credit;

    /// <summary>Money to the borrower; less than zero where a payment came back.</summary>
    public Rials Paid => PaidOut - Returned + Refunded;

    public static AccountFigures operator +(AccountFigures left, AccountFigures right) => new(
        left.PaidOut + right.PaidOut,
        left.Principal + right.Principal,
        left.WrittenOff + right.WrittenOff,
        left.Returned + right.Returned,
        left.FeeCharged + right.FeeCharged,
        left.FeePaid + right.FeePaid,
        left.Recovered + right.Recovered,
        left.Credit + right.Credit,
        left.Refunded + right.Refunded,
        left.LateCharged + right.LateCharged,
        left.LatePaid + right.LatePaid);

    public static AccountFigures operator -(AccountFigures figures) => new(
        -figures.PaidOut,
        -figures.Principal,
        -figures.WrittenOff,
        -figures.Returned,
        -figures.FeeCharged,
        -figures.FeePaid,
        -figures.Recovered,
        -figures.Credit,
        -figures.Refunded,
        -figures.LateCharged,
        -figures.LatePaid);

    public static AccountFigures operator -(AccountFigures left, AccountFigures right) => left + -right;
}
