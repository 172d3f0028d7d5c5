using System.Globalization;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Funding.Books;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary><c>GET /funding/forecast?days=</c>.</summary>
internal static class ForecastEndpoint
{
    private const int DefaultDays = 30;
    private const int MostDays = 366;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/forecast", (HttpContext http, string? days, CancellationToken cancel) => ReadAsync(http, days, cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadCashForecast")
            .WithSummary("Each funder's cash by day from the business date on, by what contracts promise and the bank was ordered; 30 days, or as many as asked for")
            .Produces<ForecastView>().Refuses(400).ShowsCsv();

    private static async Task<IResult> ReadAsync(HttpContext http, string? days, CancellationToken cancel)
    {
        var count = DefaultDays;
        var readable = string.IsNullOrEmpty(days) || int.TryParse(Digits.Normalise(days), NumberStyles.None, CultureInfo.InvariantCulture, out count);
        if (!readable || count is < 1 or > MostDays)
        {
            return ApiResults.Problem(ApiProblem.Malformed("days", "number.out-of-range", new($"From 1 to {MostDays}.", $"از 1 تا {MostDays}.")));
        }

        var database = http.Database(FundingService.Name);
        var clock = http.RequestServices.GetRequiredService<IClock>();
        var view = await ClosingFigures.ReadAsync(
            database,
            async connection => await ForecastReader.ReadAsync(connection, await BusinessDates.CurrentAsync(connection, clock), count),
            Problems,
            cancel);
        return Lists.Of(http, view, view.Items, null);
    }

    /// <summary>More planned than owed, or more ordered than reserved, is a moment between two statements, or damage.</summary>
    private static IReadOnlyList<string> Problems(ForecastView view) =>
    [
        .. view.Funders.Where(funder => funder.UnplannedRials.IsNegative)
            .Select(funder => $"{-funder.UnplannedRials} rials more are planned for {funder.Funder} than its loans owe"),
        .. view.Funders.Where(funder => funder.PromisedRials.IsNegative)
            .Select(funder => $"{-funder.PromisedRials} rials more are ordered for {funder.Funder} than reserved"),
    ];
}
