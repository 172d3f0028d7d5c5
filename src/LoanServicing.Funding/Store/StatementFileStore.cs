using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Funding.Store;

/// <summary>A file of the bank's statements, known by its bytes.</summary>
internal sealed record StatementFileRow
{
    /// <summary>Its lines are being stored; the same file sent again goes on where this ended.</summary>
    public const string Reading = "reading";

    /// <summary>All lines are stored.</summary>
    public const string Read = "read";

    /// <summary>All lines have been compared with the books.</summary>
    public const string Compared = "compared";

    public Guid FileId { get; init; }

    public string ContentHash { get; init; } = "";

    public string Format { get; init; } = "";

    public long Bytes { get; init; }

    public string Status { get; init; } = "";

    public int LinesTotal { get; init; }

    public int LinesRead { get; init; }

    public int LinesKnown { get; init; }

    public long FactSequence { get; init; }

    public Instant ReceivedAt { get; init; }

    public string ReceivedBy { get; init; } = "";

    public LocalDate BusinessDate { get; init; }
}

/// <summary>One statement in a file.</summary>
internal sealed record StatementRow
{
    public Guid FileId { get; init; }

    public int Number { get; init; }

    public string? BankId { get; init; }

    public string Account { get; init; } = "";

    public LocalDate? PeriodFrom { get; init; }

    public LocalDate? PeriodTo { get; init; }

    public Rials? Opening { get; init; }

    public Rials? Closing { get; init; }

    public string Hash { get; init; } = "";

    public string ComputeHash() => EntryHash.Of(
        FileId.ToString("N"), $"{Number}", BankId ?? "", Account, Day(PeriodFrom), Day(PeriodTo), Opening?.ToString() ?? "", Closing?.ToString() ?? "");

    private static string Day(LocalDate? date) => date is { } known ? LocalDatePattern.Iso.Format(known) : "";
}

internal static class StatementFileStore
{
    private const string Columns =
        "file_id, content_hash, format, bytes, status, lines_total, lines_read, lines_known, fact_sequence, received_at, received_by, business_date";

    private const string Select = $"select {Columns} from statement_file where file_id = @fileId";

    private const string SelectByHash = $"select {Columns} from statement_file where content_hash = @contentHash";

    /// <summary>
    /// Those that have lines to be compared today, or of which all have been. The lines of a file whose storing was cut are compared as they are, once it is
    /// sure that it was: another file may have passed them over as known. Before that a line is never without those that take it back.
    /// </summary>
    private const string SelectToCompare =
        """
        select f.file_id from statement_file f
        where ((f.status = 'read' or (f.status = 'reading' and f.received_at < @cutBefore)) and exists (select 1 from statement_line l where l.state = 'new' and l.file_id = f.file_id and l.value_date <= @today))
          or (f.status = 'read' and not exists (select 1 from statement_line l where l.state = 'new' and l.file_id = f.file_id))
        order by f.received_at, f.file_id
        """;

    private static readonly Duration LongestStoring = Duration.FromHours(1);

    private const string GoOnStoring = "update statement_file set received_at = @now where file_id = @fileId and status = 'reading'";

    private const string Insert =
        $"""
        insert into statement_file ({Columns})
        values (@FileId, @ContentHash, @Format, @Bytes, @Status, @LinesTotal, 0, 0, 0, @ReceivedAt, @ReceivedBy, @BusinessDate)
        """;

    private const string Progress =
        """
        update statement_file set lines_read = lines_read + @read, lines_known = lines_known + @known
        where file_id = @fileId and lines_read = @before
        """;

    private const string SetStatus = "update statement_file set status = @status where file_id = @fileId";

    private const string CountFact = "update statement_file set fact_sequence = fact_sequence + 1 where file_id = @fileId";

    private const string SelectSequence = "select fact_sequence from statement_file where file_id = @fileId";

    private const string StatementColumns = "file_id, number, bank_id, account, period_from, period_to, opening, closing, hash";

    public const string SelectAllStatements = $"select {StatementColumns} from statement order by file_id, number";

    private const string SelectStatements = $"select {StatementColumns} from statement where file_id = @fileId order by number";

    private const string InsertStatement =
        $"""
        insert into statement ({StatementColumns})
        values (@FileId, @Number, @BankId, @Account, @PeriodFrom, @PeriodTo, @Opening, @Closing, @Hash)
        """;

    // The days that statements cover: what the books have of them, the bank should have shown.
    private const string SelectCovered =
        """
        select min(s.period_from) as first_day, max(s.period_to) as last_day
        from statement s join statement_file f on f.file_id = s.file_id where f.status = 'compared'
        """;

    public static Task<StatementFileRow?> FindAsync(UnitOfWork unit, string contentHash) =>
        unit.QuerySingleOrDefaultAsync<StatementFileRow>(SelectByHash, new { contentHash });

    public static Task<StatementFileRow> GetAsync(UnitOfWork unit, Guid fileId) => unit.QuerySingleAsync<StatementFileRow>(Select, new { fileId });

    public static Task<StatementFileRow?> FindAsync(DbConnection connection, Guid fileId) =>
        connection.QuerySingleOrDefaultAsync<StatementFileRow>(Select, new { fileId });

    /// <param name="now">A file that has been storing since an hour before is taken for cut.</param>
    public static async Task<IReadOnlyList<Guid>> ToCompareAsync(DbConnection connection, LocalDate today, Instant now) =>
        [.. await connection.QueryAsync<Guid>(SelectToCompare, new { today, cutBefore = now - LongestStoring })];

    public static async Task<IReadOnlyList<StatementRow>> StatementsAsync(DbConnection connection, Guid fileId) =>
        [.. await connection.QueryAsync<StatementRow>(SelectStatements, new { fileId })];

    public static Task AddAsync(UnitOfWork unit, StatementFileRow row) => unit.ExecuteAsync(Insert, row);

    public static Task AddAsync(UnitOfWork unit, StatementRow row) => unit.ExecuteAsync(InsertStatement, row with { Hash = row.ComputeHash() });

    /// <summary>A file that was cut is sent again and goes on.</summary>
    public static Task GoOnAsync(UnitOfWork unit, Guid fileId) => unit.ExecuteAsync(GoOnStoring, new { fileId, now = unit.Now });

    /// <summary>So many lines more are stored; fails where another reading of the same file has gone on meanwhile.</summary>
    public static async Task GoOnAsync(UnitOfWork unit, StatementFileRow file, int read, int known) =>
        RowVersion.Expect(await unit.ExecuteAsync(Progress, new { fileId = file.FileId, before = file.LinesRead, read, known }), $"statement file {file.FileId:D}");

    public static Task SetStatusAsync(UnitOfWork unit, Guid fileId, string status) => unit.ExecuteAsync(SetStatus, new { fileId, status });

    /// <summary>The number of the next fact about the file.</summary>
    public static async Task<long> NextSequenceAsync(UnitOfWork unit, Guid fileId)
    {
        RowVersion.Expect(await unit.ExecuteAsync(CountFact, new { fileId }), $"statement file {fileId:D}");
        return await unit.QuerySingleAsync<long>(SelectSequence, new { fileId });
    }

    /// <summary>The first and the last day that compared statements cover; nulls while there is none.</summary>
    public static Task<(LocalDate? First, LocalDate? Last)> CoveredAsync(UnitOfWork unit) => unit.QuerySingleAsync<(LocalDate? First, LocalDate? Last)>(SelectCovered);
}
