using System.Globalization;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.PlanChanges;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>One loan, its schedule, receipts and arrears.</summary>
internal static class LoanEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/loans/{id}", (HttpContext http, string id, CancellationToken cancel) => LoanAsync(http, id, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoan").WithSummary("A loan as of the business date; its ETag is what If-Match takes")
            .ShowsVersion().Produces<LoanView>();
        api.MapGet("/loans/{id}/schedule", (HttpContext http, string id, string? plan, CancellationToken cancel) => ScheduleAsync(http, id, plan, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoanSchedule").WithSummary("Every instalment with what was paid of it; of an earlier plan with its number, 0 for that of the contract")
            .Produces<ScheduleView>().Refuses(400).ShowsCsv();
        api.MapGet("/loans/{id}/receipts", (HttpContext http, string id, CancellationToken cancel) => ReceiptsAsync(http, id, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoanReceipts").WithSummary("All receipts of a loan and what each pays")
            .Produces<ReceiptPage>().ShowsCsv();
        api.MapGet("/loans/{id}/arrears", (HttpContext http, string id, string? asOf, CancellationToken cancel) => ArrearsAsync(http, id, asOf, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoanArrears").WithSummary("What has fallen due and is unpaid, on any day; by default on the business date")
            .Produces<ArrearsView>().Refuses(400);
        api.MapGet("/loans/{id}/settlement", (HttpContext http, string id, string? on, CancellationToken cancel) => SettlementAsync(http, id, on, cancel))
            .Allow(LoanAccess.Callers).WithName("GetLoanSettlement").WithSummary("What closes the loan on a day from the business date on, and through when that holds")
            .Produces<SettlementView>().Refuses(400, 409);
        api.MapGet("/loans/{id}/plan-changes", (HttpContext http, string id, CancellationToken cancel) => PlanChangesAsync(http, id, cancel))
            .Allow(LoanAccess.Callers).WithName("GetPlanChanges").WithSummary("How and when the loan's plan was changed; why and by whom, for staff")
            .Produces<PlanChangePage>().ShowsCsv();
    }

    private static Task<IResult> LoanAsync(HttpContext http, string id, CancellationToken cancel) =>
        LoanRead.RunAsync(http, id, cancel, loan =>
        {
            EntityVersion.Show(http, loan.Row.Version);
            return Task.FromResult(ApiResults.Ok(LoanView.Of(loan.Row, loan.Today, http.RequestServices.GetRequiredService<LoanCalendar>())));
        });

    private static async Task<IResult> ScheduleAsync(HttpContext http, string id, string? plan, CancellationToken cancel)
    {
        int? number = null;
        if (plan is not null)
        {
            if (!int.TryParse(Digits.Normalise(plan), NumberStyles.None, CultureInfo.InvariantCulture, out var read))
            {
                return ApiResults.Problem(NoSuchPlan);
            }

            number = read;
        }

        return await LoanRead.RunAsync(http, id, cancel, async loan =>
        {
            if (number > loan.Row.ToLoan().Ledger.Plan.Changes.Count)
            {
                return ApiResults.Problem(NoSuchPlan);
            }

            var schedule = ScheduleView.Of(loan.Row, await ReceiptStore.OfLoanAsync(loan.Connection, loan.Row.Id), number);
            return Lists.Of(http, schedule, schedule.Rows, null);
        });
    }

    private static Task<IResult> ReceiptsAsync(HttpContext http, string id, CancellationToken cancel) =>
        LoanRead.RunAsync(http, id, cancel, async loan =>
        {
            var page = ReceiptPage.Of(loan.Row, await ReceiptStore.OfLoanAsync(loan.Connection, loan.Row.Id));
            return Lists.Of(http, page, page.Items, page.NextCursor);
        });

    private static Task<IResult> ArrearsAsync(HttpContext http, string id, string? asOf, CancellationToken cancel)
    {
        var calendar = http.RequestServices.GetRequiredService<LoanCalendar>();
        var provisions = http.RequestServices.GetRequiredService<ProvisionTable>();
        return LoanRead.OnDayAsync(http, id, "asOf", asOf, cancel, async (reading, day) =>
            ApiResults.Ok(ArrearsView.Of(await LoanHistory.OnAsync(reading.Connection, reading.Row, day), day, calendar, provisions.On(day))));
    }

    private static Task<IResult> SettlementAsync(HttpContext http, string id, string? on, CancellationToken cancel) =>
        LoanRead.OnDayAsync(http, id, "on", on, cancel, (reading, day) => Task.FromResult(
            day < reading.Today ? ApiResults.Problem(SettlementEndpoint.Past(reading.Today)) : SettlementEndpoint.Of(reading, day, http.RequestServices.GetRequiredService<Programme>(), http.RequestServices.GetRequiredService<LoanCalendar>())));

    private static Task<IResult> PlanChangesAsync(HttpContext http, string id, CancellationToken cancel) =>
        LoanRead.RunAsync(http, id, cancel, async loan =>
        {
            var rows = await PlanChangeStore.OfLoanAsync(loan.Connection, loan.Row.Id);
            var page = PlanChangePage.Of(loan.Row, rows, isForStaff: LoanAccess.IsReader(loan.Caller));
            return Lists.Of(http, page, page.Items, page.NextCursor);
        });

    private static ApiProblem NoSuchPlan { get; } = ApiProblem.Malformed("plan", "plan.unknown", new(
        "The loan has no such plan; 0 is that of the contract.", "این تسهیلات چنین برنامه‌ای ندارد؛ ۰ برنامهٔ قرارداد است."));
}
