using LoanServicing.Platform.Http.Csv;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace LoanServicing.Platform.Http;

/// <summary>Answers that are lists: JSON, or with <c>Accept: text/csv</c> their items as CSV.</summary>
public static class Lists
{
    /// <summary>In CSV, the <c>nextCursor</c> of a page stands in this header, and the address of the next page in <c>Link</c> (RFC 8288).</summary>
    public const string NextCursorHeader = "Next-Cursor";

    private const string CursorField = "cursor";

    /// <summary>An endpoint that answers with <see cref="Of{TPage, TItem}"/> or <see cref="Csv{T}"/>.</summary>
    public static RouteHandlerBuilder ShowsCsv(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new CsvShown());

    public static bool AsksForCsv(HttpContext http) => AcceptedTypes.Preferred(http, AcceptedTypes.Csv) == AcceptedTypes.Csv;

    /// <summary>The page as JSON, or its items as CSV.</summary>
    /// <param name="next">The cursor of the next page; null where there is none.</param>
    public static IResult Of<TPage, TItem>(HttpContext http, TPage page, IEnumerable<TItem> items, string? next)
        where TItem : notnull
    {
        if (!AsksForCsv(http))
        {
            return ApiResults.Ok(page);
        }

        if (next is not null)
        {
            http.Response.Headers[NextCursorHeader] = next;
            http.Response.Headers.Link = $"<{AddressOf(http, next)}>; rel=\"next\"";
        }

        return Csv(http, items.ToAsyncEnumerable());
    }

    /// <summary>Rows as CSV, written as they come.</summary>
    public static IResult Csv<T>(HttpContext http, IAsyncEnumerable<T> rows)
        where T : notnull =>
        new CsvResult<T>(rows, http.Request.Path.Value!.TrimEnd('/').Split('/')[^1]);

    /// <summary>This request's address with another cursor, from the root: the host is the gateway's business.</summary>
    private static string AddressOf(HttpContext http, string cursor)
    {
        var query = QueryHelpers.ParseQuery(http.Request.QueryString.Value);
        query[CursorField] = cursor;
        return UriHelper.BuildRelative(http.Request.PathBase, http.Request.Path, QueryString.Create(query));
    }
}

/// <summary>For the OpenAPI document: the answer can be CSV.</summary>
internal sealed record CsvShown;
