using System.Globalization;
using System.Text.Json;
using LoanServicing.Platform.Messaging;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http;

/// <summary>Writes answers and problems, in Persian when the caller's <c>Accept-Language</c> prefers it.</summary>
public static class ApiResults
{
    private const string ProblemType = "application/problem+json; charset=utf-8";

    public static IResult Ok<T>(T body, int status = StatusCodes.Status200OK) => Results.Json(body, FactJson.Options, statusCode: status);

    public static IResult Problem(ApiProblem problem) => new ProblemResult(problem);

    /// <summary>Whether the caller prefers Persian to English.</summary>
    public static bool PrefersPersian(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString())
            .FirstOrDefault(language => IsLanguage(language, "fa") || IsLanguage(language, "en")) is { } first
        && IsLanguage(first, "fa");

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

    private static bool IsLanguage(string tag, string language) =>
        tag.Equals(language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);

    private sealed class ProblemResult(ApiProblem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);
    }
}
