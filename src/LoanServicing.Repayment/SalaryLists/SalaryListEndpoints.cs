using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Repayment.SalaryLists;

/// <summary><c>POST /salary-deductions</c>, what an employer kept back of its people's salaries and paid by one transfer; and what became of such lists.</summary>
internal static class SalaryListEndpoints
{
    private const int LongestEmployer = 200;

    private static readonly string[] Readers = [Roles.Cashier, Roles.Bank, Roles.Officer, Roles.Supervisor, Roles.Finance, Roles.Auditor];

    /// <summary>What stands in the query, as it stands there.</summary>
    internal sealed record Query(string? Employer, string? ListReference, string? ValueDate, string? Partial);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/salary-deductions", (HttpContext http, string? employer, string? listReference, string? valueDate, string? partial, CancellationToken _) =>
                FileCommands.RunAsync(
                    http, RepaymentService.Name, SalaryListFile.Largest, new Query(employer, listReference, valueDate, partial),
                    (query, file) => ReadAsync(http, query, file), TakeSalaryList.RunAsync))
            .Allow(Roles.Cashier, Roles.Bank)
            .WithName("SendSalaryList")
            .WithSummary("Posts a list of salary deductions, CSV as the body, that an employer pays by one transfer; the same list again changes nothing and says so")
            .TakesFile("text/csv", "application/octet-stream")
            .Produces<SalaryListView>(StatusCodes.Status201Created).Produces<SalaryListView>(StatusCodes.Status202Accepted).Produces<SalaryListView>().Refuses(409);
        api.MapGet("/salary-deductions", (HttpContext http, string? cursor, string? limit, CancellationToken cancel) => ListAsync(http, cursor, limit, cancel))
            .Allow(Readers)
            .WithName("ListSalaryLists")
            .WithSummary("Salary lists, the newest first, and how far each is posted; who is limited to counties sees those that they have sent")
            .Produces<SalaryListPage>().Refuses(400).ShowsCsv();
        api.MapGet("/salary-deductions/{id}", (HttpContext http, string id, CancellationToken cancel) => FindAsync(http, id, cancel))
            .Allow(Readers)
            .WithName("ReadSalaryList")
            .WithSummary("How far a salary list is posted, the rows that are in suspense, and the lines that name a loan twice")
            .Produces<SalaryListView>().Refuses(404);
    }

    private static async Task<(SalaryList? List, ApiProblem? Problem)> ReadAsync(HttpContext http, RequestBody query, ReadOnlyMemory<byte> content)
    {
        var head = HeadOf(query);
        if (query.Problem is { } malformed)
        {
            return (null, malformed);
        }

        var (file, problem) = SalaryListFile.Read(content);
        if (file is null)
        {
            return (null, problem);
        }

        var ceiling = http.RequestServices.GetRequiredService<Programme>().HighestReceipt;
        var rows = await http.Database(RepaymentService.Name).ReadAsync(
            connection => SalaryListCheck.RunAsync(connection, file.Rows, head.ValueDate, ceiling), http.RequestAborted);
        return (new SalaryList(head, file, rows), null);
    }

    private static SalaryListHead HeadOf(RequestBody query)
    {
        var head = new SalaryListHead(
            query.RequiredText("employer", LongestEmployer), query.RequiredBankReference("listReference"), query.RequiredIsoDate("valueDate"),
            query.OptionalText("partial") is "true");
        if (query.OptionalText("partial") is not (null or "true" or "false"))
        {
            query.AddError("partial", "boolean.expected", "true or false is expected.", "باید true یا false باشد.");
        }

        return head;
    }

    private static async Task<IResult> ListAsync(HttpContext http, string? cursor, string? limit, CancellationToken cancel)
    {
        if (Cursor.ReadId(cursor, limit, out var after, out var rows) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var page = await http.Database(RepaymentService.Name).ReadAsync(connection => SalaryListViews.PageAsync(connection, SenderOf(http), after, rows), cancel);
        return page is null
            ? ApiResults.Problem(ApiProblem.Malformed("cursor", "cursor.invalid", new("Use the nextCursor of the page before.", "nextCursor صفحهٔ پیش را بفرستید.")))
            : Lists.Of(http, page, page.Items, page.NextCursor);
    }

    private static async Task<IResult> FindAsync(HttpContext http, string id, CancellationToken cancel)
    {
        var view = Guid.TryParse(id, out var listId)
            ? await http.Database(RepaymentService.Name).ReadAsync(connection => SalaryListViews.ReadAsync(connection, null, listId), cancel)
            : null;
        return view is null || (SenderOf(http) is { } sender && view.ReceivedBy != sender)
            ? ApiResults.Problem(ApiProblem.NotFound("salary list", "فهرست کسر از حقوق"))
            : ApiResults.Ok(view);
    }

    /// <summary>A list has loans of any county: who is limited to some sees those that they have sent themselves.</summary>
    private static string? SenderOf(HttpContext http) => Caller.Of(http) is { Counties.Count: > 0 } limited ? limited.Subject : null;
}
