using LoanServicing.Contracts;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Endpoints;
using LoanServicing.Intake.Handlers;
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
            .AddHostedService<ReservationExpiry>(),
        Prepare = (_, services) => Task.FromResult(services.GetRequiredService<PoolAccount>()), // An account that cannot be used stops the start.
        MapHandlers = (map, _) => MapHandlers(map),
        MapEndpoints = ApplicationRoutes.Map,
        CheckKinds = services => [SecondApproval.Kind(services.GetRequiredService<Programme>())],
        Verify = connection => Look.MakeAsync(
        [
            new Look("R10", "application and application_transition", () => StateVerifier.VerifyAsync(connection)),
            new Look("R11", "application_transition and audit", () => DecisionVerifier.VerifyStepsAsync(connection)),
            new Look("R11", "approval", () => DecisionVerifier.VerifyApprovalsAsync(connection)),
            new Look("R11", "application, approval, contract, collateral and assessment", () => FigureVerifier.VerifyAsync(connection)),
            new Look("R11", "contract, collateral, guarantor and audit", () => CollateralVerifier.VerifyAsync(connection)),
            new Look("R11", "collateral, guarantor, document_counter and guarantor_counter", () => CounterVerifier.VerifyAsync(connection)),
            new Look("R10 R11", "milestone, newest_milestone and audit", () => MilestoneVerifier.VerifyAsync(connection)),
        ]),
    };

    private static void MapHandlers(HandlerMap map) => map
        .On<EligibilityAssessed>(AssessmentHandler.OnAssessedAsync)
        .On<FundsReserved>(ReservationHandlers.OnReservedAsync)
        .On<FundsUnavailable>(ReservationHandlers.OnUnavailableAsync)
        .On<DisbursementOrdered>(PaymentHandlers.OnOrderedAsync)
        .On<DisbursementFailed>(PaymentHandlers.OnFailedAsync)
        .On<DisbursementReturned>(PaymentHandlers.OnReturnedAsync)
        .On<LoanOpened>(LoanHandlers.OnOpenedAsync)
        .On<LoanSettled>(LoanHandlers.OnSettledAsync)
        .On<LoanReopened>(LoanHandlers.OnReopenedAsync)
        .On<LoanWrittenOff>(LoanHandlers.OnWrittenOffAsync);
}
