using LoanServicing.Intake.Store;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary><c>GET /applications/{id}/milestones</c>: how the business of one loan has fared.</summary>
internal static class ReadMilestones
{
    public static async Task<IResult> HandleAsync(HttpContext http, string id)
    {
        var caller = Caller.Of(http);
        var (row, milestones) = await http.Database(IntakeService.Name).ReadAsync(
            async connection => await ApplicationStore.FindAsync(connection, id) is { } found
                ? (found, await MilestoneStore.OfAsync(connection, found.ApplicationId))
                : (null, []),
            http.RequestAborted);
        if (ApplicationAccess.ForReading(caller, row) is { } denied)
        {
            return ApiResults.Problem(denied);
        }

        var page = new ApplicationMilestones(row!.ApplicationId, [.. milestones.Select(MilestoneView.Of)]);
        return Lists.Of(http, page, page.Items, null);
    }
}
