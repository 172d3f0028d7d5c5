using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>
/// What a standing says on a day. All of it holds as if nothing more were received until that day; a day before the latest receipt needs the
/// standing of the receipts up to it (<see cref="LoanLedger.Replay"/>).
/// </summary>
public static class LoanReadings
{
    /// <summary>The oldest instalment of which something is unpaid, due already or not, with whatever else is payable on its day; null when nothing is. It does not depend on a day.</summary>
    public static NextDue? NextDueOf(this LoanLedger ledger, LoanStanding standing)
    {
        NextDue? next = null;
        foreach (var claim in ledger.Claims(standing).Where(claim => claim.Total.IsPositive))
        {
            var payableOn = ledger.Plan.PayableOn(claim.Number);
            if (next is { } first && first.DueDate != payableOn)
            {
                break;
            }

            next = new NextDue(next?.Number ?? claim.Number, payableOn, (next?.Amount ?? Rials.Zero) + claim.Total);
        }

        return next;
    }

    /// <summary>Whether nothing is owed: no principal, no fee of a year that has begun, and no charge for lateness that was not waived.</summary>
    public static bool IsSettled(this LoanLedger ledger, LoanStanding standing) =>
        standing.PrincipalRepaid == ledger.Principal
        && ledger.Claims(standing).All(claim => claim.Total.IsZero)
        && ledger.LateOn(standing, LocalDate.MaxIsoValue).Unpaid(ledger.Late.Terms).IsZero; // no day counts any more, only what was decided

    /// <summary>Charges for lateness unpaid on a day not before the latest receipt.</summary>
    /// <param name="counts">Which of the decisions, from 0; null for those that count for a receipt of the day.</param>
    public static Rials LateDue(this LoanLedger ledger, LoanStanding standing, LocalDate asOf, Func<int, bool>? counts = null)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(standing);
        return ledger.LateOn(standing, asOf, counts).Unpaid(ledger.Late.Terms);
    }

    /// <summary>Fees unpaid of the years that have begun by the day.</summary>
    public static Rials FeeDue(this LoanLedger ledger, LoanStanding standing, LocalDate asOf)
    {
        var begun = asOf < ledger.PaidOutOn ? 0 : ledger.YearsBegunBy(asOf);
        return ledger.Claims(standing).TakeWhile(claim => claim.Year <= begun).Select(claim => claim.Fee).Sum();
    }

    /// <summary>Arrears on the day. An instalment due on that very day counts as matured, with no day overdue.</summary>
    /// <param name="nextBusinessDay">The day itself where it is one.</param>
    public static Arrears ArrearsOf(this LoanLedger ledger, LoanStanding standing, LocalDate asOf, Func<LocalDate, LocalDate> nextBusinessDay)
    {
        var due = ledger.Plan.CountPayableOn(asOf);
        var unpaid = ledger.Claims(standing).TakeWhile(claim => claim.Number <= due).Where(claim => claim.Total.IsPositive).ToList();
        return unpaid.Count == 0
            ? Arrears.None
            : Arrears.Since(
                ledger.Plan.PayableOn(unpaid[0].Number),
                asOf,
                nextBusinessDay,
                (unpaid.Select(claim => claim.Principal).Sum(), unpaid.Select(claim => claim.Fee).Sum()));
    }

    /// <summary>Every instalment with what was paid of it.</summary>
    public static IEnumerable<InstalmentStanding> Rows(this LoanLedger ledger, LoanStanding standing) =>
        from claim in ledger.Claims(standing)
        let planned = ledger.Plan[claim.Number]
        select new InstalmentStanding(planned with { Fee = claim.FeeCharged }, planned.Principal - claim.Principal, claim.FeeCharged - claim.Fee);
}
