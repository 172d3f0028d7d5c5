using Dapper;
using LoanServicing.Domain;
using LoanServicing.Domain.Calendar;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Platform.Checks;

/// <summary>A waiting request as the checker sees it.</summary>
/// <param name="Asked">What was asked for, by kind; named as everywhere in the API: money <c>...Rials</c>, dates with a <c>...Persian</c> twin.</param>
public sealed record CheckItem(
    Guid RequestId, string Kind, string SubjectId, object Asked, string? Reason, string Maker, Instant MadeAt, LocalDate BusinessDate,
    string BusinessDatePersian);

public sealed record CheckList(IReadOnlyList<CheckItem> Items);

/// <summary>What refusing needs.</summary>
public sealed record CheckRefusal(string Reason);

public sealed record CheckDecided(Guid RequestId, string Status);

/// <summary><c>GET /checks</c> and the two decisions, over all services: those of this process, and its peers' (<see cref="PeerChecks"/>).</summary>
internal static class CheckEndpoints
{
    public static void Map(IEndpointRouteBuilder api, HostedServices hosted)
    {
        api.MapGet("/checks", (HttpContext http, CancellationToken cancel) => ListAsync(http, hosted, cancel))
            .AllowStaff().WithName("ListChecks").WithSummary("What waits for a second person that you may decide").Produces<CheckList>().Refuses(503).ShowsCsv();
        api.MapPost("/checks/{requestId}/approval", (HttpContext http, string requestId) => DecideAsync(http, hosted, requestId, approve: true))
            .AllowStaff().WithName("ApproveCheck").WithSummary("Carries out what the maker asked for").Produces<CheckDecided>()
            .WithMetadata(new KeyTaken(KeyPolicy.Optional)).Refuses(409);
        api.MapPost("/checks/{requestId}/refusal", (HttpContext http, string requestId) => DecideAsync(http, hosted, requestId, approve: false))
            .AllowStaff().WithName("RefuseCheck").WithSummary("Ends the request; a reason is needed").Accepts<CheckRefusal>("application/json")
            .Produces<CheckDecided>().WithMetadata(new KeyTaken(KeyPolicy.Optional)).Refuses(409);
    }

    private static async Task<IResult> ListAsync(HttpContext http, HostedServices hosted, CancellationToken cancel)
    {
        var caller = Caller.Of(http);
        var items = new List<CheckItem>();
        foreach (var service in hosted.All)
        {
            var rows = await service.Database.ReadAsync(
                async connection => (await connection.QueryAsync<CheckRequest>(CheckRequests.SelectWaiting)).ToList(), cancel);
            items.AddRange(rows.Where(row => CheckAccess.MaySee(caller, row, service.CheckKind(row.Kind))).Select(ToItem));
        }

        if (!PeerChecks.IsOnlyHere(http))
        {
            var (elsewhere, problem) = await http.RequestServices.GetRequiredService<PeerChecks>().ListAsync(http);
            if (problem is not null)
            {
                return ApiResults.Problem(problem);
            }

            items.AddRange(elsewhere);
        }

        var list = new CheckList([.. items.OrderBy(item => item.MadeAt).ThenBy(item => item.RequestId)]);
        return Lists.Of(http, list, list.Items, null);
    }

    private static CheckItem ToItem(CheckRequest row) => new(
        row.RequestId, row.Kind, row.SubjectId, row.PayloadAs<System.Text.Json.JsonElement>(), row.Reason, row.Maker, row.MadeAt, row.BusinessDate,
        row.BusinessDate.ToPersian());

    private static async Task<IResult> DecideAsync(HttpContext http, HostedServices hosted, string requestId, bool approve)
    {
        if (!Guid.TryParse(requestId, out var id))
        {
            return ApiResults.Problem(NoSuchRequest);
        }

        foreach (var service in hosted.All)
        {
            var known = await service.Database.ReadAsync(
                connection => connection.QuerySingleAsync<long>("select count(*) from check_request where request_id = @id", new { id }),
                http.RequestAborted);
            if (known > 0)
            {
                var fields = approve ? RequestFields.Of<NoFields>() : RequestFields.Of<CheckRefusal>();
                return await Commands.RunAsync(
                    http,
                    new Commands.Terms(service.Name, KeyPolicy.Optional, MayBeEmpty: approve, fields),
                    context => DecideAsync(context, service, id, approve));
            }
        }

        var path = $"{PlatformApplication.ApiPrefix}/checks/{id:D}/{(approve ? "approval" : "refusal")}";
        return (PeerChecks.IsOnlyHere(http) ? null : await http.RequestServices.GetRequiredService<PeerChecks>().DecideAsync(http, path))
            ?? ApiResults.Problem(NoSuchRequest);
    }

    private static async Task<Answer> DecideAsync(CommandContext context, HostedService service, Guid id, bool approve)
    {
        var request = (await CheckRequests.FindAsync(context.Unit, id))!;
        var kind = service.CheckKind(request.Kind);
        if (CheckAccess.ForDecision(context.Caller, request, kind) is { } denied)
        {
            return denied;
        }

        if (request.Status != CheckRequest.Waiting)
        {
            return ApiProblem.WrongState("check.decided", request.Status, new Bilingual(
                "This request has been decided already.", "دربارهٔ این درخواست پیش‌تر تصمیم گرفته شده است."));
        }

        var check = new CheckContext(request, context.Caller, context.Unit, context.BusinessDate);
        return approve ? await ApproveAsync(check, kind!) : await RefuseAsync(check, kind!, context.Body);
    }

    private static async Task<Answer> ApproveAsync(CheckContext check, CheckKind kind)
    {
        await CheckRequests.DecideAsync(check.Unit, check.Request.RequestId, CheckRequest.Approved, check.Checker.Subject, null);
        Record(check, CheckRequests.Approved, null);
        return await kind.CarryOut(check);
    }

    private static async Task<Answer> RefuseAsync(CheckContext check, CheckKind kind, RequestBody body)
    {
        var reason = body.RequiredText("reason", 500);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        await CheckRequests.DecideAsync(check.Unit, check.Request.RequestId, CheckRequest.Refused, check.Checker.Subject, reason);
        Record(check, CheckRequests.Refused, reason);
        if (kind.OnRefusal is { } onRefusal)
        {
            var decided = check.Request with { Status = CheckRequest.Refused, Checker = check.Checker.Subject, CheckReason = reason };
            await onRefusal(check with { Request = decided });
        }

        return Answer.Ok(new CheckDecided(check.Request.RequestId, CheckRequest.Refused));
    }

    private static void Record(CheckContext check, string action, string? reason) =>
        check.Unit.Record(new AuditEntry(
            check.Checker.Subject, check.Request.Kind + action, CheckRequests.SubjectType, check.Request.RequestId.ToString("D"), check.BusinessDate,
            new { check.Request.SubjectId, check.Request.Maker, reason }));

    private static ApiProblem NoSuchRequest { get; } = ApiProblem.NotFound("request", "درخواست");
}
