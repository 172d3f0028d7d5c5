using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Portfolio;

/// <summary>Which loans, on which day.</summary>
/// <param name="AsOf">Loans paid out by then.</param>
/// <param name="Counties">Empty means all.</param>
/// <param name="Tranche">Null means all.</param>
/// <param name="Class">On that day; null means all.</param>
internal sealed record PortfolioFilter(LocalDate AsOf, IReadOnlyCollection<string> Counties, string? Tranche, LoanClass? Class);

/// <summary>
/// Some loans that may have been owed on a day, in the order of serials, and what it takes to see them as they stood. The stored standing holds on
/// every day from the latest receipt on, so receipts are read only of loans that were paid after the day, and in the report of today of none.
/// </summary>
internal sealed record PortfolioBatch(
    LocalDate AsOf, IReadOnlyList<LoanRow> Rows, ILookup<Guid, LoanReceipt> Receipts, IReadOnlyDictionary<Guid, LocalDate> ReturnedOn)
{
    private const int FirstDay = 0;
    private const int LastDay = 99_991_231;

    /// <summary>Loans of which the stored standing may not hold on the day: every change of a plan is among them, whenever it was.</summary>
    private const string Changed = "(loan.latest_value_date > @AsOf or loan.status = @returned or loan.written_off_on > @AsOf or loan.plan_changes <> '')";

    // A due date narrows by class only where the stored one holds on the day.
    private const string OfPortfolio =
        $"""
        loan.paid_out_on <= @AsOf and (loan.status <> @settled or loan.latest_value_date > @AsOf)
          and (@everywhere = 1 or loan.county in @counties) and (@tranche = '' or loan.tranche = @tranche)
          and (@anyClass = 1 or {Changed} or (loan.oldest_unpaid_due >= @from and loan.oldest_unpaid_due <= @to))
        """;

    private const string SelectLoans = $"select {LoanStore.Columns} from loan where {OfPortfolio} and loan.serial > @behind order by loan.serial";

    private const string OfChangedLoans =
        $"in (select loan.id from loan where {OfPortfolio} and {Changed} and loan.serial > @behind and loan.serial <= @last)";

    private const string SelectReceipts =
        $"""
        select receipt.loan_id, receipt.value_date, receipt.amount
        from receipt where receipt.loan_id {OfChangedLoans} and receipt.value_date <= @AsOf and receipt.reversed_on is null
        order by receipt.loan_id, receipt.arrival
        """;

    private const string SelectReturnedOn =
        $"""
        select loan_transition.loan_id, loan_transition.business_date
        from loan_transition where loan_transition.loan_id {OfChangedLoans} and loan_transition.to_status = @returned
        """;

    /// <summary>The next loans behind a serial; none at the end.</summary>
    public static async Task<PortfolioBatch> ReadAsync(DbConnection connection, PortfolioFilter filter, long behind, int rows)
    {
        var loans = (await connection.QueryAsync<LoanRow>(connection.First(SelectLoans, "@rows"), Parameters(filter, behind, rows, 0))).ToList();
        var (receipts, returned) = (Enumerable.Empty<ReceiptRow>(), Enumerable.Empty<Return>());
        if (loans.Any(row => HasChangedSince(row, filter.AsOf)))
        {
            var range = Parameters(filter, behind, rows, loans[^1].Serial);
            receipts = await connection.QueryAsync<ReceiptRow>(SelectReceipts, range);
            returned = await connection.QueryAsync<Return>(SelectReturnedOn, range);
        }

        return new PortfolioBatch(
            filter.AsOf, loans, receipts.ToLookup(row => row.LoanId, row => row.Money), returned.ToDictionary(row => row.LoanId, row => row.BusinessDate));
    }

    /// <summary>Whether the stored standing of a loan is that of a later day.</summary>
    public bool HasChangedSince(LoanRow row) => HasChangedSince(row, AsOf);

    private static bool HasChangedSince(LoanRow row, LocalDate asOf) =>
        row.LatestValueDate > asOf
        || row.Status == nameof(LoanState.Returned)
        || row.WrittenOffOn > asOf
        || (row.PlanChanges.Length > 0 && row.ToLoan().HasChangedSince(asOf));

    private static object Parameters(PortfolioFilter filter, long behind, int rows, long last)
    {
        var due = filter.Class is { } loanClass ? ClassBoundaries.Of(loanClass, filter.AsOf) : default;
        return new
        {
            filter.AsOf,
            settled = nameof(LoanState.Settled),
            returned = nameof(LoanState.Returned),
            everywhere = filter.Counties.Count == 0 ? 1 : 0,
            counties = filter.Counties.DefaultIfEmpty(""),
            tranche = filter.Tranche ?? "",
            anyClass = filter.Class is null ? 1 : 0,
            from = due.From is { } first ? TypeHandlers.ToDays(first) : FirstDay,
            to = due.To is { } final ? TypeHandlers.ToDays(final) : LastDay,
            behind,
            last,
            rows,
        };
    }

    private sealed record Return
    {
        public Guid LoanId { get; init; }

        public LocalDate BusinessDate { get; init; }
    }
}
