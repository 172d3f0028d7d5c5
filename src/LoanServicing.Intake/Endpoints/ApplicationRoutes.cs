using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.Intake.Endpoints;

/// <summary>Every address of this service, with who may call it (contract.md).</summary>
internal static class ApplicationRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        MapReads(api);
        MapApplicant(api);
        MapDecisions(api);
        MapPayout(api);
        MapCollateral(api);
        MapMilestones(api);
    }

    private static void MapReads(IEndpointRouteBuilder api)
    {
        api.MapGet("/applications", ListApplications.HandleAsync)
            .Allow(Roles.Officer, Roles.Supervisor, Roles.Auditor)
            .WithName("ListApplications").WithSummary("Applications of your counties, the oldest first").Produces<ApplicationPage>().Refuses(400).ShowsCsv();
        api.MapGet("/applications/{id}", ReadApplication.HandleAsync)
            .Allow(Roles.Applicant, Roles.Officer, Roles.Supervisor, Roles.Auditor)
            .WithName("GetApplication").WithSummary("One application by its id or tracking code: how it stands, why, and what can be done next")
            .Produces<ApplicationView>().ShowsVersion();
    }

    private static void MapApplicant(IEndpointRouteBuilder api)
    {
        Command<ApplicationRequest>(api, "", KeyPolicy.Optional, SubmitApplication.HandleAsync, Roles.Applicant, Roles.Officer)
            .WithName("SubmitApplication").WithSummary("Applies; the same externalRef with the same body gets the first answer")
            .Produces<ApplicationAccepted>(StatusCodes.Status201Created).Produces<ApplicationAccepted>();
        Command<ResubmissionRequest>(
                api, "/{id}/resubmission", KeyPolicy.Optional, ApplicantCommands.ResubmitAsync, Roles.Applicant, Roles.Officer, Roles.Supervisor)
            .WithName("ResubmitApplication").WithSummary("Sends a returned application in again, with the fields that change")
            .Produces<ApplicationStatus>().DependsOnState();
        api.MapCommand<WithdrawalRequest>(
                "/applications/{id}/withdrawal", IntakeService.Name, KeyPolicy.Optional, ApplicantCommands.WithdrawAsync, mayBeEmpty: true)
            .Allow(Roles.Applicant, Roles.Officer, Roles.Supervisor)
            .WithName("WithdrawApplication").WithSummary("Gives the application up, before its payment is ordered").Produces<ApplicationStatus>()
            .DependsOnState();
    }

    private static void MapDecisions(IEndpointRouteBuilder api)
    {
        api.MapCommand<ApprovalRequest>(
                "/applications/{id}/approvals", IntakeService.Name, KeyPolicy.Optional, ApprovalCommands.ApproveAsync, mayBeEmpty: true)
            .Allow(Roles.Officer, Roles.Supervisor)
            .WithName("ApproveApplication")
            .WithSummary("Approves, for the amount asked or less; above the limit and for a referral a second person is asked")
            .Produces<ApplicationStatus>().Produces<CheckAsked>(StatusCodes.Status202Accepted).DependsOnState();
        Command<ReasonRequest>(api, "/{id}/rejection", KeyPolicy.Optional, OfficerDecisions.RejectAsync, Roles.Officer, Roles.Supervisor)
            .WithName("RejectApplication").WithSummary("Refuses, with a reason the applicant will read").Produces<ApplicationStatus>().DependsOnState();
        Command<ReturnRequest>(api, "/{id}/return", KeyPolicy.Optional, OfficerDecisions.ReturnAsync, Roles.Officer, Roles.Supervisor)
            .WithName("ReturnApplication").WithSummary("Gives the application back with questions").Produces<ApplicationStatus>().DependsOnState();
    }

    private static void MapPayout(IEndpointRouteBuilder api)
    {
        Command<ContractRequest>(api, "/{id}/contract", KeyPolicy.Required, SignContract.HandleAsync, Roles.Officer)
            .WithName("SignContract").WithSummary("Records the signed contract; the payment is ordered").Produces<ApplicationStatus>().DependsOnState();
        Command<PayoutAccountRequest>(api, "/{id}/payout-account", KeyPolicy.Optional, PayoutCommands.ChangeAccountAsync, Roles.Officer)
            .WithName("ChangePayoutAccount").WithSummary("Corrects the account to be paid to, while nothing is with the bank")
            .Produces<ApplicationStatus>().DependsOnState();
        api.MapCommand("/applications/{id}/disbursement", IntakeService.Name, KeyPolicy.Optional, PayoutCommands.OrderAgainAsync)
            .Allow(Roles.Officer)
            .WithName("OrderDisbursementAgain").WithSummary("Orders the payment again after the bank refused it or it came back")
            .Produces<ApplicationStatus>().DependsOnState();
        Command<ReasonRequest>(api, "/{id}/cancellation", KeyPolicy.Optional, PayoutCommands.CancelAsync, Roles.Officer)
            .WithName("CancelApplication").WithSummary("Gives an approved application up before anything is paid").Produces<ApplicationStatus>()
            .DependsOnState();
    }

    private static void MapCollateral(IEndpointRouteBuilder api)
    {
        api.MapGet("/applications/{id}/collateral", ReadCollateral.HandleAsync)
            .Allow(Roles.Applicant, Roles.Officer, Roles.Supervisor, Roles.Auditor)
            .WithName("GetCollateral").WithSummary("What is pledged for a loan, whether it was handed back, and who guarantees the loan")
            .Produces<CollateralView>().ShowsCsv();
        Command<CollateralReleaseRequest>(api, "/{id}/collateral/release", KeyPolicy.Optional, ReleaseCollateral.HandleAsync, Roles.Officer)
            .WithName("ReleaseCollateral").WithSummary("Records that what was pledged was handed back, once the loan is settled or given up")
            .Produces<CollateralReleaseView>().Refuses(409);
        api.MapGet("/guarantors/{nationalId}/exposure", ReadExposure.HandleAsync)
            .Allow(Roles.Officer, Roles.Supervisor, Roles.Auditor)
            .WithName("GetGuarantorExposure").WithSummary("The open loans that a person guarantees, their number and sum, and the person's own open applications")
            .Produces<ExposureView>().Refuses(400);
    }

    private static void MapMilestones(IEndpointRouteBuilder api)
    {
        Command<MilestoneRequest>(api, "/{id}/milestones", KeyPolicy.Optional, RecordMilestone.HandleAsync, Roles.Officer)
            .WithName("RecordMilestone").WithSummary("Records how the business of an employment loan fares; after a deviation the answer leads to calling the loan in")
            .Produces<MilestoneRecordedView>(StatusCodes.Status201Created).Refuses(409);
        api.MapGet("/applications/{id}/milestones", ReadMilestones.HandleAsync)
            .Allow(Roles.Applicant, Roles.Officer, Roles.Supervisor, Roles.Auditor)
            .WithName("GetMilestones").WithSummary("The milestones of one loan, in the order of their dates").Produces<ApplicationMilestones>().ShowsCsv();
        api.MapGet("/milestones", ListMilestones.HandleAsync)
            .Allow(Roles.Officer, Roles.Supervisor, Roles.Auditor)
            .WithName("ListMilestones").WithSummary("Of each employment loan of your counties the newest milestone, by kind and county")
            .Produces<NewestMilestonePage>().Refuses(400).ShowsCsv();
    }

    /// <summary>A command on an application as it was read, refused in the states that do not allow it.</summary>
    private static RouteHandlerBuilder DependsOnState(this RouteHandlerBuilder endpoint) => endpoint.TakesVersion().Refuses(409);

    private static RouteHandlerBuilder Command<TRequest>(
        IEndpointRouteBuilder api, string path, KeyPolicy keyPolicy, Func<CommandContext, Task<Answer>> handler, params string[] roles)
        where TRequest : notnull =>
        api.MapCommand<TRequest>("/applications" + path, IntakeService.Name, keyPolicy, handler).Allow(roles);
}

/// <summary>What a command on an application answers.</summary>
public sealed record ApplicationStatus(ApplicationState Status);
