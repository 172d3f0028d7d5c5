using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>One instalment with what was paid of it.</summary>
/// <param name="FeeRials">As charged: the plan's fee, or less where less principal was outstanding when its year began.</param>
/// <param name="PayableOn">From when on it counts as unpaid: the due date, or later in a plan for a payer in hardship.</param>
/// <param name="PaidOn">Value date of the latest receipt that paid of it; null when none did.</param>
public sealed record ScheduleRow(
    int Number,
    LocalDate DueDate,
    string DueDatePersian,
    LocalDate PayableOn,
    Rials PrincipalRials,
    Rials FeeRials,
    Rials TotalRials,
    Rials PaidPrincipalRials,
    Rials PaidFeeRials,
    Rials PaidRials,
    Rials UnpaidRials,
    LocalDate? PaidOn,
    string? PaidOnPersian);

/// <summary>A loan's schedule; without rows when its payment came back, because then nothing is owed.</summary>
/// <param name="Plan">0 for the plan of the contract, and one more for each change.</param>
/// <param name="LatestPlan">The plan in force.</param>
public sealed record ScheduleView(Guid LoanId, int Plan, int LatestPlan, IReadOnlyList<ScheduleRow> Rows)
{
    /// <param name="plan">From 0 to the loan's changes; null for the one in force. What was paid is shown in the rows of whichever plan.</param>
    public static ScheduleView Of(LoanRow row, IReadOnlyList<ReceiptRow> all, int? plan = null)
    {
        var loan = row.ToLoan();
        var latest = loan.Ledger.Plan.Changes.Count;
        var shown = plan ?? latest;
        if (loan.State == LoanState.Returned)
        {
            return new ScheduleView(row.Id, shown, latest, []);
        }

        var receipts = all.Where(receipt => receipt.ReversedOn is null).ToList();
        var (standing, steps) = loan.Ledger.Replay([.. receipts.Select(receipt => receipt.Money)]);
        var ledger = loan.Ledger.With(loan.Ledger.Plan.Before(shown));
        var paidOn = receipts.Zip(steps)
            .SelectMany(pair => pair.Second.Allocations, (pair, allocation) => (allocation.Number, pair.First.ValueDate))
            .GroupBy(paid => paid.Number)
            .ToDictionary(paid => paid.Key, paid => paid.Max(one => one.ValueDate));
        return new ScheduleView(row.Id, shown, latest, [.. ledger.Rows(standing).Select(one => RowOf(one, ledger.Plan.PayableOn(one.Instalment.Number), paidOn))]);
    }

    private static ScheduleRow RowOf(InstalmentStanding row, LocalDate payableOn, Dictionary<int, LocalDate> paidOn)
    {
        var instalment = row.Instalment;
        LocalDate? paid = paidOn.TryGetValue(instalment.Number, out var date) ? date : null;
        return new ScheduleRow(
            instalment.Number,
            instalment.DueDate,
            instalment.DueDate.ToPersian(),
            payableOn,
            instalment.Principal,
            instalment.Fee,
            instalment.Total,
            row.PrincipalPaid,
            row.FeePaid,
            row.PrincipalPaid + row.FeePaid,
            row.Unpaid,
            paid,
            paid.ToPersian());
    }
}

/// <summary>Receipt numbers as people read them out: the loan's serial and the receipt's place in it, for instance <c>1000042-007</c>.</summary>
internal static class ReceiptNumbers
{
    public static string Of(LoanRow loan, ReceiptRow receipt) => $"{loan.Serial}-{receipt.Arrival:000}";
}
