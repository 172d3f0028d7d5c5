using System.Globalization;
using LoanServicing.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LoanServicing.Platform.Http;

/// <summary>
/// The version of what was read, as an <c>ETag</c>; sent back as <c>If-Match</c> it keeps somebody from deciding on a state that has changed since
/// (RFC 9110, sections 8.8.3 and 13.1.1).
/// </summary>
public static class EntityVersion
{
    /// <summary>An endpoint whose answer carries the version of what it shows.</summary>
    public static RouteHandlerBuilder ShowsVersion(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new VersionShown());

    /// <summary>A command that asks <see cref="Stale"/>. A header that is no list of entity tags is refused before anything else is looked at.</summary>
    public static RouteHandlerBuilder TakesVersion(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(async (context, next) =>
            TryRead(context.HttpContext, out _) ? await next(context) : ApiResults.Problem(Malformed)).WithMetadata(new VersionTaken());

    public static void Show(HttpContext http, long version) => http.Response.Headers.ETag = TagOf(version);

    /// <summary>
    /// 412 when the caller names versions and this is none of them; null when it names none, or any (<c>*</c>). Tags are compared strongly: a weak one
    /// matches nothing.
    /// </summary>
    public static ApiProblem? Stale(HttpContext http, long version)
    {
        if (!TryRead(http, out var asked))
        {
            return Malformed;
        }

        var current = new EntityTagHeaderValue(TagOf(version));
        return asked.Count == 0 || asked.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: true))
            ? null
            : new ApiProblem(412, "version.stale", new Bilingual(
                "It has changed since you read it; read it again and decide anew.",
                "پس از خواندن شما تغییر کرده است؛ دوباره بخوانید و تصمیم بگیرید."));
    }

    /// <summary>Reads <c>If-Match</c>: <c>*</c> alone, or entity tags; none when the header is absent.</summary>
    private static bool TryRead(HttpContext http, out IList<EntityTagHeaderValue> tags)
    {
        tags = [];
        var header = http.Request.Headers.IfMatch;
        return header.Count == 0
            || (EntityTagHeaderValue.TryParseStrictList([.. header.Select(line => line ?? "")], out tags!)
                && tags.Count > 0
                && (tags.Count == 1 || !tags.Contains(EntityTagHeaderValue.Any)));
    }

    private static ApiProblem Malformed { get; } = new(400, "if-match.malformed", new Bilingual(
        "The If-Match header is not readable: send the ETag of what you read with its quotes, like \"7\", several separated by commas, or * alone; "
        + "or leave the header out.",
        "سرآیند If-Match خوانا نیست: همان ETag را که خوانده‌اید با گیومه بفرستید، مانند \"7\"، چند تا را با ویرگول جدا کنید، یا تنها * بفرستید؛ "
        + "یا سرآیند را نفرستید."));

    private static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}

/// <summary>For the OpenAPI document: the answer has an <c>ETag</c>.</summary>
internal sealed record VersionShown;

/// <summary>For the OpenAPI document: an <c>If-Match</c> is read.</summary>
internal sealed record VersionTaken;
