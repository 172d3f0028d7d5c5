using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Loans;

/// <summary>
/// What moved on a loan's account on the days of a period, both included. Receipts and refunds stand on their value dates, whenever they were told; a receipt that
/// was taken back stands there too, and its reversal is a movement of its own on the day of that decision, so that one statement begins where the one before it ended.
/// What a receipt paid is what it paid on its day: a later reversal moves on what others paid, and that is part of the reversal.
/// </summary>
/// <param name="Opening">By the end of the day before the period.</param>
/// <param name="Closing">By the end of its last day.</param>
public sealed record AccountStatement(
    LocalDate From, LocalDate To, AccountFigures Opening, IReadOnlyList<AccountMovement> Movements, AccountFigures Closing)
{
    private const int MonthsOfYear = 12;

    /// <summary>What the period changed in all.</summary>
    public AccountFigures Total => Closing - Opening;

    /// <param name="loan">As it is now.</param>
    /// <param name="receipts">All of the loan, in order of arrival.</param>
    /// <param name="refunds">All of the loan.</param>
    /// <param name="returnedOn">The business date on which its payment came back; null where it did not.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period ends before it begins.</exception>
    public static AccountStatement Of(
        Loan loan, IReadOnlyList<AccountReceipt> receipts, IReadOnlyList<AccountRefund> refunds, LocalDate? returnedOn, LocalDate from, LocalDate to)
    {
        ArgumentNullException.ThrowIfNull(loan);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        var account = new AccountFold(loan, receipts, refunds);
        var opening = default(AccountFigures);
        var movements = new List<AccountMovement>();
        foreach (var (date, kind, index) in Events(loan.Ledger, receipts, refunds, returnedOn, [from.PlusDays(-1), to]).Where(one => one.Date <= to))
        {
            var before = account.Figures;
            account.Take(date, kind, index);
            var movement = new AccountMovement(kind, date, index, account.Figures - before, account.Figures);
            if (date < from)
            {
                opening = account.Figures;
            }
            else if (kind is not (AccountMovementKind.FeeDue or AccountMovementKind.LateCharge) || movement.Change != default)
            {
                movements.Add(movement);
            }
        }

        return new AccountStatement(from, to, opening, movements, account.Figures);
    }

    private static IOrderedEnumerable<(LocalDate Date, AccountMovementKind Kind, int Index)> Events(
        LoanLedger ledger, IReadOnlyList<AccountReceipt> receipts, IReadOnlyList<AccountRefund> refunds, LocalDate? returnedOn, LocalDate[] ends)
    {
        List<(LocalDate? Date, AccountMovementKind Kind, int Index)> events =
        [
            (ledger.PaidOutOn, AccountMovementKind.PaidOut, 0),
            .. YearsBegin(ledger).Select(day => ((LocalDate?)day, AccountMovementKind.FeeDue, 0)),
            .. receipts.Select((receipt, index) => ((LocalDate?)receipt.Money.ValueDate, AccountMovementKind.Receipt, index)),
            .. receipts.Select((receipt, index) => (receipt.ReversedOn, AccountMovementKind.Reversal, index)),
            .. refunds.Select((refund, index) => ((LocalDate?)refund.ValueDate, AccountMovementKind.Refund, index)),
            .. ledger.Plan.Changes.Select((change, index) => ((LocalDate?)change.EffectiveOn, AccountMovementKind.PlanChange, index)),
            (ledger.WrittenOffOn, AccountMovementKind.WriteOff, 0),
            (returnedOn, AccountMovementKind.Returned, 0),
            .. ledger.Late.Decisions.Select((decision, index) => ((LocalDate?)decision.DecidedOn, AccountMovementKind.LateDecision, index)),
        ];
        if (ledger.Late.Terms.CountsDays)
        {
            events.AddRange([.. events.Select(one => one.Date).Concat(ends.Select(end => (LocalDate?)end)).Where(day => day > ledger.PaidOutOn).Distinct().Select(day => (day, AccountMovementKind.LateCharge, 0))]);
        }

        return events.Where(one => one.Date is not null).Select(one => (Date: one.Date!.Value, one.Kind, one.Index))
            .OrderBy(one => one.Date).ThenBy(one => PlaceInDay(one.Kind, one.Index, receipts, ledger.Late.Decisions)).ThenBy(one => one.Index);
    }

    /// <summary>
    /// By kind; but an earlier receipt that is taken back is so before the day's receipts, which pay what it no longer pays, and a waiver leaves them what they pay.
    /// </summary>
    private static int PlaceInDay(AccountMovementKind kind, int index, IReadOnlyList<AccountReceipt> receipts, IReadOnlyList<LateDecision> decisions) => kind switch
    {
        AccountMovementKind.Reversal when receipts[index].Money.ValueDate < receipts[index].ReversedOn => (3 * (int)AccountMovementKind.Receipt) - 2,
        AccountMovementKind.LateDecision when decisions[index].Kind == LateDecisionKind.Waiver => (3 * (int)AccountMovementKind.Receipt) - 1,
        _ => 3 * (int)kind,
    };

    /// <summary>Year 1 on paying out, year k on the due date of instalment 12(k - 1) by the plan that is in force then.</summary>
    private static IEnumerable<LocalDate> YearsBegin(LoanLedger ledger)
    {
        yield return ledger.PaidOutOn;
        var changes = ledger.Plan.Changes;
        for (var version = 0; version <= changes.Count; version++)
        {
            var plan = ledger.Plan.Before(version);
            LocalDate? after = version == 0 ? null : changes[version - 1].EffectiveOn;
            LocalDate? through = version == changes.Count ? null : changes[version].EffectiveOn;
            foreach (var day in DueDates(plan).Where(day => !(day <= after) && !(day > through)))
            {
                yield return day;
            }
        }
    }

    private static IEnumerable<LocalDate> DueDates(RepaymentPlan plan) =>
        Enumerable.Range(1, plan.Count / MonthsOfYear).Select(year => plan[year * MonthsOfYear].DueDate);
}
