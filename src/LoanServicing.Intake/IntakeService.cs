using LoanServicing.Contracts;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Endpoints;
using LoanServicing.Intake.Handlers;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Verification;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LoanServicing.Intake;

/// <summary>Applications, officers' decisions, contracts, and the applicant's view of them.</summary>
public static class IntakeService
{
    public const string Name = "intake";

    public static ServiceModule Module { get; } = new(Name, typeof(IntakeService).Assembly)
    {
        AddServices = (services, configuration) => services
            .AddSingleton(provider => PoolAccount.Read(
                configuration, isDevelopment: provider.GetRequiredService<IHostEnvironment>().IsDevelopment()))
            .AddNotifications(configuration)
            .AddHostedService<ReservationExpiry>(),
        Prepare = (_, services) => Task.FromResult((services.GetRequiredService<PoolAccount>(), services.GetRequiredService<NotificationSettings>())), // What cannot be used stops the start.
        MapHandlers = MapHandlers,
        MapEndpoints = api =>
        {
            ApplicationRoutes.Map(api);
            NotificationRoutes.Map(api);
        },
        CheckKinds = services => [SecondApproval.Kind(services.GetRequiredService<Programme>(), services.GetRequiredService<Notifier>())],
        Verify = connection => Look.MakeAsync(
        [
            new Look("R10", "application and application_transition", () => StateVerifier.VerifyAsync(connection)),
            new Look("R11", "application_transition and audit", () => DecisionVerifier.VerifyStepsAsync(connection)),
            new Look("R11", "approval", () => DecisionVerifier.VerifyApprovalsAsync(connection)),
            new Look("R11", "application, approval, contract, collateral and assessment", () => FigureVerifier.VerifyAsync(connection)),
            new Look("R11", "contract, collateral, guarantor and audit", () => CollateralVerifier.VerifyAsync(connection)),
            new Look("R11", "collateral, guarantor, document_counter and guarantor_counter", () => CounterVerifier.VerifyAsync(connection)),
            new Look("R10 R11", "milestone, newest_milestone and audit", () => MilestoneVerifier.VerifyAsync(connection)),
            new Look("R8", "notification", () => NotificationVerifier.VerifyOnceAsync(connection)),
            new Look("R8", "notification and application", () => NotificationVerifier.VerifyStatesAsync(connection)),
        ]),
    };

    private static void MapHandlers(HandlerMap map, IServiceProvider services)
    {
        // Asked for when a fact is handled: only the process that hosts this service has one.
        Notifier Notifier() => services.GetRequiredService<Notifier>();
        MapFlow(map, Notifier);
        map.On<RepaymentPosted>((fact, unit) => NotificationHandlers.OnReceivedAsync(fact, unit, Notifier()))
            .On<InstalmentFallingDue>((fact, unit) => NotificationHandlers.OnFallingDueAsync(fact, unit, Notifier()))
            .On<InstalmentOverdue>((fact, unit) => NotificationHandlers.OnOverdueAsync(fact, unit, Notifier()));
    }

    private static void MapFlow(HandlerMap map, Func<Notifier> notifier) => map
        .On<EligibilityAssessed>((fact, unit) => AssessmentHandler.OnAssessedAsync(fact, unit, notifier()))
        .On<FundsReserved>(ReservationHandlers.OnReservedAsync)
        .On<FundsUnavailable>(ReservationHandlers.OnUnavailableAsync)
        .On<DisbursementOrdered>(PaymentHandlers.OnOrderedAsync)
        .On<DisbursementFailed>(PaymentHandlers.OnFailedAsync)
        .On<DisbursementReturned>(PaymentHandlers.OnReturnedAsync)
        .On<LoanOpened>((fact, unit) => LoanHandlers.OnOpenedAsync(fact, unit, notifier()))
        .On<LoanSettled>((fact, unit) => LoanHandlers.OnSettledAsync(fact, unit, notifier()))
        .On<LoanReopened>(LoanHandlers.OnReopenedAsync)
        .On<LoanWrittenOff>(LoanHandlers.OnWrittenOffAsync);
}
