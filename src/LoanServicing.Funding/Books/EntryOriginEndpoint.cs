using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>The papers behind a journal entry.</summary>
/// <param name="ReceiptId">Of a repayment or its reversal, as <c>GET /loans/{id}/receipts</c> shows it; null for any other entry.</param>
/// <param name="SuspenseId">The money in suspense that the receipt or the deposit was made of, or that a reversed receipt has become; null where it came at once.</param>
/// <param name="Bank">What the entry, or the money in suspense, moved at the bank; null where nothing moved.</param>
public sealed record EntryOriginView(Guid EntryId, string Kind, Guid SubjectId, Guid? ReceiptId, Guid? SuspenseId, BankSideView? Bank);

/// <summary>A movement at the bank and the lines of its statement that are the same money.</summary>
/// <param name="MatchedBy"><c>end-to-end-id</c>, <c>deposit-id</c>, <c>reference</c>, <c>amount-and-date</c> or <c>by-hand</c>; null while nothing matches.</param>
/// <param name="MatchRequestId">Of the two people who matched it by hand.</param>
public sealed record BankSideView(
    string Direction, Rials AmountRials, LocalDate ValueDate, string? ValueDatePersian, string? BankReference, string? MatchedBy, Guid? MatchRequestId,
    IReadOnlyList<LineOfStatementView> Lines);

/// <summary>A line of the bank's statement.</summary>
/// <param name="StatementId">The file, as <c>GET /funding/statements/{id}</c> shows it.</param>
/// <param name="TextLine">Of the file, from 1.</param>
/// <param name="ContentHash">SHA-256 of the file, so that the right copy can be found.</param>
public sealed record LineOfStatementView(
    Guid LineId, Guid StatementId, string ContentHash, int Number, int Detail, long TextLine, Rials AmountRials, string Reference, string? Payer, string? Narrative);

/// <summary><c>GET /funding/journal/{entryId}/origin</c>: from a figure to the receipt, the file and the line it came from.</summary>
internal static class EntryOriginEndpoint
{
    private const string SelectEntry =
        """
        select e.kind, e.subject_id, r.receipt_id, r.suspense_id
        from journal_entry e left join journal_receipt r on r.entry_id = e.entry_id where e.entry_id = @entryId
        """;

    private const string Movement =
        """
        select m.credit, m.amount, m.value_date, m.reference, m.match_id, m.excluded, k.matched_by, k.request_id
        from bank_movement m left join bank_match k on k.match_id = m.match_id
        """;

    private const string SelectMovement = $"{Movement} where m.entry_id = @entryId";

    private const string SelectOfSuspense = $"{Movement} where m.subject_id = @suspenseId and m.kind = 'suspense'";

    private const string SelectSuspenseOfDeposit =
        """
        select r.break_id from contribution c join break_resolution r on r.request_id = c.request_id and r.action = 'contribution'
        where c.contribution_id = @subjectId
        """;

    private const string SelectLines =
        """
        select l.line_id, l.file_id as statement_id, f.content_hash, l.number, l.detail, l.text_line, l.amount as amount_rials, l.reference, l.payer, l.narrative
        from statement_line l join statement_file f on f.file_id = l.file_id
        where l.match_id = @matchId order by l.file_id, l.number, l.detail
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/journal/{entryId}/origin", (HttpContext http, string entryId, CancellationToken cancel) => ReadAsync(http, entryId, cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadEntryOrigin")
            .WithSummary("The receipt behind a journal entry, and the lines of the bank's statement that are its money")
            .Produces<EntryOriginView>().Refuses(404);

    private static async Task<IResult> ReadAsync(HttpContext http, string entryId, CancellationToken cancel)
    {
        var view = Guid.TryParse(entryId, out var id)
            ? await http.Database(FundingService.Name).ReadAsync(connection => ReadAsync(connection, id), cancel)
            : null;
        return view is null ? ApiResults.Problem(ApiProblem.NotFound("entry", "سند")) : ApiResults.Ok(view);
    }

    private static async Task<EntryOriginView?> ReadAsync(DbConnection connection, Guid entryId)
    {
        if (await connection.QuerySingleOrDefaultAsync<EntrySource>(SelectEntry, new { entryId }) is not { } entry)
        {
            return null;
        }

        var moved = await connection.QuerySingleOrDefaultAsync<MovedRow>(SelectMovement, new { entryId });
        if (moved is null && entry.Kind == EntryKinds.Contribution)
        {
            entry = entry with { SuspenseId = await connection.QuerySingleOrDefaultAsync<Guid?>(SelectSuspenseOfDeposit, new { subjectId = entry.SubjectId }) };
        }

        if (moved is null or { Excluded: true } && entry.SuspenseId is { } suspenseId)
        {
            moved = await connection.QuerySingleOrDefaultAsync<MovedRow>(SelectOfSuspense, new { suspenseId });
        }

        return new EntryOriginView(entryId, entry.Kind, entry.SubjectId, entry.ReceiptId, entry.SuspenseId, moved is null ? null : await SideAsync(connection, moved));
    }

    private static async Task<BankSideView> SideAsync(DbConnection connection, MovedRow moved)
    {
        var lines = moved.MatchId is { } matchId ? await connection.QueryAsync<LineRow>(SelectLines, new { matchId }) : [];
        return new BankSideView(
            moved.Credit ? "credit" : "debit", moved.Amount, moved.ValueDate, ((LocalDate?)moved.ValueDate).ToPersian(), moved.Reference, moved.MatchedBy, moved.RequestId,
            [.. lines.Select(line => line.ToView())]);
    }

    private sealed record EntrySource
    {
        public string Kind { get; init; } = "";

        public Guid SubjectId { get; init; }

        public Guid? ReceiptId { get; init; }

        public Guid? SuspenseId { get; init; }
    }

    private sealed record MovedRow
    {
        public bool Credit { get; init; }

        public Rials Amount { get; init; }

        public LocalDate ValueDate { get; init; }

        public string? Reference { get; init; }

        public Guid? MatchId { get; init; }

        public bool Excluded { get; init; }

        public string? MatchedBy { get; init; }

        public Guid? RequestId { get; init; }
    }

    private sealed record LineRow
    {
        public Guid LineId { get; init; }

        public Guid StatementId { get; init; }

        public string ContentHash { get; init; } = "";

        public int Number { get; init; }

        public int Detail { get; init; }

        public long TextLine { get; init; }

        public Rials AmountRials { get; init; }

        public string Reference { get; init; } = "";

        public string? Payer { get; init; }

        public string? Narrative { get; init; }

        public LineOfStatementView ToView() => new(LineId, StatementId, ContentHash, Number, Detail, TextLine, AmountRials, Reference, Payer, Narrative);
    }
}
