using System.Net;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Tests;

/// <summary>Who sees and decides what waits for a second person: supervisors of the county, and not the applicant.</summary>
public sealed class SecondApprovalAccessTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Fact]
    public async Task A_supervisor_of_another_county_neither_sees_nor_decides_it()
    {
        var (id, request) = await AskAsync(Bodies.NewNationalId());
        var elsewhere = host.App.Client("supervisor-2", [Roles.Supervisor], ["Bam"]);

        Assert.DoesNotContain(request, await ListedAsync(elsewhere));
        Assert.DoesNotContain(request, await ListedAsync(host.App.Client("auditor-2", [Roles.Auditor], ["Bam"])));
        await RefusedBothWaysAsync(elsewhere, request, "auth.outside-counties");

        Assert.Equal(ApplicationState.AwaitingApproval, await host.StateAsync(id));
        Assert.Contains(request, await ListedAsync(host.App.Client("supervisor-3", [Roles.Supervisor], ["Rabor"])));
        Assert.Contains(request, await ListedAsync(host.App.Client("auditor-3", [Roles.Auditor], ["Rabor"])));
    }

    [Fact]
    public async Task A_supervisor_who_is_the_applicant_neither_sees_nor_decides_it()
    {
        var nationalId = Bodies.NewNationalId();
        var (id, request) = await AskAsync(nationalId);
        var applicant = host.App.Client(nationalId, Roles.Supervisor);

        Assert.DoesNotContain(request, await ListedAsync(applicant));
        await RefusedBothWaysAsync(applicant, request, "check.own-request");

        Assert.Equal(ApplicationState.AwaitingApproval, await host.StateAsync(id));
    }

    [Fact]
    public async Task A_supervisor_of_the_county_refuses_it()
    {
        var (id, request) = await AskAsync(Bodies.NewNationalId());
        var supervisor = host.App.Client("supervisor-3", [Roles.Supervisor], ["Rabor"]);

        await (await supervisor.SendAsync($"checks/{request}/refusal", new { reason = "too much" })).ReadAsync(HttpStatusCode.OK);

        Assert.Equal(1, await host.CountAsync(
            "select count(*) from application where application_id = @id and pending_check is null", new { id }));
        Assert.DoesNotContain(request, await ListedAsync(supervisor));
    }

    private static async Task RefusedBothWaysAsync(HttpClient who, Guid request, string code)
    {
        Assert.Equal(code, await (await who.SendAsync($"checks/{request}/approval", null)).CodeAsync(HttpStatusCode.Forbidden));
        Assert.Equal(code, await (await who.SendAsync($"checks/{request}/refusal", new { reason = "no" })).CodeAsync(HttpStatusCode.Forbidden));
    }

    private static async Task<List<Guid>> ListedAsync(HttpClient who) =>
        [.. (await (await who.GetAsync("checks")).ReadAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("requestId").GetGuid())];

    private async Task<(Guid Id, Guid Request)> AskAsync(string nationalId)
    {
        var id = await Flow.AwaitingAsync(host, Bodies.Application(nationalId, amount: 1_400_000_000));
        var asked = await (await host.CommandAsync(host.Officer, id, "approvals", new { })).ReadAsync(HttpStatusCode.Accepted);
        return (id, asked.GetProperty("requestId").GetGuid());
    }
}
