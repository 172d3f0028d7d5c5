using LoanServicing.Platform.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.Platform.Http;

/// <summary>POST endpoints that compute an answer from the body alone: no token, no key, no database.</summary>
public static class Calculations
{
    public static RouteHandlerBuilder MapCalculation<TRequest>(
        this IEndpointRouteBuilder api, string pattern, Func<HttpContext, RequestBody, Answer> compute)
        where TRequest : notnull =>
        api.MapPost(pattern, (HttpContext http, CancellationToken _) => RunAsync(http, RequestFields.Of<TRequest>(), compute))
            .AllowAnonymous().Accepts<TRequest>("application/json");

    private static async Task<IResult> RunAsync(HttpContext http, RequestFields fields, Func<HttpContext, RequestBody, Answer> compute)
    {
        var (json, malformed) = await BodyReader.ReadAsync(http, mayBeEmpty: false);
        if (malformed is not null)
        {
            return ApiResults.Problem(malformed);
        }

        var body = new RequestBody(json, fields);
        var answer = compute(http, body);
        return (answer.Problem ?? body.Problem) is { } problem
            ? ApiResults.Problem(problem)
            : Results.Json(answer.Body, FactJson.Options, statusCode: answer.Status);
    }
}
