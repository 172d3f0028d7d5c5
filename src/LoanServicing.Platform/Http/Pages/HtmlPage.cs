using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http.Pages;

/// <summary>A page that is whole by itself, to be read and printed: no script, nothing from elsewhere, and nothing in it may be run or fetched.</summary>
/// <param name="IsPersian">Persian from right to left, else English.</param>
/// <param name="Style">CSS without <c>&lt;</c> and <c>&amp;</c>; ours, never what somebody typed.</param>
public sealed record HtmlPage(string Title, bool IsPersian, string Style, Markup Body)
{
    /// <summary>Only the page's own style applies, which is known by its hash.</summary>
    public string ContentSecurityPolicy =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private string Language => IsPersian ? "fa" : "en";

    public IResult ToResult() => new PageResult(this);

    public override string ToString() =>
        $"""
        <!DOCTYPE html>
        <html lang="{Language}" dir="{(IsPersian ? "rtl" : "ltr")}">
        <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><title>{Markup.Of($"{Title}")}</title><style>{Style}</style></head>
        <body>{Body}</body>
        </html>

        """;

    private sealed class PageResult(HtmlPage page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            headers.ContentSecurityPolicy = page.ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.ContentLanguage = page.Language;
            httpContext.Response.ContentType = AcceptedTypes.Html + "; charset=utf-8";
            return httpContext.Response.WriteAsync(page.ToString(), httpContext.RequestAborted);
        }
    }
}

/// <summary>Answers that can be a page.</summary>
public static class PageAnswers
{
    /// <summary>An endpoint that answers with a page where <c>Accept: text/html</c> asks for it.</summary>
    public static RouteHandlerBuilder ShowsPage(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new PageShown());

    /// <summary>What such an answer says of a person is for the caller alone, in every form: no proxy and no browser keeps it.</summary>
    public static void KeepNowhere(HttpContext http) => http.Response.Headers.CacheControl = "no-store";
}

/// <summary>For the OpenAPI document: the answer can be a page.</summary>
internal sealed record PageShown;
