using System.Globalization;
using LoanServicing.Domain;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http;

/// <summary>
/// The version of what was read, as an <c>ETag</c>; sent back as <c>If-Match</c> it keeps somebody from deciding on a state that has changed since.
/// </summary>
public static class EntityVersion
{
    public static void Show(HttpContext http, long version) => http.Response.Headers.ETag = TagOf(version);

    /// <summary>412 when the caller names a version and it is not this one; null when it names none.</summary>
    public static ApiProblem? Stale(HttpContext http, long version)
    {
        var asked = http.Request.Headers.IfMatch.ToString();
        return asked.Length == 0 || asked == "*" || asked.Split(',').Any(tag => tag.Trim() == TagOf(version))
            ? null
            : new ApiProblem(412, "version.stale", new Bilingual(
                "It has changed since you read it; read it again and decide anew.",
                "پس از خواندن شما تغییر کرده است؛ دوباره بخوانید و تصمیم بگیرید."));
    }

    private static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
