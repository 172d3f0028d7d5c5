using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Repayment.Store;

/// <summary>What a list of loans is narrowed to.</summary>
/// <param name="NationalId">The borrower's, when an applicant asks; null narrows nothing.</param>
/// <param name="Counties">Empty means all.</param>
/// <param name="Due">Due dates of the oldest unpaid instalment; null narrows nothing.</param>
/// <param name="DueAfter">Only loans with nothing unpaid that was due by that day; null narrows nothing.</param>
internal sealed record LoanFilter(string? NationalId, IReadOnlyCollection<string> Counties, DueRange? Due, LocalDate? DueAfter);

/// <summary>
/// Lists of loans: one statement, a range over an index; a page goes on behind the position of the last row of the page before. The order is
/// that of serials, or where due dates are asked for theirs, the oldest arrears first.
/// </summary>
internal static class LoanLists
{
    private const string OfBorrower = "loan.national_id = @nationalId";
    private const string OfCounties = "loan.county in @counties";
    private const string NotOverdue = "(loan.oldest_unpaid_due is null or loan.oldest_unpaid_due > @dueAfter)";
    private const string BehindSerial = "loan.serial > @serial";
    private const string DueBetween = "loan.oldest_unpaid_due >= @from and loan.oldest_unpaid_due <= @to";
    private const string BehindDue = "(loan.oldest_unpaid_due > @due or loan.serial > @serial)";

    private const string Page = "select {0} from loan where {1} order by {2}";

    /// <summary>Serials stay below this, so that a due date and a serial fit into one position.</summary>
    private const long Serials = 10_000_000_000;

    private const long LastDay = 99_991_231;

    /// <param name="position">0, or <see cref="PositionOf"/> the last row of the page before.</param>
    public static async Task<IReadOnlyList<LoanRow>> PageAsync(DbConnection connection, LoanFilter filter, long position, int rows)
    {
        var conditions = new List<string>();
        AddIf(filter.NationalId is not null, OfBorrower);
        AddIf(filter.Counties.Count > 0, OfCounties);
        AddIf(filter.DueAfter is not null, NotOverdue);
        AddIf(filter.Due is null, BehindSerial);
        AddIf(filter.Due is not null, DueBetween);
        AddIf(filter.Due is not null, BehindDue);
        var order = filter.Due is null ? "loan.serial" : "loan.oldest_unpaid_due, loan.serial";
        var sql = string.Format(System.Globalization.CultureInfo.InvariantCulture, Page, LoanStore.Columns, string.Join(" and ", conditions), order);

        var (due, serial) = filter.Due is null ? (0, position) : (position / Serials, position % Serials);
        return [.. await connection.QueryAsync<LoanRow>(connection.First(sql, "@rows"), new
        {
            nationalId = filter.NationalId,
            counties = filter.Counties,
            dueAfter = filter.DueAfter,
            serial,
            due,
            from = Math.Max(due, Days(filter.Due?.From) ?? 0),
            to = Days(filter.Due?.To) ?? LastDay,
            rows,
        })];

        void AddIf(bool asked, string condition)
        {
            if (asked)
            {
                conditions.Add(condition);
            }
        }
    }

    public static long PositionOf(LoanFilter filter, LoanRow row) =>
        filter.Due is null ? row.Serial : ((Days(row.OldestUnpaidDue) ?? 0) * Serials) + row.Serial;

    private static long? Days(LocalDate? date) => date is { } day ? TypeHandlers.ToDays(day) : null;
}
