using System.Net.Mime;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http;

/// <summary>Which of its forms an answer takes, by the caller's <c>Accept</c> (RFC 9110, section 12.5.1). JSON where nothing else is asked for.</summary>
public static class AcceptedTypes
{
    public const string Csv = "text/csv";

    public const string Html = MediaTypeNames.Text.Html;

    /// <param name="others">What the answer can be besides JSON.</param>
    /// <returns>The one that the caller ranks highest, the earlier of two ranked alike; JSON where it names none of them.</returns>
    public static string Preferred(HttpContext http, params IEnumerable<string> others)
    {
        var offered = others.Prepend(MediaTypeNames.Application.Json).ToList();
        return http.Request.GetTypedHeaders().Accept
            .Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => offered.Find(type => accepted.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
                ?? (accepted.MatchesAllTypes || accepted.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase) ? offered[0] : null))
            .FirstOrDefault(type => type is not null) ?? offered[0];
    }
}
