using LoanServicing.Contracts;
using LoanServicing.Domain.Programmes;
using LoanServicing.Funding.Endpoints;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Proof;
using LoanServicing.Funding.Store;
using LoanServicing.Funding.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Funding;

/// <summary>The pool, its tranches and funders, the reservations and their waiting lists, and the journal. Owns the business date.</summary>
public static class FundingService
{
    public const string Name = "funding";

    public static ServiceModule Module { get; } = new(Name, typeof(FundingService).Assembly)
    {
        AddServices = (services, _) => services.AddHostedService<WaitingListServer>(),
        MapHandlers = (map, _) => MapHandlers(map),
        MapEndpoints = MapEndpoints,
        CheckKinds = _ => [Contributions.Kind, .. Withdrawals.Kinds, Reallocations.Kind],
        Prepare = PrepareAsync,
        SealedLogs = [JournalStore.Table],
        BusinessDateNotBefore = unit => unit.QuerySingleAsync<LocalDate?>(JournalStore.LatestBookingDate),
        Verify = FundingVerifier.VerifyAsync,
    };

    private static void MapHandlers(HandlerMap map) => map
        .On<ApplicationApproved>(ReserveOnApproval.HandleAsync)
        .On<ApplicationClosed>(ReleaseOnClosing.HandleAsync)
        .On<DisbursementOrdered>(BookPaymentOrders.HandleAsync)
        .On<LoanDisbursed>(BookPaymentOrders.HandleAsync)
        .On<DisbursementFailed>(BookPaymentOrders.HandleAsync)
        .On<LoanReturned>(BookReturn.HandleAsync)
        .On<RepaymentPosted>(BookRepayments.HandleAsync)
        .On<LoanSettled>(BookRepayments.HandleAsync)
        .On<ReceiptSuspended>(BookSuspense.HandleAsync);

    private static void MapEndpoints(IEndpointRouteBuilder api)
    {
        ContributionEndpoint.Map(api);
        WithdrawalEndpoints.Map(api);
        ReallocationEndpoint.Map(api);
        PositionEndpoint.Map(api);
        WaitingListEndpoint.Map(api);
        JournalEndpoint.Map(api);
        ProofEndpoint.Map(api);
    }

    private static async Task PrepareAsync(UnitOfWork unit, IServiceProvider services)
    {
        foreach (var ignored in await ProgrammeStore.LoadAsync(unit, services.GetRequiredService<Programme>()))
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FundingService))
                .LogWarning("The programme's change is not taken over: {Figure}; finance changes it with a maker and a checker", ignored);
        }
    }
}
