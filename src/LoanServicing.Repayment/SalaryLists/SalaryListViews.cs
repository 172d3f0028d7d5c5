using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>A list and how far it is posted.</summary>
/// <param name="Status"><c>posting</c> while rows are left, <c>done</c> when each is a receipt or in suspense.</param>
/// <param name="WasKnown">This list had been told before; nothing was changed.</param>
/// <param name="ListReference">The bank reference of the transfer that pays the list; a row's receipt has it with a slash and the row's number behind it.</param>
/// <param name="TotalRials">Of all rows: what the transfer is of.</param>
/// <param name="InSuspense">
/// The bank's statement had put the transfer in suspense before the list came: it leaves suspense by itself when the last row is booked. Null where it had not.
/// </param>
/// <param name="RepeatedLines">Lines whose loan another line above names too, the first 500.</param>
/// <param name="Suspended">Rows that are in suspense, the first 500.</param>
public sealed record SalaryListView(
    Guid ListId,
    string Status,
    bool WasKnown,
    string Employer,
    string ListReference,
    LocalDate ValueDate,
    string ValueDatePersian,
    Rials TotalRials,
    int Rows,
    int RowsPosted,
    int RowsSuspended,
    Rials SuspendedRials,
    Guid? InSuspense,
    Instant ReceivedAt,
    string ReceivedBy,
    IReadOnlyList<int> RepeatedLines,
    IReadOnlyList<SuspendedRowView> Suspended);

/// <summary>A row that no loan took.</summary>
/// <param name="Reason">A stable code.</param>
public sealed record SuspendedRowView(int Line, int Row, string ToldFor, Rials AmountRials, string Reason, string BankReference);

/// <summary>A list among the others; <c>GET /salary-deductions/{id}</c> tells more of it.</summary>
public sealed record SalaryListItem(
    Guid ListId,
    string Status,
    string Employer,
    string ListReference,
    LocalDate ValueDate,
    string ValueDatePersian,
    Rials TotalRials,
    int Rows,
    int RowsPosted,
    int RowsSuspended,
    Instant ReceivedAt,
    string ReceivedBy);

public sealed record SalaryListPage(IReadOnlyList<SalaryListItem> Items, string? NextCursor);

/// <summary>Reads what the views show.</summary>
internal static class SalaryListViews
{
    private const int MostTold = 500;

    private const string SumSuspended = "select coalesce(sum(amount), 0) from salary_row where list_id = @listId and status = 'suspended'";

    private const string SelectSuspended =
        $"select {SalaryRowStore.Columns} from salary_row where list_id = @listId and status = 'suspended' order by number";

    private const string SelectRepeated = "select line from salary_row where list_id = @listId and repeated = 1 order by number";

    private const string Newest = "order by received_at desc, list_id desc";

    private const string SelectFirst = $"select {SalaryListStore.Columns} from salary_list where (received_by = @sender or @ofAnyone = 1) {Newest}";

    private const string SelectNext =
        $"""
        select {SalaryListStore.Columns} from salary_list
        where received_at <= @at and (received_at < @at or list_id < @after) and (received_by = @sender or @ofAnyone = 1) {Newest}
        """;

    /// <summary>A list that this unit has looked at.</summary>
    public static async Task<SalaryListView> OfAsync(UnitOfWork unit, Guid listId, bool wasKnown) =>
        await ReadAsync(unit.Connection, unit.Transaction, listId) is { } view
            ? view with { WasKnown = wasKnown }
            : throw new InvalidOperationException($"The salary list {listId} is gone.");

    /// <summary>Null where there is no such list.</summary>
    public static async Task<SalaryListView?> ReadAsync(DbConnection connection, DbTransaction? transaction, Guid listId)
    {
        var key = new { listId, limit = MostTold };
        if (await connection.QuerySingleOrDefaultAsync<SalaryListRow>(SalaryListStore.SelectById, key, transaction) is not { } list)
        {
            return null;
        }

        var suspended = await connection.QueryAsync<SalaryListEntry>(connection.First(SelectSuspended, "@limit"), key, transaction);
        return new SalaryListView(
            list.ListId,
            list.Status,
            WasKnown: false,
            list.Employer,
            list.ListReference,
            list.ValueDate,
            list.ValueDate.ToPersian(),
            list.Total,
            list.RowsTotal,
            list.RowsPosted,
            list.RowsSuspended,
            new Rials(await connection.QuerySingleAsync<long>(SumSuspended, key, transaction)),
            list.InSuspense,
            list.ReceivedAt,
            list.ReceivedBy,
            [.. await connection.QueryAsync<int>(connection.First(SelectRepeated, "@limit"), key, transaction)],
            [.. suspended.Select(row => new SuspendedRowView(row.Line, row.Number, row.ToldFor, row.Amount, row.Reason ?? "", row.Reference))]);
    }

    /// <param name="sender">Only lists that this one has sent; null for all.</param>
    /// <returns>Null where the cursor is of no list.</returns>
    public static async Task<SalaryListPage?> PageAsync(DbConnection connection, string? sender, Guid after, int rows)
    {
        var before = after == Guid.Empty ? null : await connection.QuerySingleOrDefaultAsync<SalaryListRow>(SalaryListStore.SelectById, new { listId = after });
        if (after != Guid.Empty && before is null)
        {
            return null;
        }

        var sql = connection.First(before is null ? SelectFirst : SelectNext, "@limit");
        var found = (await connection.QueryAsync<SalaryListRow>(sql, new
        {
            at = before?.ReceivedAt,
            after,
            sender = sender ?? "",
            ofAnyone = sender is null ? 1 : 0,
            limit = rows + 1,
        })).ToList();
        return new SalaryListPage([.. found.Take(rows).Select(ItemOf)], found.Count > rows ? Platform.Http.Cursor.Encode(found[rows - 1].ListId) : null);
    }

    private static SalaryListItem ItemOf(SalaryListRow list) => new(
        list.ListId, list.Status, list.Employer, list.ListReference, list.ValueDate, list.ValueDate.ToPersian(), list.Total, list.RowsTotal, list.RowsPosted,
        list.RowsSuspended, list.ReceivedAt, list.ReceivedBy);
}
