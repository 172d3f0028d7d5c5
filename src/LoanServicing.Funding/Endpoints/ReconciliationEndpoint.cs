using LoanServicing.Funding.Store;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary><c>GET /funding/reconciliation</c>.</summary>
internal static class ReconciliationEndpoint
{
    /// <summary>On SQL Server two statements may see a unit that commits between them; what is really wrong is wrong in each look.</summary>
    private const int Looks = 3;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/funding/reconciliation", (HttpContext http, CancellationToken cancel) => ReadAsync(http, cancel))
            .Allow(Roles.Finance, Roles.Auditor)
            .WithName("ReadBankReconciliation")
            .WithSummary("From the bank's closing balance to what the books should hold, beside what they hold, and statements that do not go on from the one before")
            .Produces<ReconciliationView>().ShowsCsv();

    private static async Task<IResult> ReadAsync(HttpContext http, CancellationToken cancel)
    {
        var (clock, account) = (http.RequestServices.GetRequiredService<IClock>(), http.RequestServices.GetRequiredService<PoolAccount>().Iban.Value);
        var database = http.Database(FundingService.Name);
        var view = await database.ReadAsync(connection => ReconciliationReader.ReadAsync(connection, clock, account), cancel);
        for (var look = 1; look < Looks && view.DifferenceRials is { IsZero: false }; look++)
        {
            view = await database.ReadAsync(connection => ReconciliationReader.ReadAsync(connection, clock, account), cancel);
        }

        return Lists.Of(http, view, view.Items, null);
    }
}
