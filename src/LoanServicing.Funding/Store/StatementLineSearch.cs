using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>Lines of the bank's statements that may be the same money as something else: by reference, order, loan, or amount and date.</summary>
internal static class StatementLineSearch
{
    /// <summary>Where more lines share a name it names nothing, like a document number that a bank writes on everything.</summary>
    private const int MostOfOneName = 1000;

    private const string IsFree = "match_id is null and state in ('new', 'open', 'sent')";

    private const string SelectFreeByReference = $"select {StatementLineStore.Columns} from statement_line where reference in @names and {IsFree}";

    private const string SelectCommonFreeReferences =
        $"select reference from statement_line where reference in @names and {IsFree} group by reference having count(*) > @most";

    private const string SelectFreeByOrder = $"select {StatementLineStore.Columns} from statement_line where end_to_end_id in @names and {IsFree}";

    private const string SelectCommonFreeOrders =
        $"select end_to_end_id from statement_line where end_to_end_id in @names and {IsFree} group by end_to_end_id having count(*) > @most";

    private const string SelectFreeBySentAs = $"select {StatementLineStore.Columns} from statement_line where sent_as in @names and {IsFree}";

    private const string SelectSentFor =
        $"select {StatementLineStore.Columns} from statement_line where sent_as = @reference and amount = @amount and credit = 1 and {IsFree}";

    private const string SelectAlikeByReference = $"select {StatementLineStore.Columns} from statement_line where reference in @names and amount in @amounts";

    private const string SelectCommonReferences =
        "select reference from statement_line where reference in @names and amount in @amounts group by reference having count(*) > @most";

    private const string SelectAlikeByOrder = $"select {StatementLineStore.Columns} from statement_line where end_to_end_id in @names and amount in @amounts";

    private const string SelectCommonOrders =
        "select end_to_end_id from statement_line where end_to_end_id in @names and amount in @amounts group by end_to_end_id having count(*) > @most";

    private const string CountOnItsWay =
        "select count(*) from statement_line where reference = @reference and amount = @amount and credit = 1 and state = 'sent'";

    private const string SelectSentAs = "select sent_as from statement_line where sent_as in @references";

    private const string SelectByLoan =
        $"select {StatementLineStore.Columns} from statement_line where loan_id in @loans and amount in @amounts and match_id is null";

    // A line that was sent on waits for its own answer, and one that repeats or takes back another is no other money.
    private const string SelectOnlyByAmount =
        $"""
        select {StatementLineStore.Columns} from statement_line l
        where l.value_date in @dates and l.amount in @amounts and l.match_id is null and l.state in ('new', 'open')
          and not exists (
            select 1 from statement_line o
            where o.value_date = l.value_date and o.amount = l.amount and o.credit = l.credit and o.line_id <> l.line_id
              and o.match_id is null and o.state in ('new', 'open'))
          and not exists (select 1 from statement_break b where b.break_id = l.line_id and b.closed_on is null and b.kind <> 'missing-in-books')
        """;

    /// <summary>Lines that are matched with nothing yet under these references, the bank's own or those under which they were sent on.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> FreeByReferenceAsync(UnitOfWork unit, IReadOnlyList<string> references)
    {
        var found = new List<StatementLineRow>();
        foreach (var some in references.Chunk(StatementLineStore.AtOnce))
        {
            found.AddRange(await ByNameAsync(unit, SelectFreeByReference, SelectCommonFreeReferences, some, []));
            found.AddRange(await unit.QueryAsync<StatementLineRow>(SelectFreeBySentAs, new { names = some }));
        }

        return [.. found.DistinctBy(line => line.LineId)];
    }

    /// <summary>Lines that are matched with nothing yet and name one of these orders.</summary>
    public static Task<IReadOnlyList<StatementLineRow>> FreeByOrderAsync(UnitOfWork unit, IReadOnlyList<string> orders) =>
        ByNameAsync(unit, SelectFreeByOrder, SelectCommonFreeOrders, orders, []);

    /// <summary>All lines, whatever became of them, that share the amount and a name with one of these; they themselves are among them.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> AlikeAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines)
    {
        var references = lines.Select(line => line.Reference).Distinct().ToList();
        var orders = lines.Select(line => line.EndToEndId).OfType<string>().Distinct().ToList();
        var amounts = lines.Select(line => line.Amount).Distinct().ToSqlList();
        var byReference = await ByNameAsync(unit, SelectAlikeByReference, SelectCommonReferences, references, amounts);
        var byOrder = await ByNameAsync(unit, SelectAlikeByOrder, SelectCommonOrders, orders, amounts);
        return [.. byReference.Concat(byOrder).DistinctBy(line => line.LineId)];
    }

    /// <summary>Lines that have one of these names, but for names that so many have that they name nothing. Which those are, an index tells without the lines.</summary>
    /// <param name="amounts">Where the queries ask for them too.</param>
    private static async Task<IReadOnlyList<StatementLineRow>> ByNameAsync(
        UnitOfWork unit, string select, string selectCommon, IReadOnlyList<string> names, IReadOnlyList<long> amounts)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var common = await unit.QueryAsync<string>(selectCommon, new { names, amounts, most = MostOfOneName });
        List<string> telling = [.. names.Except(common, StringComparer.Ordinal)];
        return telling.Count == 0 ? [] : [.. (await unit.QueryAsync<StatementLineRow>(select, new { names = telling, amounts })).OrderBy(line => line.LineId)];
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

    /// <summary>Unmatched lines for these loans of one of these amounts.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> ByLoanAsync(UnitOfWork unit, IReadOnlyList<Guid> loans, IReadOnlyList<Rials> amounts) =>
        loans.Count == 0 ? [] : [.. await unit.QueryAsync<StatementLineRow>(SelectByLoan, new { loans = loans.ToSqlList(), amounts = amounts.ToSqlList() })];

    /// <summary>Unmatched lines of one of these dates and one of these amounts, each the only one of its date, amount and direction.</summary>
    public static async Task<IReadOnlyList<StatementLineRow>> OnlyByAmountAsync(UnitOfWork unit, IReadOnlyList<LocalDate> dates, IReadOnlyList<Rials> amounts) =>
        [.. await unit.QueryAsync<StatementLineRow>(SelectOnlyByAmount, new { dates = dates.ToSqlList(), amounts = amounts.ToSqlList() })];
}
