using System.Data.Common;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using LoanServicing.Repayment.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Repayment.Portfolio;

/// <summary>Arrears of the whole book, and the loans that they are made of, on any day up to the business date.</summary>
internal static class PortfolioEndpoints
{
    private static readonly string[] Callers = [Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Finance];

    /// <summary>What the query asks for, the day and the counties not yet checked.</summary>
    private sealed record Query(LocalDate? AsOf, string? County, string? Tranche, LoanClass? Class);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/portfolio/arrears", (HttpContext http, string? asOf, string? county, string? tranche, CancellationToken cancel) =>
                SumAsync(http, (asOf, county, tranche), cancel))
            .Allow(Callers).WithName("GetPortfolioArrears")
            .WithSummary("Loans by class and tranche, provisions per funder, portfolio at risk and ageing, on any day up to the business date")
            .Produces<PortfolioView>().Refuses(400).ShowsCsv();
        api.MapGet(
                "/portfolio/arrears/loans",
                (HttpContext http, string? asOf, string? @class, string? county, string? tranche, string? cursor, string? limit, CancellationToken cancel) =>
                    ListAsync(http, (asOf, county, tranche), @class, (cursor, limit), cancel))
            .Allow(Callers).WithName("ListPortfolioLoans")
            .WithSummary("The loans that the portfolio's arrears are made of; a page may have fewer items than its limit and still go on")
            .Produces<PortfolioLoanPage>().Refuses(400).ShowsCsv();
    }

    private static async Task<IResult> SumAsync(HttpContext http, (string? AsOf, string? County, string? Tranche) text, CancellationToken cancel)
    {
        if (Read(http, text, null, out var query) is { } malformed)
        {
            return ApiResults.Problem(malformed);
        }

        var rates = http.RequestServices.GetRequiredService<ProvisionTable>();
        return await AnswerAsync(
            http, query, async (connection, filter) =>
            {
                var sums = await http.RequestServices.GetRequiredService<PortfolioReader>().SumAsync(connection, filter, cancel);
                return PortfolioView.Of(filter.AsOf, rates.On(filter.AsOf), sums);
            },
            view => Lists.Of(http, view, view.Items, null), cancel);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, (string? AsOf, string? County, string? Tranche) text, string? loanClass, (string? Cursor, string? Limit) page, CancellationToken cancel)
    {
        if (Read(http, text, loanClass, out var query) is { } malformed)
        {
            return ApiResults.Problem(malformed);
        }

        if (Cursor.Read(page.Cursor, page.Limit, out var behind, out var rows) is { } badPage)
        {
            return ApiResults.Problem(badPage);
        }

        return await AnswerAsync(
            http, query, async (connection, filter) =>
            {
                var (loans, next) = await http.RequestServices.GetRequiredService<PortfolioReader>().PageAsync(connection, filter, behind, rows, cancel);
                return new PortfolioLoanPage(
                    filter.AsOf, filter.AsOf.ToPersian(), [.. loans.Select(PortfolioLoan.Of)], next is { } serial ? Cursor.Encode(serial) : null);
            },
            view => Lists.Of(http, view, view.Items, view.NextCursor), cancel);
    }

    private static async Task<IResult> AnswerAsync<T>(
        HttpContext http, Query query, Func<DbConnection, PortfolioFilter, Task<T>> read, Func<T, IResult> answer, CancellationToken cancel)
        where T : class
    {
        var clock = http.RequestServices.GetRequiredService<IClock>();
        IReadOnlyCollection<string> counties = query.County is { } county ? [county] : Caller.Of(http).Counties;
        var (body, problem) = await http.Database(RepaymentService.Name).ReadAsync<(T?, ApiProblem?)>(
            async connection =>
            {
                var today = await BusinessDates.CurrentAsync(connection, clock);
                return query.AsOf > today
                    ? (null, AfterToday(today))
                    : (await read(connection, new PortfolioFilter(query.AsOf ?? today, counties, query.Tranche, query.Class)), null);
            },
            cancel);
        return problem is null ? answer(body!) : ApiResults.Problem(problem);
    }

    private static ApiProblem? Read(HttpContext http, (string? AsOf, string? County, string? Tranche) text, string? loanClass, out Query query)
    {
        query = new Query(null, null, null, null);
        if (AsOfDay.Read("asOf", text.AsOf, out var day) is { } badDay)
        {
            return badDay;
        }

        if (!string.IsNullOrEmpty(text.Tranche) && !Tranches.All.Contains(text.Tranche))
        {
            var codes = string.Join(", ", Tranches.All);
            return ApiProblem.Malformed("tranche", "tranche.unknown", new($"A tranche is one of {codes}.", $"بخش منابع یکی از {codes} است."));
        }

        if (LoanListEndpoint.ReadClass(loanClass, out var known) is { } badClass)
        {
            return badClass;
        }

        var county = string.IsNullOrWhiteSpace(text.County) ? null : text.County.Trim();
        query = new Query(day, county, string.IsNullOrEmpty(text.Tranche) ? null : text.Tranche, known);
        return county is not null && !Caller.Of(http).MaySeeCounty(county) ? ApiProblem.OutsideCounties : null;
    }

    private static ApiProblem AfterToday(LocalDate today) => ApiProblem.Malformed("asOf", "date.after-business-date", new(
        $"The portfolio is known up to the business date, {today:uuuu-MM-dd}.", $"وضعیت تسهیلات تا تاریخ کاری {today.ToPersian()} معلوم است."));
}
