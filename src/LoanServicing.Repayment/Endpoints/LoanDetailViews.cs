using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
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

/// <summary>One receipt.</summary>
/// <param name="Allocations">What it pays as the books stand now: a receipt of an earlier value date that came later moves it on.</param>
/// <param name="Funders">The difference posted when it came, principal per funder.</param>
/// <param name="FeeRials">The difference posted of the fee; negative where a backdated receipt lowered a fee.</param>
/// <param name="CreditRials">The difference posted of the borrower's credit.</param>
public sealed record ReceiptView(
    Guid ReceiptId,
    string ReceiptNumber,
    Rials AmountRials,
    LocalDate ValueDate,
    string ValueDatePersian,
    string Channel,
    string BankReference,
    Instant ReceivedAt,
    IReadOnlyList<AllocationView> Allocations,
    FunderAmounts Funders,
    Rials FeeRials,
    Rials CreditRials);

/// <summary>All receipts of a loan, in order of arrival.</summary>
public sealed record ReceiptPage(IReadOnlyList<ReceiptView> Items, string? NextCursor)
{
    public static ReceiptPage Of(LoanRow row, IReadOnlyList<ReceiptRow> receipts)
    {
        var loan = row.ToLoan();
        var allocations = loan.State == LoanState.Returned
            ? receipts.Select(_ => (IReadOnlyList<Allocation>)[])
            : loan.Ledger.Replay([.. receipts.Select(receipt => receipt.Money)]).Steps.Select(step => step.Allocations);
        return new ReceiptPage([.. receipts.Zip(allocations, (receipt, paid) => ViewOf(row, receipt, paid))], null);
    }

    private static ReceiptView ViewOf(LoanRow row, ReceiptRow receipt, IReadOnlyList<Allocation> paid) => new(
        receipt.ReceiptId,
        ReceiptNumbers.Of(row, receipt),
        receipt.Amount,
        receipt.ValueDate,
        receipt.ValueDate.ToPersian(),
        receipt.Channel,
        receipt.BankReference,
        receipt.ReceivedAt,
        AllocationView.Of(paid),
        new FunderAmounts(receipt.Alavi, receipt.Sina),
        receipt.Fee,
        receipt.Credit);
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
