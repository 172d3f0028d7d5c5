using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Platform.Http;

public sealed record TokenRequest(
    string Subject,
    [property: AllowedValues(
        Http.Roles.Applicant, Http.Roles.Officer, Http.Roles.Supervisor, Http.Roles.Cashier, Http.Roles.Bank, Http.Roles.Finance, Http.Roles.Auditor,
        Http.Roles.Operator)]
    IReadOnlyList<string>? Roles,
    IReadOnlyList<string>? Counties);

public sealed record TokenIssued(string Token);

public sealed record ClockRequest(LocalDate Date);

public sealed record ClockSet(LocalDate Date, string DatePersian);

/// <summary><c>/dev/tokens</c> and <c>/dev/clock</c>. Mapped in Development only.</summary>
internal static class DevelopmentEndpoints
{
    private static readonly TimeSpan AdoptionTimeout = TimeSpan.FromSeconds(30);

    /// <param name="owner">The routes of the service that owns the business date; only there can it be set.</param>
    public static void Map(IEndpointRouteBuilder api, RouteGroupBuilder? owner)
    {
        api.MapPost("/dev/tokens", (HttpContext http, CancellationToken _) => IssueAsync(http))
            .WithName("IssueDevelopmentToken").WithSummary("A token for your own machine; Development only")
            .Accepts<TokenRequest>("application/json").Produces<TokenIssued>();
        owner?.MapPost("/dev/clock", SetClockAsync)
            .WithTags("development").WithName("SetBusinessDate").WithSummary("Sets the business date of every service; Development only")
            .Accepts<ClockRequest>("application/json").Produces<ClockSet>().Refuses(409, 503);
    }

    private static async Task<IResult> IssueAsync(HttpContext http)
    {
        var (json, problem) = await BodyReader.ReadAsync(http, mayBeEmpty: false);
        if (problem is not null)
        {
            return ApiResults.Problem(problem);
        }

        var body = new RequestBody(json, RequestFields.Of<TokenRequest>());
        var subject = body.RequiredText("subject", 100);
        var roles = ReadTexts(body, json, "roles");
        var counties = ReadTexts(body, json, "counties");
        foreach (var unknown in roles.Except(Roles.All))
        {
            body.AddError("roles", "role.unknown", $"There is no role '{unknown}'; choose from {string.Join(", ", Roles.All)}.", $"نقش «{unknown}» وجود ندارد.");
        }

        if (body.Problem is { } malformed)
        {
            return ApiResults.Problem(malformed);
        }

        var now = http.RequestServices.GetRequiredService<IClock>().GetCurrentInstant();
        var token = http.RequestServices.GetRequiredService<DevelopmentTokens>().Issue(new Caller(subject, roles, counties), now);
        return ApiResults.Ok(new TokenIssued(token));
    }

    private static async Task<IResult> SetClockAsync(HttpContext http, CancellationToken cancel)
    {
        var (json, problem) = await BodyReader.ReadAsync(http, mayBeEmpty: false);
        if (problem is not null)
        {
            return ApiResults.Problem(problem);
        }

        var body = new RequestBody(json, RequestFields.Of<ClockRequest>());
        var date = body.RequiredIsoDate("date");
        if (body.Problem is { } malformed)
        {
            return ApiResults.Problem(malformed);
        }

        var owner = http.RequestServices.GetRequiredService<BusinessDateOwner>();
        var (sequence, refusal) = await owner.SetAsync(date, "development", cancel);
        if (refusal is not null)
        {
            return ApiResults.Problem(refusal);
        }

        return await owner.WaitForAdoptionAsync(sequence, AdoptionTimeout, cancel)
            ? ApiResults.Ok(new ClockSet(date, SolarHijriDate.FromIso(date).ToString()))
            : ApiResults.Problem(NotAdoptedYet);
    }

    private static IReadOnlyList<string> ReadTexts(RequestBody body, JsonElement json, string field)
    {
        if (!json.TryGetProperty(field, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. list.EnumerateArray().Select(item => item.GetString()!)];
        }

        body.AddError(field, "array.invalid", "A list of texts is expected.", "فهرستی از متن‌ها لازم است.");
        return [];
    }

    private static ApiProblem NotAdoptedYet { get; } = new(503, "business-date.spreading", new Bilingual(
        "The date is set, but not every service has it yet; ask again.", "تاریخ ثبت شد ولی هنوز به همهٔ سرویس‌ها نرسیده است؛ دوباره بپرسید."))
    {
        RetryAfterSeconds = 5,
    };
}
