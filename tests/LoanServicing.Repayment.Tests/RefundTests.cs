using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>Credit that Funding has paid back to the borrower, as the loan shows it.</summary>
public class RefundTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private const long Owed = 12_480_000;

    [StoreFact]
    public async Task A_refund_lowers_the_credit_that_the_loan_shows_and_nothing_else()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, Owed + 1_000, "1405-12-01");
        var before = await LoanAsync(loanId);

        await host.TellAsync(Facts.Refunded(loanId, 600));

        var after = await UntilCreditAsync(loanId, 400);
        Assert.Equal(1_000, before.Rials("creditRials"));
        foreach (var figure in (string[])["repaidRials", "feePaidRials", "outstandingRials", "settlementRials"])
        {
            Assert.Equal(before.Rials(figure), after.Rials(figure));
        }

        Assert.Equal("Settled", after.Text("status"));
        await AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_same_refund_told_again_changes_nothing()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, Owed + 1_000, "1405-12-01");
        var refund = Facts.Refunded(loanId, 600);

        await host.TellAsync(refund);
        await host.TellAsync(refund with { Header = Facts.Header(Streams.Refund, loanId, 2) });
        await host.TellAsync(Facts.Refunded(loanId, 100, sequence: 3));

        await UntilCreditAsync(loanId, 300);
        await AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_backdated_receipt_after_a_refund_is_replayed_beside_it()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, Owed + 1_000, "1405-12-01");
        await host.TellAsync(Facts.Refunded(loanId, 600));
        await UntilCreditAsync(loanId, 400);

        await host.PayAsync(loanId, 50, "1405-07-30");
        await host.PayAsync(loanId, 7, "1405-12-02");

        Assert.Equal(457, (await LoanAsync(loanId)).Rials("creditRials"));
        await AssertSoundAsync();
    }

    /// <summary>Today no receipt can bring it about; it must not harm the loan all the same.</summary>
    [StoreFact]
    public async Task More_refunded_than_there_is_credit_shows_none_and_later_credit_makes_up_for_it_first()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, Owed + 100, "1405-12-01");
        await host.TellAsync(Facts.Refunded(loanId, 150));
        var settled = await UntilCreditAsync(loanId, 0);
        Assert.Equal(("Settled", 0L), (settled.Text("status"), settled.Rials("settlementRials")));

        await host.PayAsync(loanId, 30, "1405-12-02");
        Assert.Equal(0, (await LoanAsync(loanId)).Rials("creditRials"));
        await host.PayAsync(loanId, 30, "1405-12-03");

        Assert.Equal(10, (await LoanAsync(loanId)).Rials("creditRials"));
        await AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_loan_that_is_taken_back_owes_what_was_received_less_what_was_refunded()
    {
        var paid = await host.OpenAsync(Facts.Disbursed());
        await host.PayAsync(paid.LoanId, Owed + 1_000, "1405-12-01");
        await host.TellAsync(Facts.Refunded(paid.LoanId, 600));
        await UntilCreditAsync(paid.LoanId, 400);

        await host.TellAsync(Facts.Returned(paid));

        await UntilCreditAsync(paid.LoanId, Owed + 400);
        await AssertSoundAsync();
    }

    private async Task<JsonElement> LoanAsync(Guid loanId) => (await host.GetAsync($"loans/{loanId}")).Body;

    private Task<JsonElement> UntilCreditAsync(Guid loanId, long credit) =>
        Eventually.ValueAsync(() => LoanAsync(loanId), loan => loan.Rials("creditRials") == credit, $"the loan shows a credit of {credit}");

    private async Task AssertSoundAsync() => Assert.Empty((await host.VerifyAsync()).SelectMany(finding => finding.Problems));
}
