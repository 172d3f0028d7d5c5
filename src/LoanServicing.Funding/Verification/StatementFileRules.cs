using System.Data.Common;
using Dapper;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>
/// R7: the bank's files are there with their statements and with as many lines as were read of them, as the audit trail has it; and whatever lies in
/// suspense is a break until two people have said whose it is.
/// </summary>
internal static class StatementFileRules
{
    private const string SelectFiles =
        """
        select f.file_id, f.content_hash, f.status, f.lines_total, f.lines_read, f.lines_known,
          coalesce(l.n, 0) as stored, coalesce(s.n, 0) as statements, coalesce(s.last_number, 0) as last_statement
        from statement_file f
        left join (select file_id, count(*) as n from statement_line group by file_id) l on l.file_id = f.file_id
        left join (select file_id, count(*) as n, max(number) as last_number from statement group by file_id) s on s.file_id = f.file_id
        order by f.file_id
        """;

    private const string SelectRead = "select subject_id, action, actor, details from audit where subject_type = 'statement' and action = 'statement.read' order by id";

    private const string SelectWithoutFile =
        """
        select l.file_id from (select distinct file_id, statement as number from statement_line) l
        left join statement s on s.file_id = l.file_id and s.number = l.number where s.file_id is null
        union
        select s.file_id from statement s left join statement_file f on f.file_id = s.file_id where f.file_id is null
        """;

    private const string CountSuspense = "select count(*) from journal_entry where kind = 'suspense'";

    private const string SelectWithoutBreak =
        """
        select e.subject_id from journal_entry e
        left join statement_break b on b.break_id = e.subject_id and b.side = 'suspense'
        where e.kind = 'suspense' and b.break_id is null
        order by e.id
        """;

    // Where several sums are one entry of the books, the break that was resolved is named by the others. A transfer that its list paid names the match of its rows.
    private const string SelectClosedByNobody =
        """
        select b.break_id from statement_break b
        where b.side = 'suspense' and b.closed_on is not null and not exists (
          select 1 from break_resolution r where r.break_id = b.break_id and r.status = 'recorded')
          and not exists (
            select 1 from break_resolution r where r.break_id = b.other_id and r.action = 'same' and r.status = 'recorded')
          and not exists (
            select 1 from bank_match k where k.match_id = b.other_id and k.matched_by = 'reference' and k.amount = b.amount and b.closed_as = 'same')
        order by b.number
        """;

    private const string SelectLinesOfOthers =
        """
        select l.line_id from statement_line l
        left join loan_deposit_id d on d.deposit_id = l.deposit_id
        where l.loan_id is not null and (d.loan_id is null or d.loan_id <> l.loan_id)
        order by l.line_id
        """;

    public static async Task<IReadOnlyList<RuleFinding>> CheckAsync(DbConnection connection) =>
    [
        await FilesAsync(connection),
        new(
            "R7", await connection.QuerySingleAsync<long>(CountSuspense), "sums in suspense with their breaks",
            [
                .. (await connection.QueryAsync<Guid>(SelectWithoutBreak)).Select(id => $"money in suspense {id:D} is no break"),
                .. (await connection.QueryAsync<Guid>(SelectClosedByNobody)).Select(id => $"break {id:D} of money in suspense is closed without two people"),
            ]),
    ];

    private static async Task<RuleFinding> FilesAsync(DbConnection connection)
    {
        var files = (await connection.QueryAsync<FileRow>(SelectFiles)).ToDictionary(file => file.FileId.ToString("D"));
        var read = (await connection.QueryAsync<AuditedDecision>(SelectRead)).ToLookup(decision => decision.SubjectId);
        List<string> problems =
        [
            .. files.SelectMany(file => Problems(file.Value, [.. read[file.Key]]).Select(problem => $"statement file {file.Key} {problem}")),
            .. read.Where(decisions => !files.ContainsKey(decisions.Key)).Select(decisions => $"statement file {decisions.Key} was read, and its row is gone"),
            .. (await connection.QueryAsync<Guid>(SelectWithoutFile)).Select(id => $"statement file {id:D} has lines or statements, and the row that they belong to is gone"),
            .. (await connection.QueryAsync<Guid>(SelectLinesOfOthers)).Select(id => $"statement line {id:D} is of another loan than its deposit id"),
        ];
        return new RuleFinding("R7", files.Count, "statement files with their statements and lines", problems);
    }

    private static IEnumerable<string> Problems(FileRow file, IReadOnlyList<AuditedDecision> read)
    {
        if (file.Stored != file.LinesRead - file.LinesKnown)
        {
            yield return $"has {file.Stored} lines stored; {file.LinesRead} were read and {file.LinesKnown} of them known";
        }

        if (file.Statements == 0 || file.Statements != file.LastStatement)
        {
            yield return $"has {file.Statements} statements, of which the last has the number {file.LastStatement}";
        }

        if (file.Status == StatementFileRow.Reading)
        {
            yield break;
        }

        if (file.LinesRead != file.LinesTotal)
        {
            yield return $"is {file.Status} with {file.LinesRead} of {file.LinesTotal} lines";
        }

        if (read.Count != 1 || !file.IsAsTold(read[0]))
        {
            yield return "is not as the audit trail says that it was read";
        }
    }

    private sealed record FileRow
    {
        public Guid FileId { get; init; }

        public string ContentHash { get; init; } = "";

        public string Status { get; init; } = "";

        public long LinesTotal { get; init; }

        public long LinesRead { get; init; }

        public long LinesKnown { get; init; }

        public long Stored { get; init; }

        public long Statements { get; init; }

        public long LastStatement { get; init; }

        public bool IsAsTold(AuditedDecision read) =>
            read.TextAt("contentHash") == FactJson.Write(ContentHash) && read.TextAt("linesRead") == $"{LinesRead}" && read.TextAt("linesKnown") == $"{LinesKnown}";
    }
}
