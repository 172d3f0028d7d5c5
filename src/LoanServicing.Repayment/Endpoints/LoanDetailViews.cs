using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>One instalment with what was paid of it.</summary>
/// <param name="FeeRials">As charged: the plan's fee, or less where less principal was outstanding when its year began.</param>
/// <param name="PaidOn">Value date of the latest receipt that paid of it; null when none did.</param>
public sealed record ScheduleRow(
    int Number,
    LocalDate DueDate,
    string DueDatePersian,
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
public sealed record ScheduleView(Guid LoanId, IReadOnlyList<ScheduleRow> Rows)
{
    public static ScheduleView Of(LoanRow row, IReadOnlyList<ReceiptRow> receipts)
    {
        var loan = row.ToLoan();
        if (loan.State == LoanState.Returned)
        {
            return new ScheduleView(row.Id, []);
        }

        var (standing, steps) = loan.Ledger.Replay([.. receipts.Select(receipt => receipt.Money)]);
        var paidOn = receipts.Zip(steps)
            .SelectMany(pair => pair.Second.Allocations, (pair, allocation) => (allocation.Number, pair.First.ValueDate))
            .GroupBy(paid => paid.Number)
            .ToDictionary(paid => paid.Key, paid => paid.Max(one => one.ValueDate));
        return new ScheduleView(row.Id, [.. loan.Ledger.Rows(standing).Select(one => RowOf(one, paidOn))]);
    }

    private static ScheduleRow RowOf(InstalmentStanding row, Dictionary<int, LocalDate> paidOn)
    {
        var instalment = row.Instalment;
        LocalDate? paid = paidOn.TryGetValue(instalment.Number, out var date) ? date : null;
        return new ScheduleRow(
            instalment.Number,
            instalment.DueDate,
            instalment.DueDate.ToPersian(),
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

/// <summary>Arrears of a loan on a day.</summary>
/// <param name="MonthsOverdue">Full Solar Hijri months.</param>
/// <param name="MaturedRials">Principal and fee fallen due and unpaid.</param>
public sealed record ArrearsView(
    LocalDate AsOf,
    string AsOfPersian,
    string Class,
    LocalDate? OldestDue,
    string? OldestDuePersian,
    int DaysOverdue,
    int MonthsOverdue,
    Rials MaturedRials)
{
    public static ArrearsView Of(Arrears arrears, LocalDate asOf) => new(
        asOf,
        asOf.ToPersian(),
        arrears.Class.Code(),
        arrears.OldestDue,
        arrears.OldestDue.ToPersian(),
        arrears.DaysOverdue,
        arrears.MonthsOverdue,
        arrears.Matured);
}

/// <summary>Receipt numbers as people read them out: the loan's serial and the receipt's place in it, for instance <c>1000042-007</c>.</summary>
internal static class ReceiptNumbers
{
    public static string Of(LoanRow loan, ReceiptRow receipt) => $"{loan.Serial}-{receipt.Arrival:000}";
}
