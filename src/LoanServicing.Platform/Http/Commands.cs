using System.Text.Json;
using LoanServicing.Domain;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Platform.Http;

/// <summary>
/// POST endpoints: body limits, the idempotency key, one unit of work that holds the business rows, the stored answer and the outbox rows.
/// </summary>
public static class Commands
{
    public const string KeyHeader = "Idempotency-Key";
    public const int LongestKey = 100;

    /// <summary>Says, on an answer, that it is the stored one of an earlier request.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    /// <summary>
    /// Maps a command. <typeparamref name="TRequest"/> describes its body in the OpenAPI document and names the fields that it may have.
    /// </summary>
    /// <param name="mayBeEmpty">Whether the body may be absent, which then means one without fields.</param>
    public static RouteHandlerBuilder MapCommand<TRequest>(
        this IEndpointRouteBuilder api, string pattern, string service, KeyPolicy keyPolicy, Func<CommandContext, Task<Answer>> handler,
        bool mayBeEmpty = false)
        where TRequest : notnull =>
        Map(api, pattern, new Terms(service, keyPolicy, mayBeEmpty, RequestFields.Of<TRequest>()), handler)
            .Accepts<TRequest>(mayBeEmpty, "application/json");

    /// <summary>Maps a command that takes no field.</summary>
    public static RouteHandlerBuilder MapCommand(
        this IEndpointRouteBuilder api, string pattern, string service, KeyPolicy keyPolicy, Func<CommandContext, Task<Answer>> handler) =>
        Map(api, pattern, new Terms(service, keyPolicy, MayBeEmpty: true, RequestFields.Of<NoFields>()), handler);

    /// <summary>The database of a service that this process hosts.</summary>
    public static IDatabase Database(this HttpContext http, string service) =>
        http.RequestServices.GetRequiredKeyedService<IDatabase>(service);

    private static RouteHandlerBuilder Map(
        IEndpointRouteBuilder api, string pattern, Terms terms, Func<CommandContext, Task<Answer>> handler) =>
        api.MapPost(pattern, (HttpContext http, CancellationToken _) => RunAsync(http, terms, handler))
            .WithMetadata(new KeyTaken(terms.KeyPolicy));

    internal static async Task<IResult> RunAsync(HttpContext http, Terms terms, Func<CommandContext, Task<Answer>> handler)
    {
        if (ReadKey(http, terms.KeyPolicy, out var key) is { } keyProblem)
        {
            return ApiResults.Problem(keyProblem);
        }

        var (body, problem) = await BodyReader.ReadAsync(http, terms.MayBeEmpty);
        if (problem is not null)
        {
            return ApiResults.Problem(problem);
        }

        var caller = Caller.Of(http);
        var hash = key is null ? "" : IdempotencyStore.HashOf(http.Request.Method, http.Request.Path, body);
        return await RunAsync(terms.Service, new RequestOf(http, caller, key, hash, body, terms.Fields), handler);
    }

    internal static async Task<IResult> RunAsync(string service, RequestOf request, Func<CommandContext, Task<Answer>> handler)
    {
        var (answer, stored) = await request.Http.Database(service).WriteAsync(unit => AnswerAsync(unit, request, handler), request.Http.RequestAborted);
        return answer.Problem is { } refusal ? ApiResults.Problem(refusal) : new StoredResult(answer, stored);
    }

    private static async Task<(Answer Answer, bool Stored)> AnswerAsync(
        UnitOfWork unit, RequestOf request, Func<CommandContext, Task<Answer>> handler)
    {
        if (request.Key is not null && await IdempotencyStore.FindAsync(unit, request.Caller.Subject, request.Key) is { } first)
        {
            unit.Refuse();
            return first.RequestHash == request.Hash ? (Restore(first), true) : (KeyReused, false);
        }

        var businessDate = await BusinessDates.CurrentAsync(unit);
        var context = new CommandContext(request.Http, request.Caller, new RequestBody(request.Body, request.Fields), unit, businessDate);
        var answer = await handler(context);
        answer = answer.Problem is null && context.Body.Problem is { } malformed ? malformed : answer; // a handler without fields does not ask
        if (answer.Problem is not null)
        {
            unit.Refuse();
        }
        else if (request.Key is not null)
        {
            await IdempotencyStore.KeepAsync(unit, request.Caller.Subject, request.Key, Store(answer, request.Hash));
        }

        return (answer, false);
    }

    internal static ApiProblem? ReadKey(HttpContext http, KeyPolicy policy, out string? key)
    {
        key = http.Request.Headers[KeyHeader].ToString().Trim();
        if (key.Length == 0)
        {
            key = null;
            return policy == KeyPolicy.Optional
                ? null
                : new ApiProblem(400, "idempotency-key.required", new Bilingual(
                    $"This moves money: send a new {KeyHeader} header for each new request, and the same one when you repeat it.",
                    $"این درخواست پول جابه‌جا می‌کند: سرآیند {KeyHeader} را بفرستید و در تکرار همان را به کار ببرید."));
        }

        return key.Length <= LongestKey
            ? null
            : new ApiProblem(400, "idempotency-key.too-long", new Bilingual(
                $"{KeyHeader} may have at most {LongestKey} characters.", $"{KeyHeader} حداکثر {LongestKey} نویسه دارد."));
    }

    private static ApiProblem KeyReused { get; } = ApiProblem.Reused("idempotency-key.reused", new Bilingual(
        "This idempotency key was used for another request; use a new one.",
        "این کلید پیش‌تر برای درخواست دیگری به کار رفته است؛ کلید تازه بفرستید."));

    private static StoredAnswer Store(Answer answer, string hash) => new()
    {
        RequestHash = hash,
        Status = answer.Status,
        Location = answer.Location,
        Answer = answer.Body is null ? null : FactJson.Write(answer.Body),
    };

    private static Answer Restore(StoredAnswer first) => new(
        first.Status,
        first.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(first.Answer),
        first.Location,
        null);

    /// <summary>What a command takes: in which service, with what key, and which body.</summary>
    internal sealed record Terms(string Service, KeyPolicy KeyPolicy, bool MayBeEmpty, RequestFields Fields);

    /// <summary>One request of a command.</summary>
    /// <param name="Hash">Of all that is asked for: the same key with another is refused.</param>
    internal sealed record RequestOf(HttpContext Http, Caller Caller, string? Key, string Hash, JsonElement Body, RequestFields Fields);

    private sealed class StoredResult(Answer answer, bool replayed) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (answer.Location is not null)
            {
                httpContext.Response.Headers.Location = answer.Location;
            }

            if (replayed)
            {
                httpContext.Response.Headers[ReplayedHeader] = "true";
            }

            return Results.Json(answer.Body, FactJson.Options, statusCode: answer.Status).ExecuteAsync(httpContext);
        }
    }
}
