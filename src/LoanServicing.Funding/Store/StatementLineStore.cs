using System.Data;
using LoanServicing.Domain.Money;
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

    /// <summary>Lines of one look-up. Where more share a name it names nothing, like a document number that a bank writes on everything.</summary>
    private const int MostAlike = 2000;

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

    private const string IsFree = "match_id is null and state in ('new', 'open', 'sent')";

    /// <summary>To be limited to <c>@limit</c> rows, the oldest first.</summary>
    private const string SelectFreeByReference = $"select {Columns} from statement_line where reference in @references and {IsFree} order by line_id";

    private const string SelectFreeByOrder = $"select {Columns} from statement_line where end_to_end_id in @orders and {IsFree} order by line_id";

    private const string SelectFreeBySentAs = $"select {Columns} from statement_line where sent_as in @references and {IsFree}";

    private const string SelectSentFor =
        $"select {Columns} from statement_line where sent_as = @reference and amount = @amount and credit = 1 and {IsFree}";

    private const string SelectAlikeByReference =
        $"select {Columns} from statement_line where reference in @references and amount in @amounts order by line_id";

    private const string SelectAlikeByOrder = $"select {Columns} from statement_line where end_to_end_id in @orders and amount in @amounts order by line_id";

    private const string CountOnItsWay =
        "select count(*) from statement_line where reference = @reference and amount = @amount and credit = 1 and state = 'sent'";

    private const string SelectSentAs = "select sent_as from statement_line where sent_as in @references";

    private const string SelectByLoan =
        $"select {Columns} from statement_line where loan_id in @loans and amount in @amounts and match_id is null";

    // A line that was sent on waits for its own answer, and one that repeats or takes back another is no other money.
    private const string SelectOnlyByAmount =
        $"""
        select {Columns} from statement_line l
        where l.value_date in @dates and l.amount in @amounts and l.match_id is null and l.state in ('new', 'open')
          and not exists (
            select 1 from statement_line o
            where o.value_date = l.value_date and o.amount = l.amount and o.credit = l.credit and o.line_id <> l.line_id
              and o.match_id is null and o.state in ('new', 'open'))
          and not exists (select 1 from statement_break b where b.break_id = l.line_id and b.closed_on is null and b.kind <> 'missing-in-books')
        """;

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

    /// <summary>Lines that are matched with nothing yet under these references, the bank's own or those under which they were sent on.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> FreeByReferenceAsync(UnitOfWork unit, IReadOnlyList<string> references)
    {
        var found = new List<StatementLineRow>();
        foreach (var some in references.Chunk(AtOnce))
        {
            found.AddRange(await unit.QueryAsync<StatementLineRow>(unit.First(SelectFreeByReference, "@limit"), new { references = some, limit = MostAlike }));
            found.AddRange(await unit.QueryAsync<StatementLineRow>(SelectFreeBySentAs, new { references = some }));
        }

        return [.. found.DistinctBy(line => line.LineId)];
    }

    /// <summary>Lines that are matched with nothing yet and name one of these orders.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> FreeByOrderAsync(UnitOfWork unit, IReadOnlyList<string> orders) => orders.Count == 0
        ? []
        : [.. await unit.QueryAsync<StatementLineRow>(unit.First(SelectFreeByOrder, "@limit"), new { orders, limit = MostAlike })];

    /// <summary>All lines, whatever became of them, that share the amount and a name with one of these; they themselves are among them.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> AlikeAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines)
    {
        var references = lines.Select(line => line.Reference).Distinct().ToList();
        var orders = lines.Select(line => line.EndToEndId).OfType<string>().Distinct().ToList();
        var amounts = lines.Select(line => line.Amount).Distinct().ToSqlList();
        var found = new List<StatementLineRow>();
        found.AddRange(await unit.QueryAsync<StatementLineRow>(unit.First(SelectAlikeByReference, "@limit"), new { references, amounts, limit = MostAlike }));
        if (orders.Count > 0)
        {
            found.AddRange(await unit.QueryAsync<StatementLineRow>(unit.First(SelectAlikeByOrder, "@limit"), new { orders, amounts, limit = MostAlike }));
        }

        return [.. found.DistinctBy(line => line.LineId)];
    }

    /// <summary>Whether the bank has shown this money and nobody has answered yet what it is.</summary>
    public static async Task<bool> IsOnItsWayAsync(UnitOfWork unit, string reference, Rials amount) =>
        await unit.QuerySingleAsync<long>(CountOnItsWay, new { reference, amount }) > 0;

    /// <summary>The line whose money came into the books under this reference, where nothing is matched with it yet.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> SentForAsync(UnitOfWork unit, string reference, Rials amount) =>
        [.. await unit.QueryAsync<StatementLineRow>(SelectSentFor, new { reference, amount })];

    /// <summary>Of these references, those under which a line was sent on.</summary>
    public static async Task<IReadOnlyList<string>> SentAsAsync(UnitOfWork unit, IReadOnlyList<string> references) =>
        references.Count == 0 ? [] : [.. await unit.QueryAsync<string>(SelectSentAs, new { references })];

    /// <summary>The line is sent on under this reference.</summary>
    public static async Task SendAsync(UnitOfWork unit, StatementLineRow line, LocalDate today) => RowVersion.Expect(
        await unit.ExecuteAsync(Send, new { lineId = line.LineId, sentAs = line.SentAs, today, before = line.State }), line.Name);

    /// <summary>The next lines that were sent on before today and of which nothing has been heard.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> UnansweredAsync(UnitOfWork unit, LocalDate today) =>
        [.. await unit.QueryAsync<StatementLineRow>(unit.First(SelectUnanswered, "@limit"), new { today, limit = AtOnce })];

    /// <summary>The lines of a match that is undone are compared again, or wait for their answer where they were sent on.</summary>
    public static Task FreeAsync(UnitOfWork unit, Guid matchId, LocalDate today) => unit.ExecuteAsync(Free, new { matchId, today });

    /// <summary>Unmatched lines for these loans of one of these amounts.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> ByLoanAsync(UnitOfWork unit, IReadOnlyList<Guid> loans, IReadOnlyList<Rials> amounts) =>
        loans.Count == 0 ? [] : [.. await unit.QueryAsync<StatementLineRow>(SelectByLoan, new { loans = loans.ToSqlList(), amounts = amounts.ToSqlList() })];

    /// <summary>Unmatched lines of one of these dates and one of these amounts, each the only one of its date, amount and direction.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> OnlyByAmountAsync(UnitOfWork unit, IReadOnlyList<LocalDate> dates, IReadOnlyList<Rials> amounts) =>
        [.. await unit.QueryAsync<StatementLineRow>(SelectOnlyByAmount, new { dates = dates.ToSqlList(), amounts = amounts.ToSqlList() })];

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
