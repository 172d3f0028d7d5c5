using System.Net;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

/// <summary>The payment and the loan, told by two services in any order, and what an officer can do about it.</summary>
public class PayoutTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [StoreFact]
    public async Task A_settlement_that_overtakes_the_opening_of_its_loan_waits_and_is_not_lost()
    {
        var id = await Flow.SignedAsync(host);
        var loan = Guid.CreateVersion7();
        await host.TellAsync(Facts.Settled(id, loan));
        Assert.Equal(ApplicationState.ContractSigned, await host.StateAsync(id));

        await host.TellAsync(Facts.Opened(id, loan));

        Assert.Equal(ApplicationState.Settled, await host.StateAsync(id));
        await host.TellAsync(Facts.Ordered(id));
        Assert.Equal(ApplicationState.Settled, await host.StateAsync(id));
        Assert.Single(await host.HeardAsync<ApplicationClosed>(id));
    }

    [StoreFact]
    public async Task A_refusal_that_overtakes_the_order_is_applied_and_can_be_ordered_again_to_another_account()
    {
        var id = await Flow.SignedAsync(host);
        await host.TellAsync(Facts.Failed(id));
        await host.TellAsync(Facts.Ordered(id));
        Assert.Equal("The account number is wrong. (AC01)", (await host.GetAsync(id)).Text("reason"));

        await host.DoAsync(id, "payout-account", new { iban = Bodies.AnotherIban });
        Assert.Equal("ContractSigned", (await host.DoAsync(id, "disbursement")).Text("status"));
        await host.TellAsync(Facts.Failed(id));

        var again = (await host.HeardAsync<ContractSigned>(id, 2))[1];
        Assert.Equal((2, 1, Bodies.AnotherIban), (again.PaymentAttempt, again.ReservationRound, again.Iban));
        Assert.Equal(ApplicationState.ContractSigned, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task The_pools_own_account_cannot_be_the_account_to_be_paid_to()
    {
        var id = await Flow.SignedAsync(host);
        await host.TellAsync(Facts.Failed(id));

        var answer = await host.CommandAsync(host.Officer, id, "payout-account", new { iban = "IR390590990000000000084025" });

        Assert.Equal(["iban:identity.iban-of-pool"], await answer.ErrorsAsync());
    }

    [StoreFact]
    public async Task After_a_returned_payment_funds_are_reserved_anew_and_the_signed_contract_goes_on_at_once()
    {
        var id = await Flow.SignedAsync(host);
        var loan = Guid.CreateVersion7();
        await host.TellAsync(Facts.Opened(id, loan));
        await host.TellAsync(Facts.Returned(id, loan));
        Assert.Equal(JsonValueKind.Null, (await host.GetAsync(id)).GetProperty("loanId").ValueKind);

        Assert.Equal("Approved", (await host.DoAsync(id, "disbursement")).Text("status"));
        Assert.Equal(2, (await host.HeardAsync<ApplicationApproved>(id, 2))[1].ReservationRound);
        await host.TellAsync(Facts.Reserved(id, round: 1));
        Assert.Equal(ApplicationState.Approved, await host.StateAsync(id));
        await host.TellAsync(Facts.Reserved(id, round: 2));

        Assert.Equal(ApplicationState.ContractSigned, await host.StateAsync(id));
        var again = (await host.HeardAsync<ContractSigned>(id, 2))[1];
        Assert.Equal((2, 2), (again.ReservationRound, again.PaymentAttempt));
        await host.TellAsync(Facts.Opened(id, Guid.CreateVersion7()));
        Assert.Equal(ApplicationState.Active, await host.StateAsync(id));
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task A_settled_application_whose_payment_comes_back_stays_settled_and_tells_of_it()
    {
        var id = await Flow.SignedAsync(host);
        var loan = Guid.CreateVersion7();
        await host.TellAsync(Facts.Opened(id, loan));
        await host.TellAsync(Facts.Settled(id, loan));

        await host.TellAsync(Facts.Returned(id, loan));
        await host.TellAsync(Facts.Returned(id, loan));

        var view = await host.GetAsync(id);
        Assert.Equal(("Settled", loan), (view.Text("status"), view.GetProperty("loanId").GetGuid()));
        Assert.StartsWith("The payment came back.", view.GetProperty("timeline").EnumerateArray().Last().Text("note"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await host.CommandAsync(host.Officer, id, "disbursement")).StatusCode);
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task A_return_that_overtakes_the_opening_makes_that_opening_and_its_settlement_stale()
    {
        var id = await Flow.SignedAsync(host);
        var loan = Guid.CreateVersion7();
        await host.TellAsync(Facts.Settled(id, loan));
        await host.TellAsync(Facts.Returned(id, loan));
        await host.TellAsync(Facts.Opened(id, loan));
        await host.TellAsync(Facts.Returned(id, loan));

        Assert.Equal(ApplicationState.DisbursementFailed, await host.StateAsync(id));
        Assert.Equal(0, await host.CountAsync("select count(*) from waiting where wait_key = @key", new { key = $"loan:{loan:N}" }));
    }

    [StoreFact]
    public async Task A_fact_that_contradicts_the_state_is_parked_and_changes_nothing()
    {
        var id = await host.SubmitAsync();

        var refused = await Assert.ThrowsAsync<FactRefusedException>(() => host.TellAsync(Facts.Opened(id, Guid.CreateVersion7())));

        Assert.Contains($"Application {id} is Submitted and cannot take LoanOpened", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ApplicationState.Submitted, await host.StateAsync(id));
        await Assert.ThrowsAsync<FactRefusedException>(() => host.TellAsync(Facts.Assessed(Guid.CreateVersion7())));
    }

    [StoreTheory]
    [InlineData("ContractSigned")]
    [InlineData("Disbursing")]
    public async Task What_the_bank_may_be_paying_cannot_be_cancelled_withdrawn_or_redirected(string state)
    {
        var id = await Flow.SignedAsync(host);
        if (state == "Disbursing")
        {
            await host.TellAsync(Facts.Ordered(id));
        }

        foreach (var (command, body) in new (string, object)[]
                 {
                     ("cancellation", new { reason = "x" }), ("withdrawal", new { }),
                     ("payout-account", new { iban = Bodies.Iban }), ("disbursement", new { }),
                 })
        {
            var problem = await (await host.CommandAsync(host.Officer, id, command, body)).ReadAsync(HttpStatusCode.Conflict);
            Assert.Equal(("application.wrong-state", state), (problem.Text("code"), problem.Text("state")));
        }
    }

    [StoreFact]
    public async Task An_approved_application_can_be_cancelled_with_a_reason()
    {
        var id = await Flow.ReservedAsync(host);
        Assert.Equal(["reason:field.required"], await (await host.CommandAsync(host.Officer, id, "cancellation", new { })).ErrorsAsync());

        await host.DoAsync(id, "cancellation", new { reason = "the workshop burnt down" });

        Assert.Equal("the workshop burnt down", (await host.GetAsync(id)).Text("reason"));
        Assert.Single(await host.HeardAsync<ApplicationClosed>(id));
    }
}
