using LoanServicing.Disbursement;
using LoanServicing.Eligibility;
using LoanServicing.Funding;
using LoanServicing.Intake;
using LoanServicing.Platform.Hosting;
using LoanServicing.Repayment;

namespace LoanServicing.Host.Verbs;

/// <summary>The product's services, and how a verb makes an application of them.</summary>
public static class HostBuilding
{
    /// <summary>Where to listen when nothing else is said (appsettings.json).</summary>
    public const string DefaultAddress = "http://127.0.0.1:5080";

    public static IReadOnlyList<ServiceModule> Services { get; } =
    [
        IntakeService.Module,
        EligibilityService.Module,
        FundingService.Module,
        DisbursementService.Module,
        RepaymentService.Module,
    ];

    /// <summary>The same settings from any working folder; only data lie relative to it.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] configuration) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = configuration, ContentRootPath = AppContext.BaseDirectory });

    /// <summary>Builds the application with its databases up to date.</summary>
    /// <exception cref="Platform.Data.StartupException">It cannot start; the message says what to change.</exception>
    public static Task<WebApplication> BuildAsync(string[] configuration) =>
        PlatformApplication.BuildAsync(CreateBuilder(configuration), Services);
}
