using System.Net;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

public class ResubmissionTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [StoreFact]
    public async Task A_returned_application_is_sent_in_again_with_the_changed_fields_and_assessed_anew()
    {
        var nationalId = Bodies.NewNationalId();
        var id = await Flow.AwaitingAsync(host, Bodies.Application(nationalId), "refer");
        await host.DoAsync(id, "return", new { questions = "Where is the certificate?" });
        var applicant = host.Applicant(nationalId);
        var returned = await (await applicant.GetAsync(IntakeHost.Path(id))).ReadAsync(HttpStatusCode.OK);
        Assert.Equal("Where is the certificate?", returned.Text("reason"));

        var answer = await host.CommandAsync(applicant, id, "resubmission", new { skillProof = "TVTO-۱۲۳", amountRials = 390_000_000, mobile = "" });

        Assert.Equal("Submitted", (await answer.ReadAsync(HttpStatusCode.OK)).Text("status"));
        var again = (await host.HeardAsync<ApplicationSubmitted>(id, 2))[1];
        Assert.Equal(
            (2, 1, "TVTO-123", new Rials(390_000_000), "Rabor"),
            (again.Revision, again.SubmissionNumber, again.SkillProof, again.Amount, again.County));
        var view = await host.GetAsync(id);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, view.GetProperty("eligibility").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, view.GetProperty("applicant").GetProperty("mobile").ValueKind);
        await host.TellAsync(Facts.Assessed(id, "ineligible", revision: 1));
        Assert.Equal(ApplicationState.Submitted, await host.StateAsync(id));
        await host.TellAsync(Facts.Assessed(id, revision: 2));
        Assert.Equal(ApplicationState.AwaitingApproval, await host.StateAsync(id));
    }

    [StoreTheory]
    [InlineData("{\"iban\":\"IR820540102680020817909003\"}", "iban:identity.iban")]
    [InlineData("{\"iban\":\"IR39 0590 9900 0000 0000 0840 25\"}", "iban:identity.iban-of-pool")]
    [InlineData("{\"birthDate\":\"1404-12-30\"}", "birthDate:date.invalid-persian")]
    [InlineData("{\"amountRials\":0}", "amountRials:amount.out-of-range")]
    [InlineData("{\"firstName\":\"\"}", "firstName:field.required")]
    [InlineData("{\"amount\":390000000}", "amount:field.unknown")]
    [InlineData("{\"tranche\":\"health\"}", "tranche:field.not-changeable")]
    [InlineData("{\"nationalId\":\"0499370899\"}", "nationalId:field.not-changeable")]
    [InlineData("{\"externalRef\":\"K1405-X\"}", "externalRef:field.not-changeable")]
    public async Task Changed_fields_are_validated_again(string body, string error)
    {
        var id = await Flow.AwaitingAsync(host);
        await host.DoAsync(id, "return", new { questions = "?" });

        Assert.Equal([error], await (await host.Officer.SendRawAsync($"{IntakeHost.Path(id)}/resubmission", body)).ErrorsAsync());
        Assert.Equal(ApplicationState.Returned, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task A_returned_application_still_counts_against_another_one()
    {
        var nationalId = Bodies.NewNationalId();
        var first = await Flow.AwaitingAsync(host, Bodies.Application(nationalId));
        await host.DoAsync(first, "return", new { questions = "?" });

        var second = await host.SubmitAsync(Bodies.Application(nationalId));
        await host.DoAsync(first, "resubmission", new { });

        Assert.Equal([new Predecessor(first, 1)], (await host.HeardAsync<ApplicationSubmitted>(second)).Single().Predecessors);
        Assert.Empty((await host.HeardAsync<ApplicationSubmitted>(first, 2))[1].Predecessors);

        var third = await host.SubmitAsync(Bodies.Application(nationalId));
        Assert.Equal(
            [new Predecessor(first, 2), new Predecessor(second, 1)], (await host.HeardAsync<ApplicationSubmitted>(third)).Single().Predecessors);
    }

    [StoreFact]
    public async Task Only_a_returned_application_can_be_sent_in_again()
    {
        var id = await host.SubmitAsync();

        Assert.Equal(
            "application.wrong-state",
            await (await host.CommandAsync(host.Officer, id, "resubmission", new { jobs = 2 })).CodeAsync(HttpStatusCode.Conflict));
    }
}
