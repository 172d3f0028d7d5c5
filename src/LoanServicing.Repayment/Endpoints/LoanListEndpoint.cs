using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary><c>GET /loans</c>: staff see their counties, an applicant their own loans.</summary>
internal static class LoanListEndpoint
{
    /// <summary>What a list can be narrowed to, as the query says it.</summary>
    internal sealed record Query(string? County, LoanClass? Class, bool? Overdue);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/loans", (HttpContext http, string? county, string? @class, string? overdue, string? cursor, string? limit, CancellationToken cancel) =>
                ListAsync(http, (county, @class, overdue, cursor, limit), cancel))
            .Allow(LoanAccess.Callers)
            .WithName("ListLoans").WithSummary("Loans by county, by class and by whether something is overdue; the oldest arrears first where due dates are asked for")
            .Produces<LoanPage>().Refuses(400).ShowsCsv();

    private static async Task<IResult> ListAsync(
        HttpContext http, (string? County, string? Class, string? Overdue, string? Cursor, string? Limit) text, CancellationToken cancel)
    {
        if (ReadQuery(text.County, text.Class, text.Overdue, out var query) is { } malformed)
        {
            return ApiResults.Problem(malformed);
        }

        if (Cursor.Read(text.Cursor, text.Limit, out var position, out var rows) is { } badPage)
        {
            return ApiResults.Problem(badPage);
        }

        var caller = Caller.Of(http);
        if (query.County is { } county && LoanAccess.IsReader(caller) && !caller.MaySeeCounty(county))
        {
            return ApiResults.Problem(ApiProblem.OutsideCounties);
        }

        var clock = http.RequestServices.GetRequiredService<IClock>();
        var calendar = http.RequestServices.GetRequiredService<LoanCalendar>();
        var page = await http.Database(RepaymentService.Name).ReadAsync(
            async connection =>
            {
                var today = await BusinessDates.CurrentAsync(connection, clock);
                var filter = FilterOf(caller, query, today, calendar.LastLateDue(today));
                var found = await LoanLists.PageAsync(connection, filter, position, rows + 1);
                var next = found.Count > rows ? Cursor.Encode(LoanLists.PositionOf(filter, found[rows - 1])) : null;
                return new LoanPage([.. found.Take(rows).Select(row => LoanView.Of(row, today, calendar))], next);
            },
            cancel);
        return Lists.Of(http, page, page.Items, page.NextCursor);
    }

    /// <param name="lastLate">Of the due dates that are overdue today, the last.</param>
    private static LoanFilter FilterOf(Caller caller, Query query, LocalDate today, LocalDate lastLate)
    {
        var reader = LoanAccess.IsReader(caller);
        IReadOnlyCollection<string> counties = query.County is { } county ? [county] : reader ? caller.Counties : [];
        var due = query.Class is { } loanClass ? ClassBoundaries.Of(loanClass, today) : (DueRange?)null;
        if (query.Overdue == true)
        {
            due = new DueRange(due?.From, due?.To is { } to && to < lastLate ? to : lastLate);
        }

        return new LoanFilter(reader ? null : caller.NationalId ?? "", counties, due, query.Overdue == false ? lastLate : null);
    }

    /// <summary>A problem for anything but no text (the class is null) and the code of a class.</summary>
    internal static ApiProblem? ReadClass(string? text, out LoanClass? loanClass)
    {
        loanClass = Enum.GetValues<LoanClass>().Cast<LoanClass?>().FirstOrDefault(one => one!.Value.Code() == text);
        if (string.IsNullOrEmpty(text) || loanClass is not null)
        {
            return null;
        }

        var codes = string.Join(", ", Enum.GetValues<LoanClass>().Select(one => one.Code()));
        return ApiProblem.Malformed("class", "class.unknown", new($"Choose from {codes}.", $"یکی از {codes} را بفرستید."));
    }

    private static ApiProblem? ReadQuery(string? county, string? loanClass, string? overdue, out Query query)
    {
        var badClass = ReadClass(loanClass, out var known);
        var flag = bool.TryParse(overdue, out var value) ? value : (bool?)null;
        query = new Query(string.IsNullOrWhiteSpace(county) ? null : county.Trim(), known, flag);
        if (badClass is not null)
        {
            return badClass;
        }

        return !string.IsNullOrEmpty(overdue) && flag is null
            ? ApiProblem.Malformed("overdue", "boolean.expected", new("true or false is expected.", "باید true یا false باشد."))
            : null;
    }
}
