using LoanServicing.Contracts;
using LoanServicing.Disbursement.Endpoints;
using LoanServicing.Disbursement.Handlers;
using LoanServicing.Disbursement.Inbox;
using LoanServicing.Disbursement.Outbox;
using LoanServicing.Disbursement.Resolutions;
using LoanServicing.Disbursement.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Disbursement;

/// <summary>Orders payments of signed contracts, gives them to the bank in files and takes in what the bank answers.</summary>
public static class DisbursementService
{
    public const string Name = "disbursement";

    public static ServiceModule Module { get; } = new(Name, typeof(DisbursementService).Assembly)
    {
        AddServices = AddServices,
        MapHandlers = (map, _) => map
            .On<ContractSigned>(OrderOnContract.HandleAsync)
            .On<PaymentsOnStatement>(StatementPayments.HandleAsync),
        MapEndpoints = api =>
        {
            PaymentOrderEndpoints.Map(api);
            AskResolution.Map(api);
        },
        CheckKinds = _ => [ResolveOrder.Kind],
        Prepare = (_, services) => Task.FromResult((services.GetRequiredService<BankSettings>(), services.GetRequiredService<BankFolder>())), // What cannot be used stops the start.
        Verify = connection => Look.MakeAsync([.. PaymentOrderVerifier.Looks(connection), .. FigureVerifier.Looks(connection)]),
    };

    private static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => BankSettings.Read(
            configuration, isDevelopment: provider.GetRequiredService<IHostEnvironment>().IsDevelopment()));
        services.AddSingleton(provider => new BankFolder(provider.GetRequiredService<PlatformOptions>().BankFolder));
        services.AddSingleton(provider => new PaymentFileWriter(
            provider.GetRequiredKeyedService<IDatabase>(Name),
            provider.GetRequiredService<BankFolder>(),
            provider.GetRequiredService<BankSettings>(),
            provider.GetRequiredService<IClock>()));
        services.AddSingleton(provider => new BankInbox(
            provider.GetRequiredKeyedService<IDatabase>(Name),
            provider.GetRequiredService<BankFolder>(),
            provider.GetRequiredService<BankSettings>(),
            provider.GetRequiredService<IClock>(),
            provider.GetRequiredService<ILogger<BankInbox>>()));
        services.AddSingleton(provider => new InboxWatch(provider.GetRequiredService<BankFolder>(), provider.GetRequiredService<IClock>()));
        services.AddSingleton<InboxPass>();
        services.AddHostedService<PaymentFileWorker>();
        services.AddHostedService<BankInboxWorker>();
    }
}
