using System.Net;
using LoanServicing.Domain.Applications;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

/// <summary>Requests that come at once: each is numbered, and what may be once is once.</summary>
public class SideBySideTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private const int Requests = 12;

    [StoreFact]
    public async Task One_persons_applications_at_once_are_numbered_without_gaps()
    {
        var person = Bodies.Application();
        await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => host.SubmitAsync(new(person) { ["externalRef"] = null })));

        var numbers = await host.Database.ReadAsync(connection => Dapper.SqlMapper.QueryAsync<int>(
            connection,
            "select submission_number from application where national_id = @nationalId order by submission_number",
            new { nationalId = (string)person["nationalId"]! }));
        Assert.Equal(Enumerable.Range(1, Requests), numbers);
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task One_reference_sent_many_times_at_once_is_one_application()
    {
        var body = new Dictionary<string, object?>(Bodies.Application()) { ["externalRef"] = $"REF-{Guid.CreateVersion7():N}" };
        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => host.Officer.SendAsync("applications", body)));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(Requests - 1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(1, await host.CountAsync("select count(*) from application where external_ref = @externalRef", new { externalRef = (string)body["externalRef"]! }));
    }

    [StoreFact]
    public async Task One_application_is_approved_by_one_of_many_who_approve_at_once()
    {
        var id = await host.SubmitAsync();
        await host.TellAsync(Facts.Assessed(id));
        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => host.CommandAsync(host.Officer, id, "approvals", new { })));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(Requests - 1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(ApplicationState.Approved, await host.StateAsync(id));
    }
}
