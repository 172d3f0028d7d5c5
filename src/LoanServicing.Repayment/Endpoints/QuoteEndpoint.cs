using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>One instalment of a quote; the funders' parts are those of its principal (rule R4).</summary>
public sealed record QuoteRow(
    int Number, LocalDate DueDate, string DueDatePersian, Rials PrincipalRials, Rials FeeRials, Rials TotalRials, FunderAmounts Funders);

public sealed record Quote(IReadOnlyList<QuoteRow> Rows, Rials FeeTotalRials, Rials TotalRials);

/// <summary><c>POST /quotes</c>: a schedule for anyone, from nothing but what is sent.</summary>
internal static class QuoteEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCalculation<QuoteRequest>("/quotes", Compute)
            .WithName("QuoteSchedule").WithSummary("The schedule of terms, without a loan; needs no token")
            .Produces<Quote>();

    private static Answer Compute(HttpContext http, RequestBody body) =>
        QuoteRequest.Read(body) is { } terms
            ? Answer.Ok(Of(RepaymentPlan.For(terms), http.RequestServices.GetRequiredService<Programme>().Ratio))
            : body.Problem!;

    private static Quote Of(RepaymentPlan plan, FundingRatio ratio)
    {
        var alavi = plan.Terms.Principal.MulDivHalfUp(ratio.Alavi, ratio.Whole);
        var shares = new FunderShares(alavi, plan.Terms.Principal - alavi);
        var rows = plan.Instalments.Select(row => new QuoteRow(
            row.Number,
            row.DueDate,
            row.DueDate.ToPersian(),
            row.Principal,
            row.Fee,
            row.Total,
            FunderAmounts.Of(shares.Standing(plan.PrincipalDueThrough(row.Number)) - shares.Standing(plan.PrincipalDueThrough(row.Number - 1)))));
        return new Quote([.. rows], plan.FeeTotal, plan.Total);
    }
}
