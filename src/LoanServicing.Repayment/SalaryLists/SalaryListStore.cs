using System.Data;
using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Handlers;
using NodaTime;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary>A list as stored.</summary>
internal sealed record SalaryListRow
{
    /// <summary>Its rows are being posted.</summary>
    public const string Posting = "posting";

    /// <summary>Every row is a receipt or in suspense.</summary>
    public const string Done = "done";

    public Guid ListId { get; init; }

    public string ListReference { get; init; } = "";

    public string Employer { get; init; } = "";

    public LocalDate ValueDate { get; init; }

    public string ContentHash { get; init; } = "";

    public Rials Total { get; init; }

    public int RowsTotal { get; init; }

    public int RowsPosted { get; init; }

    public int RowsSuspended { get; init; }

    public string Status { get; init; } = "";

    /// <summary>What the bank's statement had put in suspense under the reference before the list came; null where it had not.</summary>
    public Guid? InSuspense { get; init; }

    public LocalDate BusinessDate { get; init; }

    public Instant ReceivedAt { get; init; }

    public string ReceivedBy { get; init; } = "";

    public int RowsHandled => RowsPosted + RowsSuspended;
}

/// <summary>Salary lists, known by the bank reference of the transfer that pays them.</summary>
internal static class SalaryListStore
{
    /// <summary>The channel of receipts that a row of a list made, and of the transfer that paid the list.</summary>
    public const string Channel = "salary";

    public const string Columns =
        """
        list_id, list_reference, employer, value_date, content_hash, total, rows_total, rows_posted, rows_suspended, status, in_suspense, business_date,
        received_at, received_by
        """;

    public const string SelectById = $"select {Columns} from salary_list where list_id = @listId";

    private const string SelectByReference = $"select {Columns} from salary_list where list_reference = @listReference";

    private const string SelectPosting = $"select list_id from salary_list where status = '{SalaryListRow.Posting}' order by received_at";

    private const string Insert =
        $"""
        insert into salary_list ({Columns})
        values (@ListId, @ListReference, @Employer, @ValueDate, @ContentHash, @Total, @RowsTotal, @RowsPosted, @RowsSuspended, @Status, @InSuspense, @BusinessDate,
          @ReceivedAt, @ReceivedBy)
        """;

    private const string Progress =
        """
        update salary_list set rows_posted = @RowsPosted, rows_suspended = @RowsSuspended, status = @Status
        where list_id = @ListId and rows_posted = @postedBefore and rows_suspended = @suspendedBefore
        """;

    private const string Take = "update salary_list set status = status where list_id = @ListId and rows_posted = @RowsPosted and rows_suspended = @RowsSuspended";

    // Its own reference, and those of rows: a slash and a number behind it. The character behind the slash is the zero.
    private const string CountTold =
        """
        select count(*) from told_payment
        where channel = @Channel and (bank_reference = @listReference or (bank_reference > @first and bank_reference < @behind))
        """;

    // A line of the statement is the transfer of one list, and of one alone.
    private const string SelectPaidBy =
        """
        select list.list_reference from salary_list list
        join told_payment told on told.channel = @SalaryChannel and told.bank_reference = list.list_reference
        where list.list_reference in (@BankReference, @SharedReference) and list.total = @Amount
          and (told.repeated_channel is null or (told.repeated_channel = @Channel and told.repeated_reference = @BankReference))
        order by case when list.list_reference = @BankReference then 0 else 1 end
        """;

    private const string CountOfAmount = "select count(*) from salary_list where list_reference = @reference and total = @amount";

    private const string CountOfSuspense = "select count(*) from salary_list where in_suspense = @suspenseId";

    public static Task<SalaryListRow?> FindAsync(UnitOfWork unit, Guid listId) => unit.QuerySingleOrDefaultAsync<SalaryListRow>(SelectById, new { listId });

    public static Task<SalaryListRow?> FindAsync(UnitOfWork unit, string listReference) =>
        unit.QuerySingleOrDefaultAsync<SalaryListRow>(SelectByReference, new { listReference });

    /// <summary>Lists of which rows are still to be posted, the oldest first.</summary>
    public static async Task<IReadOnlyList<Guid>> PostingAsync(DbConnection connection) => [.. await connection.QueryAsync<Guid>(SelectPosting)];

    /// <summary>Whether a list of this reference adds up to the amount.</summary>
    public static async Task<bool> IsOfAmountAsync(UnitOfWork unit, string reference, Rials amount) =>
        await unit.QuerySingleAsync<long>(CountOfAmount, new { reference, amount }) > 0;

    /// <summary>Whether this money in suspense is the transfer of a list, whose rows are the receipts.</summary>
    public static async Task<bool> IsTransferAsync(UnitOfWork unit, Guid suspenseId) => await unit.QuerySingleAsync<long>(CountOfSuspense, new { suspenseId }) > 0;

    public static Task InsertAsync(UnitOfWork unit, SalaryListRow row) => unit.ExecuteAsync(Insert, row);

    /// <summary>Writes the list before its next rows are handled: another process that has come to the same rows waits here and then finds them handled.</summary>
    /// <exception cref="ConcurrentChangeException">Another unit has handled rows of it meanwhile.</exception>
    public static async Task TakeAsync(UnitOfWork unit, SalaryListRow list)
    {
        if (await unit.ExecuteAsync(Take, list) != 1)
        {
            throw new ConcurrentChangeException($"The salary list {list.ListId:D}");
        }
    }

    /// <summary>Some rows more are handled.</summary>
    /// <exception cref="ConcurrentChangeException">Another unit has handled rows of it meanwhile.</exception>
    public static async Task GoOnAsync(UnitOfWork unit, SalaryListRow before, SalaryListRow after)
    {
        var changed = await unit.ExecuteAsync(Progress, new
        {
            after.ListId,
            after.RowsPosted,
            after.RowsSuspended,
            after.Status,
            postedBefore = before.RowsPosted,
            suspendedBefore = before.RowsSuspended,
        });
        if (changed != 1)
        {
            throw new ConcurrentChangeException($"The salary list {before.ListId:D}");
        }
    }

    /// <summary>Whether something has been told under the reference of the list, or under one that a row of it would have.</summary>
    public static async Task<bool> IsToldAsync(UnitOfWork unit, string listReference) =>
        await unit.QuerySingleAsync<long>(CountTold, new { Channel, listReference, first = $"{listReference}/", behind = $"{listReference}0" }) > 0;

    /// <summary>The reference of the list that this line of the statement pays; null for none.</summary>
    public static async Task<string?> PaidByAsync(UnitOfWork unit, ReceiptOrder line) => (await unit.QueryAsync<string>(
        unit.First(SelectPaidBy, "@limit"), new { SalaryChannel = Channel, line.Channel, line.BankReference, line.SharedReference, line.Amount, limit = 1 })).SingleOrDefault();
}

/// <summary>A row of a list as stored.</summary>
internal sealed record SalaryListEntry
{
    /// <summary>Not posted yet.</summary>
    public const string Waiting = "waiting";

    /// <summary>It is a receipt, made by this list or told by the bank's statement before.</summary>
    public const string Posted = "posted";

    public const string Suspended = "suspended";

    public Guid ListId { get; init; }

    public int Number { get; init; }

    public int Line { get; init; }

    /// <summary>The bank reference of its receipt.</summary>
    public string Reference { get; init; } = "";

    public string ToldFor { get; init; } = "";

    public Guid? LoanId { get; init; }

    public Rials Amount { get; init; }

    public bool Repeated { get; init; }

    public string Status { get; init; } = "";

    /// <summary>Why it is in suspense, or is to be: a stable code; null for a row that is to be posted.</summary>
    public string? Reason { get; init; }
}

/// <summary>The rows of lists.</summary>
internal static class SalaryRowStore
{
    public const string Columns = "list_id, number, line, reference, told_for, loan_id, amount, repeated, status, reason";

    private static readonly BulkTable<SalaryListEntry> Table = new("salary_row",
    [
        new("list_id", DbType.Binary, row => row.ListId.ToByteArray(bigEndian: true)),
        new("number", DbType.Int32, row => row.Number),
        new("line", DbType.Int32, row => row.Line),
        new("reference", DbType.String, row => row.Reference),
        new("told_for", DbType.String, row => row.ToldFor),
        new("loan_id", DbType.Binary, row => row.LoanId?.ToByteArray(bigEndian: true)),
        new("amount", DbType.Int64, row => row.Amount.Value),
        new("repeated", DbType.Int32, row => row.Repeated ? 1 : 0),
        new("status", DbType.String, row => row.Status),
        new("reason", DbType.String, row => row.Reason),
    ]);

    // Rows are handled in their order, so what is left stands behind as many as have been.
    private const string SelectBehind = $"select {Columns} from salary_row where list_id = @listId and number > @handled order by number";

    private const string Handle = "update salary_row set status = @Status, reason = @Reason where list_id = @ListId and number = @Number and status = 'waiting'";

    public static Task AddAsync(UnitOfWork unit, IReadOnlyList<SalaryListEntry> rows) => unit.BulkInsertAsync(Table, rows);

    public static async Task<IReadOnlyList<SalaryListEntry>> NextAsync(UnitOfWork unit, SalaryListRow list, int limit) =>
        [.. await unit.QueryAsync<SalaryListEntry>(unit.First(SelectBehind, "@limit"), new { listId = list.ListId, handled = list.RowsHandled, limit })];

    /// <exception cref="ConcurrentChangeException">Another unit has handled it.</exception>
    public static async Task HandledAsync(UnitOfWork unit, SalaryListEntry row)
    {
        if (await unit.ExecuteAsync(Handle, row) != 1)
        {
            throw new ConcurrentChangeException($"Row {row.Number} of the salary list {row.ListId:D}");
        }
    }
}
