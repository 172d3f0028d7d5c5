using System.Data.Common;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>One loan, its schedule, receipts and arrears.</summary>
internal static class LoanEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/loans/{id}", (HttpContext http, string id, CancellationToken cancel) => LoanAsync(http, id, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoan").WithSummary("A loan as of the business date; its ETag is what If-Match takes")
            .ShowsVersion().Produces<LoanView>();
        api.MapGet("/loans/{id}/schedule", (HttpContext http, string id, CancellationToken cancel) => ScheduleAsync(http, id, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoanSchedule").WithSummary("Every instalment with what was paid of it")
            .Produces<ScheduleView>().ShowsCsv();
        api.MapGet("/loans/{id}/receipts", (HttpContext http, string id, CancellationToken cancel) => ReceiptsAsync(http, id, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoanReceipts").WithSummary("All receipts of a loan and what each pays")
            .Produces<ReceiptPage>().ShowsCsv();
        api.MapGet("/loans/{id}/arrears", (HttpContext http, string id, string? asOf, CancellationToken cancel) => ArrearsAsync(http, id, asOf, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoanArrears").WithSummary("What has fallen due and is unpaid, on any day; by default on the business date")
            .Produces<ArrearsView>().Refuses(400);
    }

    private static Task<IResult> LoanAsync(HttpContext http, string id, CancellationToken cancel) =>
        ReadAsync(http, id, cancel, (_, loan, today) =>
        {
            EntityVersion.Show(http, loan.Version);
            return Task.FromResult(LoanView.Of(loan, today));
        });

    private static Task<IResult> ScheduleAsync(HttpContext http, string id, CancellationToken cancel) =>
        ReadAsync(
            http, id, cancel, async (connection, loan, _) => ScheduleView.Of(loan, await ReceiptStore.OfLoanAsync(connection, loan.Id)),
            schedule => Lists.Of(http, schedule, schedule.Rows, null));

    private static Task<IResult> ReceiptsAsync(HttpContext http, string id, CancellationToken cancel) =>
        ReadAsync(
            http, id, cancel, async (connection, loan, _) => ReceiptPage.Of(loan, await ReceiptStore.OfLoanAsync(connection, loan.Id)),
            page => Lists.Of(http, page, page.Items, page.NextCursor));

    private static async Task<IResult> ArrearsAsync(HttpContext http, string id, string? asOf, CancellationToken cancel) =>
        TryReadDay(asOf, out var day)
            ? await ReadAsync(http, id, cancel, (connection, loan, today) => ArrearsOfAsync(connection, loan, day ?? today))
            : ApiResults.Problem(ApiProblem.Malformed("asOf", "date.invalid", new(
                "A date like 2026-11-22 that exists is expected.", "تاریخ میلادی معتبر مانند 2026-11-22 لازم است.")));

    /// <summary>On a day before the latest receipt only the receipts up to it count, so the loan is folded anew from them.</summary>
    private static async Task<ArrearsView> ArrearsOfAsync(DbConnection connection, LoanRow row, LocalDate asOf)
    {
        var loan = row.ToLoan();
        if (loan.NeedsReplay(asOf))
        {
            var receipts = await ReceiptStore.OfLoanAsync(connection, row.Id);
            var (standing, _) = loan.Ledger.Replay([.. receipts.Where(receipt => receipt.ValueDate <= asOf).Select(receipt => receipt.Money)]);
            loan = loan with { Standing = standing };
        }

        return ArrearsView.Of(loan.ArrearsOn(asOf), asOf);
    }

    /// <param name="answer">How what was read is answered; null for JSON.</param>
    private static async Task<IResult> ReadAsync<T>(
        HttpContext http, string id, CancellationToken cancel, Func<DbConnection, LoanRow, LocalDate, Task<T>> read, Func<T, IResult>? answer = null)
        where T : class
    {
        var caller = Caller.Of(http);
        var clock = http.RequestServices.GetRequiredService<IClock>();
        var (body, problem) = await http.Database(RepaymentService.Name).ReadAsync<(T?, ApiProblem?)>(
            async connection =>
            {
                if (!Guid.TryParse(id, out var loanId) || await LoanStore.FindAsync(connection, loanId) is not { } loan)
                {
                    return (null, LoanAccess.NoSuchLoan);
                }

                return LoanAccess.Refuse(caller, loan) is { } refusal
                    ? (null, refusal)
                    : (await read(connection, loan, await BusinessDates.CurrentAsync(connection, clock)), null);
            },
            cancel);
        return problem is null ? answer?.Invoke(body!) ?? ApiResults.Ok(body) : ApiResults.Problem(problem);
    }

    /// <summary>True for no text and for a date of the years that the calendar covers.</summary>
    private static bool TryReadDay(string? text, out LocalDate? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var parsed = LocalDatePattern.Iso.Parse(Digits.Normalise(text));
        if (!parsed.Success || parsed.Value < EarliestDay || parsed.Value > LatestDay)
        {
            return false;
        }

        day = parsed.Value;
        return true;
    }

    // A year and a half of margin on both sides, because classes look eighteen months around the day.
    private static LocalDate EarliestDay { get; } = SolarHijriDate.Create(SolarHijriDate.MinYear + 2, 1, 1).ToIso();

    private static LocalDate LatestDay { get; } = SolarHijriDate.Create(SolarHijriDate.MaxYear - 2, 12, 29).ToIso();
}
