using System.Data.Common;
using Dapper;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>
/// R7: each line of the bank's statement is as it was read, and matched once, or a break, or left out by two people; and the movements that it is compared
/// with are what the journal says.
/// </summary>
internal static class StatementRules
{
    private const string SelectLines = $"select {StatementLineStore.Columns} from statement_line order by file_id, number, detail";

    // A damaged amount is left out of the sum, which it could make too large to be added up: what is missing then shows all the same.
    private const string Sound = "amount > 0 and amount <= 9007199254740992";

    private const string Nets =
        $"""
        select l.entry_id, sum(
          case when l.debit in ('CASH', 'CLEARING') then l.amount else 0 end - case when l.credit in ('CASH', 'CLEARING') then l.amount else 0 end) as net
        from journal_line l where {Sound} group by l.entry_id
        """;

    private const string SelectWrongMovements =
        $"""
        select e.entry_id
        from journal_entry e
        left join ({Nets}) n on n.entry_id = e.entry_id
        left join bank_movement m on m.entry_id = e.entry_id
        where (m.entry_id is null and n.net <> 0)
          or (m.entry_id is not null and (
            n.net is null or m.amount <> case when n.net > 0 then n.net else -n.net end or m.credit <> case when n.net > 0 then 1 else 0 end or m.kind <> e.kind or m.subject_id <> e.subject_id
            or m.value_date <> coalesce(e.value_date, e.business_date) or coalesce(m.reference, '') <> coalesce(e.bank_reference, '')))
        order by e.id
        """;

    private const string SelectOrphanMovements =
        "select m.entry_id from bank_movement m where not exists (select 1 from journal_entry e where e.entry_id = m.entry_id) order by m.entry_id";

    private const string SelectWrongMatches =
        $"""
        select m.match_id
        from bank_match m
        left join (
          select match_id, count(*) as n, sum(amount) as total, min(credit) as lowest, max(credit) as highest
          from statement_line where match_id is not null and {Sound} group by match_id) l on l.match_id = m.match_id
        left join (
          select match_id, count(*) as n, sum(amount) as total, min(credit) as lowest, max(credit) as highest
          from bank_movement where match_id is not null and {Sound} group by match_id) b on b.match_id = m.match_id
        where coalesce(l.n, 0) <> m.lines or coalesce(b.n, 0) <> m.movements or l.total <> m.amount or b.total <> m.amount
          or l.lowest <> m.credit or l.highest <> m.credit or b.lowest <> m.credit or b.highest <> m.credit
        order by m.match_id
        """;

    private const string SelectMatchedWithNothing =
        """
        select line_id from statement_line l where l.match_id is not null and not exists (select 1 from bank_match m where m.match_id = l.match_id)
        union all
        select entry_id from bank_movement b where b.match_id is not null and not exists (select 1 from bank_match m where m.match_id = b.match_id)
        """;

    // By what its state says, each line has an open break or has none, and what was left out has the two people who said so.
    private const string SelectWrongStates =
        """
        select l.line_id
        from statement_line l
        left join statement_break b on b.break_id = l.line_id
        where (l.state = 'open' and (b.break_id is null or b.closed_on is not null))
          or (l.state <> 'open' and b.break_id is not null and b.closed_on is null)
          or (l.state = 'excluded' and not exists (
            select 1 from break_resolution r where r.break_id = l.line_id and r.action = 'exclude' and r.status = 'recorded'))
        order by l.line_id
        """;

    private const string SelectWrongExclusions =
        """
        select m.entry_id
        from bank_movement m
        where m.excluded = 1 and (m.match_id is not null or (
          not exists (select 1 from break_resolution r where r.break_id = m.entry_id and r.action = 'exclude' and r.status = 'recorded')
          and not exists (select 1 from journal_entry e where e.kind in ('reversal', 'receipt-reversal') and (e.entry_id = m.entry_id or e.corrects = m.entry_id))
          and not exists (
            select 1 from journal_receipt r join journal_entry e on e.corrects = r.entry_id and e.kind = 'receipt-reversal'
            where m.kind = 'suspense' and r.suspense_id = m.subject_id)))
        order by m.entry_id
        """;

    // The bank shows both a receipt and the money's leaving or neither, unless two people have said otherwise of one of them.
    private const string SelectHalfLeftOut =
        """
        select v.entry_id
        from bank_movement v
        join journal_entry e on e.entry_id = v.entry_id
        left join journal_receipt r on r.entry_id = e.corrects
        left join bank_movement m on m.entry_id = e.corrects
        left join bank_movement s on s.subject_id = r.suspense_id and s.kind = 'suspense'
        where v.kind = 'receipt-reversal' and coalesce(m.excluded, s.excluded) <> v.excluded and not exists (
          select 1 from break_resolution b where b.break_id in (v.entry_id, m.entry_id, s.entry_id) and b.action = 'exclude' and b.status = 'recorded')
        order by v.entry_id
        """;

    private const string SelectWrongBreaks =
        """
        select b.break_id
        from statement_break b
        left join statement_line l on b.side = 'line' and l.line_id = b.break_id
        left join bank_movement m on (b.side = 'movement' and m.entry_id = b.break_id) or (b.side = 'suspense' and m.subject_id = b.break_id and m.kind = 'suspense')
        where coalesce(l.amount, m.amount, 0) <> b.amount or coalesce(l.credit, m.credit) <> b.credit or coalesce(l.value_date, m.value_date) <> b.value_date
        order by b.number
        """;

    public static async Task<IReadOnlyList<RuleFinding>> CheckAsync(DbConnection connection)
    {
        var (lines, altered) = await AlteredLinesAsync(connection);
        var statements = (await connection.QueryAsync<StatementRow>(StatementFileStore.SelectAllStatements)).ToList();
        altered.AddRange(statements.Where(row => row.Hash != row.ComputeHash()).Select(row => $"statement {row.Number} of file {row.FileId:D} is not as it was read"));
        return
        [
            new RuleFinding("R7", lines, "lines of the bank's statements as they were read", altered),
            await FindAsync(connection, "bank_match", "matches of lines and movements",
                (SelectWrongMatches, "match {0} does not add up"), (SelectMatchedWithNothing, "{0} is matched, and the match is gone")),
            await FindAsync(connection, "statement_break", "breaks and what is left out",
                (SelectWrongStates, "statement line {0} is not in the state that its break and its resolution give"),
                (SelectWrongExclusions, "bank movement {0} is left out without two people"),
                (SelectHalfLeftOut, "bank movement {0} takes a receipt back, and only one of the two is left out"),
                (SelectWrongBreaks, "break {0} is not of its line or movement")),
            await FindAsync(connection, "bank_movement", "bank movements against the journal",
                (SelectWrongMovements, "bank movement {0} is not what its journal entry moved"), (SelectOrphanMovements, "bank movement {0} has no journal entry")),
        ];
    }

    private static async Task<(long Lines, List<string> Problems)> AlteredLinesAsync(DbConnection connection)
    {
        var (count, problems) = (0L, new List<string>());
        await foreach (var row in connection.QueryUnbufferedAsync<StatementLineRow>(SelectLines))
        {
            count++;
            if (row.Hash != row.ComputeHash())
            {
                problems.Add($"{row.Name} is not as it was read");
            }
        }

        return (count, problems);
    }

    private static async Task<RuleFinding> FindAsync(DbConnection connection, string table, string what, params (string Sql, string Problem)[] looks)
    {
        var problems = new List<string>();
        foreach (var (sql, problem) in looks)
        {
            problems.AddRange((await connection.QueryAsync<Guid>(sql)).Select(id => string.Format(System.Globalization.CultureInfo.InvariantCulture, problem, id)));
        }

        return new RuleFinding("R7", await connection.QuerySingleAsync<long>($"select count(*) from {table}"), what, problems);
    }
}
