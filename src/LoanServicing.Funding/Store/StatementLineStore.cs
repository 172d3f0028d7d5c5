using System.Data;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>The lines of the bank's statements.</summary>
internal static class StatementLineStore
{
    public const string Columns =
        """
        line_id, line_key, file_id, statement, number, detail, text_line, account, credit, amount, value_date, booking_date, reference,
        end_to_end_id, deposit_id, loan_id, payer, payer_iban, narrative, reversal, return_reason, hash, state, sent_as, match_id, business_date
        """;

    /// <summary>Line ids of one statement: as many as SQL Server takes in a list of parameters with room to spare.</summary>
    public const int AtOnce = 200;

    private static readonly BulkTable<StatementLineRow> Table = new("statement_line",
    [
        new("line_id", DbType.Binary, row => row.LineId.ToByteArray(bigEndian: true)),
        new("line_key", DbType.String, row => row.LineKey),
        new("file_id", DbType.Binary, row => row.FileId.ToByteArray(bigEndian: true)),
        new("statement", DbType.Int32, row => row.Statement),
        new("number", DbType.Int32, row => row.Number),
        new("detail", DbType.Int32, row => row.Detail),
        new("text_line", DbType.Int64, row => row.TextLine),
        new("account", DbType.String, row => row.Account),
        new("credit", DbType.Int32, row => row.Credit ? 1 : 0),
        new("amount", DbType.Int64, row => row.Amount.Value),
        new("value_date", DbType.Int32, row => TypeHandlers.ToDays(row.ValueDate)),
        new("booking_date", DbType.Int32, row => TypeHandlers.ToDays(row.BookingDate)),
        new("reference", DbType.String, row => row.Reference),
        new("end_to_end_id", DbType.String, row => row.EndToEndId),
        new("deposit_id", DbType.String, row => row.DepositId),
        new("payer", DbType.String, row => row.Payer),
        new("payer_iban", DbType.String, row => row.PayerIban),
        new("narrative", DbType.String, row => row.Narrative),
        new("reversal", DbType.Int32, row => row.Reversal ? 1 : 0),
        new("return_reason", DbType.String, row => row.ReturnReason),
        new("hash", DbType.String, row => row.Hash),
        new("state", DbType.String, row => row.State),
        new("business_date", DbType.Int32, row => TypeHandlers.ToDays(row.BusinessDate)),
        new("version", DbType.Int64, _ => 1L),
    ]);

    private const string SelectKnownKeys = "select line_key from statement_line where line_key in @keys";

    /// <summary>To be limited to <c>@limit</c> rows. Money of a day to come waits for the business date.</summary>
    private const string SelectNew =
        $"""
        select {Columns} from statement_line
        where state = 'new' and file_id = @fileId and value_date <= @today order by file_id, number, detail
        """;

    private const string SelectMany = $"select {Columns} from statement_line where line_id in @lineIds";

    private const string CountNew = "select count(*) from statement_line where state = 'new' and file_id = @fileId";

    /// <summary>To be limited to <c>@limit</c> rows.</summary>
    private const string SelectUnanswered = $"select {Columns} from statement_line where state = 'sent' and sent_on < @today order by sent_on";

    public const string CountUnanswered = "select count(*) from statement_line where state = 'sent' and sent_on < @today";

    // One that was sent on is not sent on again.
    private const string Free =
        """
        update statement_line
        set state = case when sent_as is null then 'new' else 'sent' end, sent_on = case when sent_as is null then null else @today end,
          match_id = null, version = version + 1
        where match_id = @matchId
        """;

    private const string SelectLoans = "select deposit_id, loan_id from loan_deposit_id where deposit_id in @depositIds";

    private const string InsertLoan = "insert into loan_deposit_id (deposit_id, loan_id) values (@depositId, @loanId)";

    private const string SetLoans = "update statement_line set loan_id = @loanId where line_id in @lineIds and match_id is null";

    private const string Send =
        """
        update statement_line set state = 'sent', sent_as = @sentAs, sent_on = @today, version = version + 1
        where line_id = @lineId and match_id is null and state = @before
        """;

    private const string Move =
        "update statement_line set state = @after, version = version + 1 where line_id = @lineId and match_id is null and state = @before";

    private const string SetMatch =
        """
        update statement_line set state = 'matched', match_id = @matchId, version = version + 1
        where line_id in @lineIds and match_id is null and state <> 'excluded'
        """;

    public static async Task<IReadOnlySet<string>> KnownKeysAsync(UnitOfWork unit, IReadOnlyList<string> keys) =>
        (await unit.QueryAsync<string>(SelectKnownKeys, new { keys })).ToHashSet(StringComparer.Ordinal);

    public static Task AddAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> rows) => unit.BulkInsertAsync(Table, rows);

    public static async Task<IReadOnlyList<StatementLineRow>> NextNewAsync(UnitOfWork unit, Guid fileId, LocalDate today) =>
        [.. await unit.QueryAsync<StatementLineRow>(unit.First(SelectNew, "@limit"), new { fileId, today, limit = AtOnce })];

    public static Task<long> CountNewAsync(UnitOfWork unit, Guid fileId) => unit.QuerySingleAsync<long>(CountNew, new { fileId });

    public static async Task<IReadOnlyList<StatementLineRow>> ManyAsync(UnitOfWork unit, IReadOnlyList<Guid> lineIds) =>
        lineIds.Count == 0 ? [] : [.. await unit.QueryAsync<StatementLineRow>(SelectMany, new { lineIds = lineIds.ToSqlList() })];

    /// <summary>The line is sent on under this reference.</summary>
    public static async Task SendAsync(UnitOfWork unit, StatementLineRow line, LocalDate today) => RowVersion.Expect(
        await unit.ExecuteAsync(Send, new { lineId = line.LineId, sentAs = line.SentAs, today, before = line.State }), line.Name);

    /// <summary>The next lines that were sent on before today and of which nothing has been heard.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> UnansweredAsync(UnitOfWork unit, LocalDate today) =>
        [.. await unit.QueryAsync<StatementLineRow>(unit.First(SelectUnanswered, "@limit"), new { today, limit = AtOnce })];

    /// <summary>The lines of a match that is undone are compared again, or wait for their answer where they were sent on.</summary>
    public static Task FreeAsync(UnitOfWork unit, Guid matchId, LocalDate today) => unit.ExecuteAsync(Free, new { matchId, today });

    /// <summary>Which loans these deposit ids mean; those that mean none are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, Guid>> LoansAsync(UnitOfWork unit, IReadOnlyList<string> depositIds) =>
        depositIds.Count == 0
            ? new Dictionary<string, Guid>()
            : (await unit.QueryAsync<(string DepositId, Guid LoanId)>(SelectLoans, new { depositIds })).ToDictionary(row => row.DepositId, row => row.LoanId);

    public static Task AddLoanAsync(UnitOfWork unit, string depositId, Guid loanId) => unit.ExecuteAsync(InsertLoan, new { depositId, loanId });

    public static Task SetLoanAsync(UnitOfWork unit, Guid loanId, IReadOnlyList<Guid> lineIds) => unit.ExecuteAsync(SetLoans, new { loanId, lineIds = lineIds.ToSqlList() });

    /// <summary>It is what it was before, and is something else from now on.</summary>
    public static async Task MoveAsync(UnitOfWork unit, StatementLineRow line, string after) => RowVersion.Expect(
        await unit.ExecuteAsync(Move, new { lineId = line.LineId, before = line.State, after }), line.Name);

    public static async Task SetMatchAsync(UnitOfWork unit, Guid matchId, IReadOnlyList<Guid> lineIds)
    {
        foreach (var some in lineIds.Chunk(AtOnce))
        {
            if (await unit.ExecuteAsync(SetMatch, new { matchId, lineIds = some.ToSqlList() }) != some.Length)
            {
                throw new ConcurrentChangeException("A statement line");
            }
        }
    }
}
