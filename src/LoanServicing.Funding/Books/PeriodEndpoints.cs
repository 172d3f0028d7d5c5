using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Journal;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>An accounting period: a month of the Solar Hijri calendar.</summary>
/// <param name="State"><c>open</c>; <c>closing</c>: late items go to the next period, and a second person decides; <c>closed</c>.</param>
/// <param name="Reason">Of the last request to close it.</param>
/// <param name="TrialBalanceHash">Of the trial balance as of its last day, when it was closed.</param>
public sealed record PeriodView(
    string Period,
    LocalDate From,
    string FromPersian,
    LocalDate To,
    string ToPersian,
    string State,
    Guid? RequestId,
    string? Reason,
    string? AskedBy,
    Instant? AskedAt,
    string? DecidedBy,
    Instant? ClosedAt,
    string? TrialBalanceHash)
{
    internal static PeriodView Of(PeriodRow row)
    {
        var asked = row.Version > 0;
        return new PeriodView(
            row.Code,
            row.FirstDay,
            row.FirstDay.ToPersian(),
            row.LastDay,
            row.LastDay.ToPersian(),
            row.State,
            asked ? row.RequestId : null,
            asked ? row.Reason : null,
            asked ? row.Maker : null,
            asked ? row.AskedAt : null,
            row.Checker,
            row.ClosedAt,
            row.TrialBalanceHash);
    }
}

/// <summary>All periods from that of the first entry to that of the business date.</summary>
public sealed record PeriodList(IReadOnlyList<PeriodView> Items);

/// <summary><c>GET /funding/periods</c> and <c>POST /funding/periods/{period}/close</c>.</summary>
internal static class PeriodEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/funding/periods", (HttpContext http, CancellationToken cancel) => ListAsync(http, cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ListPeriods")
            .WithSummary("The periods of the books, the oldest first, and who closed them")
            .Produces<PeriodList>().ShowsCsv();
        api.MapCommand<PeriodCloseRequest>("/funding/periods/{period}/close", FundingService.Name, KeyPolicy.Optional, PeriodClosing.AskAsync)
            .Allow(Roles.Finance)
            .WithName("ClosePeriod")
            .WithSummary("Closes the oldest open period, once it is over; another finance subject checks it. What comes late is booked on the first open day from now on")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);
    }

    private static async Task<IResult> ListAsync(HttpContext http, CancellationToken cancel)
    {
        var clock = http.RequestServices.GetRequiredService<IClock>();
        var periods = await http.Database(FundingService.Name).ReadAsync(connection => ReadAsync(connection, clock), cancel);
        return Lists.Of(http, new PeriodList(periods), periods, null);
    }

    private static async Task<IReadOnlyList<PeriodView>> ReadAsync(DbConnection connection, IClock clock)
    {
        var businessDate = await BusinessDates.CurrentAsync(connection, clock);
        var rows = (await connection.QueryAsync<PeriodRow>(PeriodStore.SelectAll)).ToDictionary(row => row.Code);
        var current = AccountingPeriod.Of(businessDate);
        var oldest = await PeriodStore.OldestAsync(connection, businessDate);
        var views = rows.Values.Where(row => row.State == PeriodRow.Closed).OrderBy(row => row.Code, StringComparer.Ordinal).Select(PeriodView.Of).ToList();
        for (var period = oldest; period <= current; period = period.Next)
        {
            views.Add(PeriodView.Of(rows.GetValueOrDefault(period.Code) ?? PeriodRow.Of(period)));
        }

        return views;
    }
}
