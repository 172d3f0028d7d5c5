using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>One journal entry with its lines.</summary>
/// <param name="SourceId">The fact's message, or the contribution.</param>
/// <param name="SubjectId">The loan; before there is one, the application; or the contribution, or the money in suspense.</param>
/// <param name="Hash">SHA-256 over every column of the entry and its lines.</param>
public sealed record EntryView(
    Guid EntryId,
    string Kind,
    LocalDate BookingDate,
    string BookingDatePersian,
    Instant RecordedAt,
    Guid SourceId,
    Guid SubjectId,
    LocalDate? ValueDate,
    string? ValueDatePersian,
    string? BankReference,
    Guid? Corrects,
    string Hash,
    IReadOnlyList<LineView> Lines);

public sealed record LineView(string Debit, string Credit, string Owner, string? Tranche, Rials AmountRials);

public sealed record JournalPage(IReadOnlyList<EntryView> Items, string? NextCursor);

/// <summary><c>GET /funding/journal</c>: every entry in the order of writing.</summary>
internal static class JournalEndpoint
{
    private const string SelectEntries =
        $"select {JournalStore.EntryColumns} from journal_entry e where e.id > @after order by e.id";

    private const string SelectLines =
        $"""
        select {JournalStore.LineColumns} from journal_line l join journal_entry e on e.entry_id = l.entry_id
        where e.id > @after and e.id <= @last order by e.id, l.line
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/journal", ReadAsync)
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadJournal")
            .WithSummary("Journal entries with their lines, in the order of writing")
            .Produces<JournalPage>().Refuses(400);

    private static async Task<IResult> ReadAsync(HttpContext http, string? cursor, string? limit)
    {
        if (Cursor.Read(cursor, limit, out var after, out var rows) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var page = await http.Database(FundingService.Name).ReadAsync(connection => ReadPageAsync(connection, after, rows), http.RequestAborted);
        return ApiResults.Ok(page);
    }

    private static async Task<JournalPage> ReadPageAsync(DbConnection connection, long after, int rows)
    {
        var entries = (await connection.QueryAsync<EntryRow>(connection.First(SelectEntries, "@limit"), new { after, limit = rows + 1 })).ToList();
        var shown = entries.Take(rows).ToList();
        var last = shown.Count == 0 ? after : shown[^1].Id;
        var lines = (await connection.QueryAsync<LineRow>(SelectLines, new { after, last })).ToLookup(line => line.EntryId);
        return new JournalPage([.. shown.Select(entry => View(entry, lines[entry.EntryId]))], entries.Count > rows ? Cursor.Encode(last) : null);
    }

    private static EntryView View(EntryRow entry, IEnumerable<LineRow> lines) => new(
        entry.EntryId,
        entry.Kind,
        entry.BusinessDate,
        entry.BusinessDate.ToPersian(),
        entry.RecordedAt,
        entry.SourceId,
        entry.SubjectId,
        entry.ValueDate,
        entry.ValueDate.ToPersian(),
        entry.BankReference,
        entry.Corrects,
        entry.Hash,
        [.. lines.Select(line => new LineView(line.Debit, line.Credit, line.Owner, line.Tranche, line.Amount))]);
}
