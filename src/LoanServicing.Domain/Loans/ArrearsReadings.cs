using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>A loan on a day of the past, and what arrears make of it.</summary>
public static class ArrearsReadings
{
    /// <summary>The class on a day not before the latest receipt; that of <see cref="Loan.ArrearsOn"/>, for which holidays play no part.</summary>
    public static LoanClass ClassOn(this Loan loan, LocalDate asOf)
    {
        ArgumentNullException.ThrowIfNull(loan);
        return (loan with { Ledger = loan.Ledger.AsOf(asOf) }).NextDue is { } next && next.DueDate <= asOf ? LoanClasses.Of(next.DueDate, asOf) : LoanClass.Current;
    }

    /// <summary>Principal owed on a day not before the latest receipt, per funder; nothing before paying out.</summary>
    public static FunderShares OwedOn(this Loan loan, LocalDate asOf)
    {
        ArgumentNullException.ThrowIfNull(loan);
        return asOf < loan.Ledger.PaidOutOn ? FunderShares.Zero : loan.OutstandingShares;
    }

    /// <summary>Principal fallen due and unpaid, per funder: where the funders stand once it is paid, less where they stand now (rule R4).</summary>
    /// <param name="arrears">Of this loan.</param>
    public static FunderShares MaturedShares(this Loan loan, Arrears arrears)
    {
        ArgumentNullException.ThrowIfNull(loan);
        ArgumentNullException.ThrowIfNull(arrears);
        return loan.Shares.Standing(loan.Standing.PrincipalRepaid + arrears.MaturedPrincipal) - loan.Repaid;
    }

    /// <summary>Whether the loan as it is now is not what it was at the end of a day: it was paid, its plan changed, or it was written off or taken back later.</summary>
    public static bool HasChangedSince(this Loan loan, LocalDate asOf)
    {
        ArgumentNullException.ThrowIfNull(loan);
        return loan.State == LoanState.Returned
            || loan.NeedsReplay(asOf)
            || loan.Ledger.WrittenOffOn > asOf
            || loan.Ledger.Plan.Changes.Any(change => change.EffectiveOn > asOf);
    }

    /// <summary>
    /// The loan as it stood at the end of a day: what was received by then counts, by value date, whenever it was told. A loan whose payment
    /// came back later was still owed.
    /// </summary>
    /// <param name="receipts">All of the loan that count, in order of arrival.</param>
    /// <param name="returnedOn">The business date on which the payment came back; null where it did not.</param>
    public static Loan AsItStood(this Loan loan, LocalDate asOf, IEnumerable<LoanReceipt> receipts, LocalDate? returnedOn)
    {
        ArgumentNullException.ThrowIfNull(loan);
        var then = loan.State == LoanState.Returned && asOf < returnedOn ? loan with { State = LoanState.Active } : loan;
        return then.HasChangedSince(asOf) || then != loan ? then.AsOf(asOf, [.. receipts]) : loan;
    }
}
