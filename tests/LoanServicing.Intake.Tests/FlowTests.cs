using System.Net;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Intake.Tests;

public class FlowTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [StoreFact]
    public async Task From_application_to_settled_loan_over_the_real_transport()
    {
        var id = await host.SubmitAsync();
        await PublishAsync(Facts.Assessed(id), id, ApplicationState.AwaitingApproval);
        await host.DoAsync(id, "approvals", new { });
        var approved = (await host.HeardAsync<ApplicationApproved>(id)).Single();
        await PublishAsync(Facts.Reserved(id), id, ApplicationState.FundsReserved);
        await host.DoAsync(id, "contract", Bodies.Contract("C-flow"));
        var signed = (await host.HeardAsync<ContractSigned>(id)).Single();
        await PublishAsync(Facts.Ordered(id), id, ApplicationState.Disbursing);
        var loan = Guid.CreateVersion7();
        await PublishAsync(Facts.Opened(id, loan), id, ApplicationState.Active);
        await PublishAsync(Facts.Settled(id, loan), id, ApplicationState.Settled);
        var closed = (await host.HeardAsync<ApplicationClosed>(id)).Single();

        Assert.Equal((1, new Rials(380_000_000), 24), (approved.ReservationRound, approved.Amount, approved.Installments));
        Assert.Equal(
            new LoanTermsAgreed(
                new Rials(380_000_000), 24, FeeMethod.CbiAnnual, 400, new Rials(10_000), 2, 15, null, AllocationOrder.OldestInstalmentFirst, new LocalDate(2021, 3, 21)),
            signed.Terms);
        Assert.Equal((1, 1, "C-flow", Bodies.Iban), (signed.ReservationRound, signed.PaymentAttempt, signed.ContractNumber, signed.Iban));
        Assert.Equal(new FunderShares(new Rials(113_095_238), new Rials(266_904_762)), signed.Shares);
        Assert.Equal(("Settled", 4L), (closed.ClosedAs, closed.Header.Sequence));
        var view = await host.GetAsync(id);
        Assert.Equal(loan, view.GetProperty("loanId").GetGuid());
        Assert.Equal(
            ["Submitted", "AwaitingApproval", "Approved", "FundsReserved", "ContractSigned", "Disbursing", "Active", "Settled"],
            view.GetProperty("timeline").EnumerateArray().Select(entry => entry.Text("status")));
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));

        // The last payment bounces, is made good, and bounces for ever: whichever of these facts comes last in the loan's order counts.
        await PublishAsync(Facts.Reopened(id, loan, 5), id, ApplicationState.Active);
        await PublishAsync(Facts.Settled(id, loan, 7), id, ApplicationState.Settled);
        await PublishAsync(Facts.WrittenOff(id, loan, 10), id, ApplicationState.WrittenOff);
        await PublishAsync(Facts.Reopened(id, loan, 9), id, ApplicationState.WrittenOff);
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task A_fact_delivered_twice_changes_nothing()
    {
        var id = await host.SubmitAsync();
        var fact = Facts.Assessed(id);
        await host.TellAsync(fact);
        await host.TellAsync(fact);
        await host.TellAsync(Facts.Assessed(id));

        Assert.Equal(2, (await host.GetAsync(id)).GetProperty("timeline").GetArrayLength());
    }

    [StoreFact]
    public async Task An_ineligible_application_is_closed_with_its_reason_in_the_callers_language()
    {
        var nationalId = Bodies.NewNationalId();
        var id = await host.SubmitAsync(Bodies.Application(nationalId));
        await host.TellAsync(Facts.Assessed(id, "ineligible"));

        var applicant = host.Applicant(nationalId);
        applicant.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fa");
        var view = await (await applicant.GetAsync(IntakeHost.Path(id))).ReadAsync(HttpStatusCode.OK);

        Assert.Equal(("Ineligible", "گواهی مهارت لازم است."), (view.Text("status"), view.Text("reason")));
        Assert.Equal("A skill certificate is needed.", (await host.GetAsync(id)).Text("reason"));
        var eligibility = view.GetProperty("eligibility");
        Assert.Equal(("ineligible", 7), (eligibility.Text("outcome"), eligibility.GetProperty("ruleSetVersion").GetInt32()));
        Assert.Equal("35", eligibility.GetProperty("rules")[0].GetProperty("inputs").Text("age"));
        Assert.Equal("Ineligible", (await host.HeardAsync<ApplicationClosed>(id)).Single().ClosedAs);
    }

    [StoreFact]
    public async Task Without_funds_it_stands_in_the_waiting_list_until_they_are_reserved()
    {
        var id = await Flow.ApprovedAsync(host);
        await host.TellAsync(Facts.Unavailable(id));
        Assert.Equal(ApplicationState.Waitlisted, await host.StateAsync(id));
        Assert.Contains("deposited", (await host.GetAsync(id)).Text("reason"), StringComparison.Ordinal);

        await host.TellAsync(Facts.Reserved(id));

        Assert.Equal(ApplicationState.FundsReserved, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task Funds_reserved_for_a_withdrawn_application_are_released()
    {
        var id = await Flow.ApprovedAsync(host);
        await host.DoAsync(id, "withdrawal", new { reason = "moved away" });
        await host.TellAsync(Facts.Reserved(id));

        var closings = await host.HeardAsync<ApplicationClosed>(id, 2);

        Assert.Equal([3L, 4L], closings.Select(fact => fact.Header.Sequence));
        Assert.All(closings, fact => Assert.Equal("Withdrawn", fact.ClosedAs));
        Assert.Equal(ApplicationState.Withdrawn, await host.StateAsync(id));
        Assert.Equal(4, (await host.GetAsync(id)).GetProperty("timeline").GetArrayLength());
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    private async Task PublishAsync(IFact fact, Guid id, ApplicationState expected)
    {
        await host.PublishAsync(fact);
        await Eventually.TrueAsync(async () => await host.StateAsync(id) == expected, $"{id} is {expected}");
    }
}
