using System.Globalization;
using System.Text.Json;
using LoanServicing.Platform.Messaging;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http;

/// <summary>Writes answers and problems, in Persian when the caller's <c>Accept-Language</c> prefers it.</summary>
public static class ApiResults
{
    private const string ProblemType = "application/problem+json; charset=utf-8";

    private const string Persian = "fa";

    private const string English = "en";

    private static readonly string[] Languages = [Persian, English];

    public static IResult Ok<T>(T body, int status = StatusCodes.Status200OK) => Results.Json(body, FactJson.Options, statusCode: status);

    public static IResult Problem(ApiProblem problem) => new ProblemResult(problem);

    /// <summary>Whether the caller prefers Persian to English.</summary>
    public static bool PrefersPersian(HttpContext http) => Preferred(http) == Persian;

    /// <summary>Whether the caller prefers English to Persian: for what is Persian where nothing is asked for.</summary>
    public static bool PrefersEnglish(HttpContext http) => Preferred(http) == English;

    public static async Task WriteAsync(HttpContext http, ApiProblem problem)
    {
        var body = ProblemAnswer.Of(problem, http.TraceIdentifier, PrefersPersian(http));
        if (problem.RetryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = ProblemType;
        await http.Response.WriteAsync(JsonSerializer.Serialize(body, FactJson.Options), http.RequestAborted);
    }

    private static string? Preferred(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => Array.Find(Languages, ours => IsLanguage(language.Value.ToString(), ours)))
            .FirstOrDefault(language => language is not null);

    private static bool IsLanguage(string tag, string language) =>
        tag.Equals(language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);

    private sealed class ProblemResult(ApiProblem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);
    }
}
