using LoanServicing.Funding.Store;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary><c>GET /funding/position</c>.</summary>
internal static class PositionEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/position", (HttpContext http, CancellationToken cancel) => ReadAsync(http, cancel))
            .Allow(Roles.Finance, Roles.Officer, Roles.Auditor)
            .WithName("ReadFundingPosition")
            .WithSummary("What each funder put in, what is lent and what came back, now")
            .Produces<PositionView>();

    private static async Task<IResult> ReadAsync(HttpContext http, CancellationToken cancel)
    {
        var clock = http.RequestServices.GetRequiredService<IClock>();
        var position = await http.Database(FundingService.Name).ReadAsync(
            connection => PositionReader.ReadAsync(connection, clock), cancel);
        return ApiResults.Ok(position);
    }
}
