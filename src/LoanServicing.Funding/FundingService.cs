using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Programmes;
using LoanServicing.Funding.Books;
using LoanServicing.Funding.Endpoints;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Proof;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Funding.StatementFiles;
using LoanServicing.Funding.Store;
using LoanServicing.Funding.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Funding;

/// <summary>The pool, its tranches and funders, the reservations and their waiting lists, and the journal. Owns the business date.</summary>
public static class FundingService
{
    public const string Name = "funding";

    public static ServiceModule Module { get; } = new(Name, typeof(FundingService).Assembly)
    {
        AddServices = AddServices,
        MapHandlers = (map, _) => MapHandlers(map),
        MapEndpoints = MapEndpoints,
        CheckKinds = _ => [Contributions.Kind, .. Withdrawals.Kinds, Refunds.Kind, Reallocations.Kind, BreakResolutions.Kind, PeriodClosing.Kind],
        Prepare = PrepareAsync,
        SealedLogs = [JournalStore.Table],
        BusinessDateNotBefore = PeriodStore.BusinessDateNotBeforeAsync,
        Verify = FundingVerifier.VerifyAsync,
    };

    private static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(provider => PoolAccount.Read(configuration, provider.GetRequiredService<IHostEnvironment>().IsDevelopment()));
        services.AddSingleton(provider => SettingsOf(configuration, provider.GetRequiredService<PoolAccount>()));
        services.AddHostedService<WaitingListServer>();
        services.AddHostedService<MatchingWorker>();
    }

    /// <summary>A CSV names no account: it is the pool's unless the settings say otherwise.</summary>
    private static StatementSettings SettingsOf(IConfiguration configuration, PoolAccount pool)
    {
        var settings = StatementSettings.Read(configuration);
        return settings with { Csv = settings.Csv with { Account = settings.Csv.Account ?? pool.Iban.Value } };
    }

    private static void MapHandlers(HandlerMap map) => map
        .On<ApplicationApproved>(ReserveOnApproval.HandleAsync)
        .On<ApplicationClosed>(ReleaseOnClosing.HandleAsync)
        .On<DisbursementOrdered>(BookPaymentOrders.HandleAsync)
        .On<LoanDisbursed>(BookPaymentOrders.HandleAsync)
        .On<DisbursementFailed>(BookPaymentOrders.HandleAsync)
        .On<LoanReturned>(BookReturn.HandleAsync)
        .On<RepaymentPosted>(BookRepayments.HandleAsync)
        .On<LoanSettled>(BookRepayments.HandleAsync)
        .On<ReceiptReversed>(BookReversals.HandleAsync)
        .On<LoanReopened>(BookReversals.HandleAsync)
        .On<PlanChanged>(BookPlanChanges.HandleAsync)
        .On<LateChargeDecided>((fact, unit) => LoanFacts.LoanToChangeAsync(unit, fact.LoanId, fact.Header, LoanFact.LateDecided))
        .On<LoanWrittenOff>(BookWriteOffs.HandleAsync)
        .On<ReceiptSuspended>(BookSuspense.HandleAsync)
        .On<SuspenseKept>(ReopenSuspense.HandleAsync)
        .On<LoanOpened>(KeepDepositId.HandleAsync);

    private static void MapEndpoints(IEndpointRouteBuilder api)
    {
        ContributionEndpoint.Map(api);
        WithdrawalEndpoints.Map(api);
        RefundEndpoint.Map(api);
        ReallocationEndpoint.Map(api);
        StatementEndpoints.Map(api);
        StatementListEndpoint.Map(api);
        ReconciliationEndpoint.Map(api);
        BreakEndpoints.Map(api);
        PositionEndpoint.Map(api);
        ForecastEndpoint.Map(api);
        WaitingListEndpoint.Map(api);
        JournalEndpoint.Map(api);
        EntryOriginEndpoint.Map(api);
        AccountsEndpoint.Map(api);
        TrialBalanceEndpoint.Map(api);
        LedgerEndpoint.Map(api);
        FunderStatementEndpoint.Map(api);
        PeriodEndpoints.Map(api);
        ProofEndpoint.Map(api);
    }

    private static async Task PrepareAsync(UnitOfWork unit, IServiceProvider services)
    {
        services.GetRequiredService<StatementSettings>(); // With the pool's account: what cannot be used stops the start.
        foreach (var ignored in await ProgrammeStore.LoadAsync(unit, services.GetRequiredService<Programme>()))
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FundingService))
                .LogWarning("The programme's change is not taken over: {Figure}; finance changes it with a maker and a checker", ignored);
        }
    }
}
