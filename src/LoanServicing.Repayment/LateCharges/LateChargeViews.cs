using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.LateCharges;

/// <summary>A decision about charges for lateness.</summary>
/// <param name="Kind">cost or waiver.</param>
/// <param name="AmountRials">The cost, or what was forgiven.</param>
/// <param name="HoldsFrom">The first value date of receipts for which it counts: the day of a waiver, and the day after a cost.</param>
/// <param name="Reason">Only staff are told it, and who decided.</param>
public sealed record LateChargeView(
    int Number, string Kind, Rials AmountRials, LocalDate DecidedOn, string DecidedOnPersian, LocalDate HoldsFrom, string HoldsFromPersian, string? Reason, string? MadeBy, string? ApprovedBy);

/// <summary>What lateness costs on a loan, and what was decided of it, oldest first.</summary>
/// <param name="Policy">none, actualCostOnly, charityCommitment or cbiVajhEltezam.</param>
/// <param name="RateBasisPoints">A year, in hundredths of a percent of the principal overdue; null where days do not count.</param>
/// <param name="YearDays">360 or 365, by which that rate is divided; null likewise.</param>
/// <param name="DaysRials">Charged for days overdue; this and what follows as a receipt of the business date finds it.</param>
/// <param name="CostsRials">Costs charged.</param>
/// <param name="WaivedRials">Forgiven.</param>
/// <param name="PaidRials">Received.</param>
/// <param name="UnpaidRials">Charged and neither forgiven nor paid.</param>
public sealed record LateChargePage(
    Guid LoanId,
    string Policy,
    int? RateBasisPoints,
    int? YearDays,
    Rials DaysRials,
    Rials CostsRials,
    Rials WaivedRials,
    Rials PaidRials,
    Rials UnpaidRials,
    IReadOnlyList<LateChargeView> Items,
    string? NextCursor)
{
    internal static LateChargePage Of(LoanRow row, Loan loan, IReadOnlyList<LateChargeRow> rows, LocalDate today, bool isForStaff)
    {
        var (terms, decisions) = (loan.Ledger.Late.Terms, loan.Ledger.Late.Decisions);
        var late = loan.State is LoanState.Active or LoanState.Settled ? loan.Ledger.LateOn(loan.Standing, today) : loan.Standing.Late;
        return new LateChargePage(
            row.Id,
            NameOf(terms.Policy),
            terms.CountsDays ? terms.RateBasisPoints : null,
            terms.CountsDays ? terms.YearDays : null,
            terms.ChargeOf(late.RialDays),
            late.Costs,
            late.Waived,
            late.Paid,
            loan.State == LoanState.Active ? late.Unpaid(terms) : Rials.Zero,
            [.. rows.Zip(decisions, (stored, decision) => ViewOf(stored, decision, isForStaff))],
            null);
    }

    internal static string NameOf(LatePolicy policy) => policy switch
    {
        LatePolicy.None => "none",
        LatePolicy.ActualCostOnly => "actualCostOnly",
        LatePolicy.CharityCommitment => "charityCommitment",
        LatePolicy.CbiVajhEltezam => "cbiVajhEltezam",
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
    };

    private static LocalDate HoldsFrom(LateDecision decision) => decision.Kind == LateDecisionKind.Cost ? decision.DecidedOn.PlusDays(1) : decision.DecidedOn;

    private static LateChargeView ViewOf(LateChargeRow row, LateDecision decision, bool isForStaff) => new(
        row.Number,
        decision.Kind == LateDecisionKind.Cost ? LateChargeRequest.Cost : LateChargeRequest.Waiver,
        decision.Amount,
        decision.DecidedOn,
        decision.DecidedOn.ToPersian(),
        HoldsFrom(decision),
        HoldsFrom(decision).ToPersian(),
        isForStaff ? row.Reason : null,
        isForStaff ? row.MadeBy : null,
        isForStaff ? row.ApprovedBy : null);
}
