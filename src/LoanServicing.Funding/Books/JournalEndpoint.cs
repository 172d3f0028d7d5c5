using System.Text;
using LoanServicing.Domain;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>
/// <c>GET /funding/journal</c>: every entry in the order of writing, or with <c>from</c> or <c>to</c> those of some days in booking order; as CSV and
/// for hledger too. <c>GET /funding/journal/{entryId}</c>: one entry.
/// </summary>
internal static class JournalEndpoint
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/funding/journal", (HttpContext http, string? from, string? to, string? cursor, string? limit, CancellationToken cancel) =>
                ReadAsync(http, (from, to), (cursor, limit), cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadJournal")
            .WithSummary(
                "Journal entries with their lines, in the order of writing, or with from or to in booking order; as CSV without cursor and limit, "
                + $"and as {HledgerText.MediaType}, all at once")
            .Produces<JournalPage>().Refuses(400).ShowsCsv();
        api.MapGet("/funding/journal/{entryId}", (HttpContext http, string entryId, CancellationToken cancel) => ReadOneAsync(http, entryId, cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadJournalEntry")
            .WithSummary("One journal entry with its lines and where it comes from")
            .Produces<EntryView>();
    }

    private static async Task<IResult> ReadOneAsync(HttpContext http, string entryId, CancellationToken cancel)
    {
        var found = Guid.TryParse(entryId, out var id)
            ? await http.Database(FundingService.Name).ReadAsync(connection => JournalReader.FindAsync(connection, id), cancel)
            : null;
        return found is null ? ApiResults.Problem(ApiProblem.NotFound("entry", "سند")) : ApiResults.Ok(EntryView.Of(found));
    }

    private static async Task<IResult> ReadAsync(
        HttpContext http, (string? From, string? To) days, (string? Cursor, string? Limit) page, CancellationToken cancel)
    {
        if (Cursor.Read(page.Cursor, page.Limit, out var position, out var rows) is { } badPage)
        {
            return ApiResults.Problem(badPage);
        }

        var database = http.Database(FundingService.Name);
        var clock = http.RequestServices.GetRequiredService<IClock>();
        var businessDate = await database.ReadAsync(connection => BusinessDates.CurrentAsync(connection, clock), cancel);
        if (BookDays.Read(days.From, days.To, new BookDays(BookDays.Beginning, businessDate), businessDate, out var asked) is { } badDays)
        {
            return ApiResults.Problem(badDays);
        }

        var books = new DatabaseReading(database, cancel);
        var form = AcceptedTypes.Preferred(http, AcceptedTypes.Csv, HledgerText.MediaType);
        if (form == HledgerText.MediaType)
        {
            return Results.Stream(body => WriteHledgerAsync(books, asked, body, cancel), HledgerText.MediaType + "; charset=utf-8", "funding.journal");
        }

        if (form == AcceptedTypes.Csv && string.IsNullOrEmpty(page.Cursor) && string.IsNullOrEmpty(page.Limit))
        {
            return Lists.Csv(http, JournalExport.ViewsAsync(books, asked));
        }

        var byWriting = string.IsNullOrEmpty(days.From) && string.IsNullOrEmpty(days.To);
        return byWriting ? await WrittenAsync(http, books, position, rows) : await BookedAsync(http, books, asked, position, rows);
    }

    private static async Task<IResult> WrittenAsync(HttpContext http, DatabaseReading books, long after, int rows)
    {
        if (BookPlace.TryRead(after, out _))
        {
            return ApiResults.Problem(CursorOfAnotherList);
        }

        var found = await books.ReadAsync(connection => JournalReader.WrittenAsync(connection, after, rows + 1));
        return Page(http, found, rows, last => last.Entry.Id);
    }

    private static async Task<IResult> BookedAsync(HttpContext http, DatabaseReading books, BookDays days, long position, int rows)
    {
        BookPlace? after = null;
        if (position > 0)
        {
            if (!BookPlace.TryRead(position, out var place))
            {
                return ApiResults.Problem(CursorOfAnotherList);
            }

            after = place;
        }

        var found = await books.ReadAsync(connection => JournalReader.BookedAsync(connection, days, after, rows + 1));
        return Page(http, found, rows, last => last.Place.Position);
    }

    private static IResult Page(HttpContext http, IReadOnlyList<StoredEntry> found, int rows, Func<StoredEntry, long> positionOf)
    {
        var next = found.Count > rows ? Cursor.Encode(positionOf(found[rows - 1])) : null;
        var page = new JournalPage([.. found.Take(rows).Select(EntryView.Of)], next);
        return Lists.Of(http, page, page.Items, next);
    }

    private static async Task WriteHledgerAsync(DatabaseReading books, BookDays days, Stream body, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await JournalExport.WriteHledgerAsync(books, days, writer, cancel);
    }

    internal static ApiProblem CursorOfAnotherList { get; } = ApiProblem.Malformed("cursor", "cursor.invalid", new Bilingual(
        "Use the nextCursor of the page before, with the same from and to.", "nextCursor صفحهٔ پیش را با همان from و to بفرستید."));
}
