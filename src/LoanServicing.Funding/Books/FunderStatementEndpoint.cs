using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary><c>GET /funding/funders/{code}/statement?from=&amp;to=</c>: what a funder is given to sign. It closes, or it is not given.</summary>
internal static class FunderStatementEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/funders/{code}/statement", (HttpContext http, string code, string? from, string? to, CancellationToken cancel) =>
                ReadAsync(http, code, (from, to), cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadFunderStatement")
            .WithSummary("A funder's principal and cash over some days, by default the oldest open period as far as it has come; each figure names its entries")
            .Produces<FunderStatementView>().Refuses(400).ShowsCsv();

    private static async Task<IResult> ReadAsync(HttpContext http, string code, (string? From, string? To) asked, CancellationToken cancel)
    {
        if (code is not (Funders.Alavi or Funders.Sina))
        {
            return ApiResults.Problem(ApiProblem.NotFound("funder", "تأمین‌کننده"));
        }

        var database = http.Database(FundingService.Name);
        var clock = http.RequestServices.GetRequiredService<IClock>();
        var (businessDate, oldest) = await database.ReadAsync(connection => OldestPeriodAsync(connection, clock), cancel);
        if (BookDays.ReadInPeriod(asked.From, asked.To, oldest, businessDate, out var days) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var view = await ViewAsync(database, code, days, cancel);
        return Lists.Of(http, view, view.Lines(), null);
    }

    private static async Task<FunderStatementView> ViewAsync(IDatabase database, string funder, BookDays days, CancellationToken cancel)
    {
        var reading = await ClosingFigures.ReadAsync(
            database, connection => FunderStatementReader.ReadAsync(connection, funder, days), found => found.Problems(), cancel);
        var period = await database.ReadAsync(connection => PeriodOfAsync(connection, days), cancel);
        return new StatementFigures(reading.Figures, days, reading.Disbursements).View(period);
    }

    private static async Task<(LocalDate BusinessDate, AccountingPeriod Oldest)> OldestPeriodAsync(DbConnection connection, IClock clock)
    {
        var businessDate = await BusinessDates.CurrentAsync(connection, clock);
        return (businessDate, await PeriodStore.OldestAsync(connection, businessDate));
    }

    /// <summary>The period that begins with these days and ends with or after them, and its state.</summary>
    private static async Task<(string Code, string State)?> PeriodOfAsync(DbConnection connection, BookDays days)
    {
        var period = AccountingPeriod.Of(days.From);
        if (days.From != period.FirstDay || days.To > period.LastDay)
        {
            return null;
        }

        var rows = await connection.QueryAsync<PeriodRow>(PeriodStore.SelectAll);
        return (period.Code, rows.FirstOrDefault(row => row.Code == period.Code)?.State ?? PeriodRow.Open);
    }
}
