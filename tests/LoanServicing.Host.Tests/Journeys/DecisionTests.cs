using System.Net;
using LoanServicing.Host.Tests.Support;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>What officers decide besides a plain approval.</summary>
[Collection(SharedProgramme.Name)]
public sealed class DecisionTests(SharedProgramme shared)
{
    private RunningProgramme Programme => shared.Programme;

    [Fact]
    public async Task Returned_ThenResubmitted_IsAssessedAnewAndGoesOn()
    {
        var journey = await LoanJourney.AssessedAsync(Programme, People.Application().With("incomeDecile", 5));
        (await Programme.Officer.SendAsync($"{journey.Path}/return", new { questions = "Which decile is it?" })).Expect(HttpStatusCode.OK);
        var returned = await journey.UntilAsync("Returned");
        Assert.Equal("Which decile is it?", (string)returned["reason"]!);

        var applicant = Programme.Applicant((string)journey.Application["nationalId"]!);
        (await applicant.SendAsync($"{journey.Path}/resubmission", new { incomeDecile = 9 })).Expect(HttpStatusCode.OK);
        var refused = await journey.UntilAsync("Ineligible");

        Assert.Equal(2, (int)refused["revision"]!);
        Assert.Equal("ineligible", (string)refused["eligibility"]!["outcome"]!);
        Assert.Equal(["Submitted", "AwaitingApproval", "Returned", "Submitted", "Ineligible"], await journey.TimelineAsync());
    }

    [Fact]
    public async Task ApprovedForLess_ReservesAndLendsTheLowerAmount()
    {
        var journey = await LoanJourney.AssessedAsync(Programme, People.Application(1_400_000_000));

        await journey.ApproveAsync(new { amountRials = 900_000_000, installments = 36 });
        var reserved = await journey.UntilAsync("FundsReserved");
        await journey.SignAsync();
        var order = await Programme.Bank.NextOrderAsync();

        Assert.Equal((900_000_000L, 1_400_000_000L), ((long)reserved["amountRials"]!, (long)reserved["requestedAmountRials"]!));
        Assert.Equal(900_000_000, order.AmountRials);
        Programme.Bank.Confirm(order, RunningProgramme.FirstDay);
        await journey.UntilAsync("Active");
        var schedule = await Programme.Officer.ReadAsync($"loans/{await journey.LoanIdAsync()}/schedule");
        Assert.Equal(36, schedule["rows"].AsArray().Count);
        Assert.Equal(900_000_000, schedule["rows"].AsArray().Sum(row => (long)row!["principalRials"]!));
    }

    [Fact]
    public async Task ApprovedForMoreThanAskedFor_IsRefused()
    {
        var journey = await LoanJourney.AssessedAsync(Programme, People.Application(400_000_000));

        var reply = await Programme.Officer.SendAsync($"{journey.Path}/approvals", new { amountRials = 400_000_001 });

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(["amountRials approval.amount-raised"], reply.Errors);
        Assert.Equal("AwaitingApproval", (string)(await journey.StateAsync())["status"]!);
    }

    [Fact]
    public async Task Referral_NeedsAReasonAndASecondPerson()
    {
        var journey = await LoanJourney.AssessedAsync(Programme, People.Application().With("skillProof", null));
        Assert.Equal("refer", (string)(await journey.StateAsync())["eligibility"]!["outcome"]!);

        var unreasoned = await Programme.Officer.SendAsync($"{journey.Path}/approvals");
        Assert.Equal(["reason field.required"], unreasoned.Expect(HttpStatusCode.BadRequest).Errors);
        var supervisor = Programme.Application.Client("supervisor-2", "supervisor");
        var asked = (await supervisor.SendAsync($"{journey.Path}/approvals", new { reason = "workshop seen" })).Expect(HttpStatusCode.Accepted);
        var own = await supervisor.SendAsync($"checks/{asked["requestId"]}/approval");
        Assert.Equal("check.own-request", own.Expect(HttpStatusCode.Forbidden).Code);
        (await Programme.Supervisor.SendAsync($"checks/{asked["requestId"]}/approval")).Expect(HttpStatusCode.OK);

        await journey.UntilAsync("FundsReserved");
    }

    [Fact]
    public async Task SecondPersonDeclines_AnotherDecisionIsPossible()
    {
        var journey = await LoanJourney.AssessedAsync(Programme, People.Application(1_300_000_000));
        var asked = (await Programme.Officer.SendAsync($"{journey.Path}/approvals")).Expect(HttpStatusCode.Accepted);

        (await Programme.Supervisor.SendAsync($"checks/{asked["requestId"]}/refusal", new { reason = "too much for this workshop" })).Expect(HttpStatusCode.OK);
        var rejected = await Programme.Officer.SendAsync($"{journey.Path}/rejection", new { reason = "too much for this workshop" });

        rejected.Expect(HttpStatusCode.OK);
        var state = await journey.StateAsync();
        Assert.Equal(("Rejected", "too much for this workshop"), ((string)state["status"]!, (string)state["reason"]!));
    }

    [Fact]
    public async Task SecondApplicationOfTheSamePersonAndTranche_IsBlockedWhileTheFirstIsOpen_AndNotAfter()
    {
        var first = await LoanJourney.AssessedAsync(Programme, People.Application());
        var nationalId = (string)first.Application["nationalId"]!;
        var second = await LoanJourney.ApplyAsync(Programme, People.Application().With("nationalId", nationalId));
        await second.UntilAsync("Ineligible");

        (await Programme.Applicant(nationalId).SendAsync($"{first.Path}/withdrawal")).Expect(HttpStatusCode.OK);
        var third = await LoanJourney.ApplyAsync(Programme, People.Application().With("nationalId", nationalId));

        await third.UntilAsync("AwaitingApproval");
    }

    [Fact]
    public async Task SameExternalReference_SameBodyGetsTheFirstAnswer_AnotherBodyIsRefused()
    {
        var application = People.Application();
        var first = (await Programme.Officer.SendAsync("applications", application)).Expect(HttpStatusCode.Created);

        var again = (await Programme.Officer.SendAsync("applications", application)).Expect(HttpStatusCode.OK);
        var other = await Programme.Officer.SendAsync("applications", application.With("jobs", 2));

        Assert.Equal((string)first["applicationId"]!, (string)again["applicationId"]!);
        Assert.Equal(422, (int)other.Status);
    }

    [Fact]
    public async Task SameIdempotencyKey_RepeatsTheAnswer_AndRefusesAnotherBody()
    {
        var (journey, _) = await LoanJourney.ActiveAsync(Programme, People.Application());
        var first = (await journey.PayAsync(1_000_000, RunningProgramme.FirstDay, "KEY-1")).Expect(HttpStatusCode.Created);

        var again = (await journey.PayAsync(1_000_000, RunningProgramme.FirstDay, "KEY-1")).Expect(HttpStatusCode.Created);
        var otherAmount = await journey.PayAsync(1_000_001, RunningProgramme.FirstDay, "KEY-1");
        var body = new { amountRials = 1_000_001, bankReference = "KEY-1", valueDate = RunningProgramme.Iso(RunningProgramme.FirstDay), channel = "branch" };
        var otherKey = await Programme.Cashier.SendAsync($"loans/{await journey.LoanIdAsync()}/receipts", body, "another key");

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("idempotency-key.reused", otherAmount.Expect(HttpStatusCode.UnprocessableEntity).Code);
        Assert.Equal("bank-reference.reused", otherKey.Expect(HttpStatusCode.UnprocessableEntity).Code);
        Assert.Equal(1_000_000, (await Programme.Officer.ReadAsync($"loans/{await journey.LoanIdAsync()}/receipts"))["items"].AsArray().Sum(item => (long)item!["amountRials"]!));
    }
}
