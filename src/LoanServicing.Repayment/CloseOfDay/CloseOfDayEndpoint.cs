using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Repayment.CloseOfDay;

/// <summary>The report of a day's close.</summary>
/// <param name="Status"><c>closed</c>, or <c>closing</c> while some partitions are still to come.</param>
/// <param name="PartitionsDone">Of <paramref name="Partitions"/>.</param>
/// <param name="Loans">Loans that were looked at.</param>
/// <param name="FallingDue">Instalments that were announced, and what of them is unpaid.</param>
/// <param name="Overdue">Loans told to be overdue: since the day before, or by another month; and what of them has matured.</param>
/// <param name="Reclassified">Loans that moved to another class.</param>
public sealed record ClosedDay(
    LocalDate Date,
    string DatePersian,
    string Status,
    int Partitions,
    int PartitionsDone,
    Instant StartedAt,
    Instant? FinishedAt,
    int Loans,
    int FallingDue,
    Rials FallingDueRials,
    int Overdue,
    Rials OverdueRials,
    int Reclassified);

/// <summary>Days, newest first.</summary>
public sealed record ClosedDayPage(IReadOnlyList<ClosedDay> Items, string? NextCursor);

/// <summary><c>GET /close-of-day</c>.</summary>
internal static class CloseOfDayEndpoint
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);
    private static readonly LocalDate Later = new(9999, 12, 31);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/close-of-day", (HttpContext http, string? cursor, string? limit, CancellationToken cancel) => ListAsync(http, cursor, limit, cancel))
            .Allow(Roles.Operator, Roles.Officer, Roles.Supervisor, Roles.Finance, Roles.Auditor)
            .WithName("ListClosedDays").WithSummary("The reports of the closes of day, newest first; one that is under way shows how far it has come")
            .Produces<ClosedDayPage>().Refuses(400).ShowsCsv();

    private static async Task<IResult> ListAsync(HttpContext http, string? cursor, string? limit, CancellationToken cancel)
    {
        if (Cursor.Read(cursor, limit, out var position, out var rows) is { } problem)
        {
            return ApiResults.Problem(problem);
        }

        var before = position == 0 || position > Period.DaysBetween(Epoch, Later) ? Later : Epoch.PlusDays((int)position);
        var page = await http.Database(RepaymentService.Name).ReadAsync(
            async connection =>
            {
                var found = await CloseOfDayStore.BeforeAsync(connection, before, rows + 1);
                var items = new List<ClosedDay>();
                foreach (var row in found.Take(rows))
                {
                    items.Add(ViewOf(row, row.FinishedAt is null ? await CloseOfDayStore.CountDoneAsync(connection, row.BusinessDate) : row.Partitions));
                }

                return new ClosedDayPage(items, found.Count > rows ? Cursor.Encode(Period.DaysBetween(Epoch, found[rows - 1].BusinessDate)) : null);
            },
            cancel);
        return Lists.Of(http, page, page.Items, page.NextCursor);
    }

    private static ClosedDay ViewOf(CloseOfDayRow row, int done) => new(
        row.BusinessDate,
        row.BusinessDate.ToPersian(),
        row.FinishedAt is null ? "closing" : "closed",
        row.Partitions,
        done,
        row.StartedAt,
        row.FinishedAt,
        row.Loans,
        row.FallingDue,
        row.FallingDueAmount,
        row.Overdue,
        row.OverdueAmount,
        row.Reclassified);
}
