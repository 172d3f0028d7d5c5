using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.Intake.Endpoints;

/// <summary>The addresses of what people were told, with who may call them.</summary>
internal static class NotificationRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/notifications", ListNotifications.AllAsync)
            .Allow(Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Operator)
            .WithName("ListNotifications").WithSummary("What people of your counties were told, and how far the sending has come, the oldest first")
            .Produces<NotificationPage>().Refuses(400).ShowsCsv();
        api.MapGet("/applications/{id}/notifications", ListNotifications.OfApplicationAsync)
            .Allow(Roles.Applicant, Roles.Officer, Roles.Supervisor, Roles.Auditor)
            .WithName("ListApplicationNotifications").WithSummary("What was told about one application; its applicant sees what they were told themselves")
            .Produces<NotificationPage>().Refuses(400).ShowsCsv();
        api.MapCommand<SendingRequest>("/notifications/{id}/sending", IntakeService.Name, KeyPolicy.Optional, SendNotificationAgain.HandleAsync)
            .Allow(Roles.Operator, Roles.Supervisor)
            .WithName("SendNotificationAgain").WithSummary("Queues a text again that the gateway refused or failed to take, to the mobile that stands now")
            .Produces<NotificationSending>().Refuses(409);
    }
}
