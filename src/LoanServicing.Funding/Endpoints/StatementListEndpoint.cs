using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>A file of the bank's statements among the others; <c>GET /funding/statements/{id}</c> tells more of it.</summary>
/// <param name="Status">
/// <c>reading</c> while its lines are being stored, or where that was cut: the same file sent again goes on; <c>read</c> when all are stored;
/// <c>compared</c> when all have been compared with the books.
/// </param>
/// <param name="LinesKnown">Of the lines read, how many another file had told already.</param>
/// <param name="Statements">How many it has.</param>
/// <param name="From">The first day of any of them.</param>
/// <param name="To">The last day of any of them.</param>
/// <param name="OpeningRials">Of the first statement in the file; null where the bank tells none.</param>
/// <param name="ClosingRials">Of the last statement in the file; null where the bank tells none.</param>
/// <param name="OpeningDiffersRials">
/// How far the first of its statements that does not go on from the one before is off: its opening balance less the closing balance before it. Null
/// where each goes on, or cannot be compared.
/// </param>
public sealed record StatementFileItem(
    Guid StatementId,
    string Status,
    string Format,
    Instant ReceivedAt,
    string ReceivedBy,
    int LinesTotal,
    int LinesRead,
    int LinesKnown,
    int Statements,
    LocalDate? From,
    string? FromPersian,
    LocalDate? To,
    string? ToPersian,
    Rials? OpeningRials,
    Rials? ClosingRials,
    Rials? OpeningDiffersRials);

public sealed record StatementFilePage(IReadOnlyList<StatementFileItem> Items, string? NextCursor);

/// <summary><c>GET /funding/statements</c>.</summary>
internal static class StatementListEndpoint
{
    private const string Select =
        """
        select f.file_id, f.status, f.format, f.received_at, f.received_by, f.lines_total, f.lines_read, f.lines_known,
          (select count(*) from statement s where s.file_id = f.file_id) as statements,
          (select min(s.period_from) from statement s where s.file_id = f.file_id) as period_from,
          (select max(s.period_to) from statement s where s.file_id = f.file_id) as period_to,
          (select s.opening from statement s where s.file_id = f.file_id and s.number = 1) as opening,
          (select s.closing from statement s where s.file_id = f.file_id and s.number = (select max(n.number) from statement n where n.file_id = f.file_id)) as closing
        from statement_file f
        """;

    private const string Newest = "order by f.received_at desc, f.file_id desc";

    internal const string SelectFirst = $"{Select} {Newest}";

    internal const string SelectNext = $"{Select} where f.received_at <= @at and (f.received_at < @at or f.file_id < @after) {Newest}";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/statements", (HttpContext http, string? cursor, string? limit, CancellationToken cancel) => ReadAsync(http, cursor, limit, cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ListStatements")
            .WithSummary("The files of the bank's statements, the newest first: how far each is, and whether it goes on from the one before")
            .Produces<StatementFilePage>().Refuses(400).ShowsCsv();

    private static async Task<IResult> ReadAsync(HttpContext http, string? cursor, string? limit, CancellationToken cancel)
    {
        if (Cursor.ReadId(cursor, limit, out var after, out var rows) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var account = http.RequestServices.GetRequiredService<PoolAccount>().Iban.Value;
        var page = await http.Database(FundingService.Name).ReadAsync(connection => ReadPageAsync(connection, account, after, rows), cancel);
        return page is null ? ApiResults.Problem(UnknownCursor) : Lists.Of(http, page, page.Items, page.NextCursor);
    }

    /// <summary>Null where the cursor is of no file.</summary>
    private static async Task<StatementFilePage?> ReadPageAsync(DbConnection connection, string account, Guid after, int rows)
    {
        var before = after == Guid.Empty ? null : await StatementFileStore.FindAsync(connection, after);
        if (after != Guid.Empty && before is null)
        {
            return null;
        }

        var sql = connection.First(before is null ? SelectFirst : SelectNext, "@limit");
        var found = (await connection.QueryAsync<ListedFile>(sql, new { at = before?.ReceivedAt, after, limit = rows + 1 })).ToList();
        var (chain, _) = await StatementChainStore.ReadAsync(connection, account);
        var gaps = chain.Gaps.ToLookup(gap => gap.Statement.FileId, gap => gap.Differs);
        return new StatementFilePage(
            [.. found.Take(rows).Select(file => file.ToItem(gaps[file.FileId]))], found.Count > rows ? Cursor.Encode(found[rows - 1].FileId) : null);
    }

    private static ApiProblem UnknownCursor { get; } =
        ApiProblem.Malformed("cursor", "cursor.invalid", new("Use the nextCursor of the page before.", "nextCursor صفحهٔ پیش را بفرستید."));

    private sealed record ListedFile
    {
        public Guid FileId { get; init; }

        public string Status { get; init; } = "";

        public string Format { get; init; } = "";

        public Instant ReceivedAt { get; init; }

        public string ReceivedBy { get; init; } = "";

        public int LinesTotal { get; init; }

        public int LinesRead { get; init; }

        public int LinesKnown { get; init; }

        public int Statements { get; init; }

        public LocalDate? PeriodFrom { get; init; }

        public LocalDate? PeriodTo { get; init; }

        public Rials? Opening { get; init; }

        public Rials? Closing { get; init; }

        public StatementFileItem ToItem(IEnumerable<Rials> differences) => new(
            FileId, Status, Format, ReceivedAt, ReceivedBy, LinesTotal, LinesRead, LinesKnown, Statements, PeriodFrom, PeriodFrom.ToPersian(), PeriodTo, PeriodTo.ToPersian(),
            Opening, Closing, differences.Cast<Rials?>().FirstOrDefault());
    }
}
