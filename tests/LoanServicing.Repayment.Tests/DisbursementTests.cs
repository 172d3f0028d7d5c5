using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

public class DisbursementTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreTheory]
    [InlineData("1405-06-31", 0, null, "1405-07-30", "1406-06-31")]
    [InlineData("1405-06-31", 6, null, "1406-01-31", "1406-12-29")]
    [InlineData("1405-01-20", 0, 5, "1405-02-05", "1406-01-05")]
    public async Task Paying_out_opens_a_loan_due_on_its_anchor_day(string paidOut, int grace, int? dueDay, string first, string twelfth)
    {
        var paid = await host.OpenAsync(Facts.Disbursed(paidOut: paidOut, grace: grace, dueDay: dueDay));

        var opened = Assert.IsType<LoanOpened>(host.Probe.Of(paid.LoanId).Single());
        Assert.Equal((1, Facts.Day(first), paid.ValueDate, paid.Shares), (opened.Header.Sequence, opened.FirstDue, opened.ValueDate, opened.Shares));
        Assert.True(DepositId.TryParse(opened.DepositId, out _));
        var (_, schedule) = await host.GetAsync($"loans/{paid.LoanId}/schedule");
        Assert.Equal(first, schedule.GetProperty("rows")[0].Text("dueDatePersian"));
        Assert.Equal(twelfth, schedule.GetProperty("rows")[11].Text("dueDatePersian"));
        var (_, loan) = await host.GetAsync($"loans/{paid.LoanId}");
        Assert.Equal(("Active", opened.DepositId, 12_000_000), (loan.Text("status"), loan.Text("depositId"), loan.Rials("outstandingRials")));
        Assert.Equal(paid.Shares.Sina.Value, loan.GetProperty("funders").GetProperty("SINA").Rials("shareRials"));
    }

    [StoreFact]
    public async Task The_same_paying_out_in_another_message_opens_nothing_again()
    {
        var paid = await host.OpenAsync(Facts.Disbursed());

        await host.TellAsync(paid with { Header = Facts.Header(Streams.PaymentOrder, paid.ApplicationId) });
        var next = await host.OpenAsync(Facts.Disbursed());

        Assert.Single(host.Probe.Of(paid.LoanId));
        Assert.Single(host.Probe.Of(next.LoanId));
        Assert.Equal(1, (await host.GetAsync($"loans/{paid.LoanId}")).Body.Rials("principalRials") / 12_000_000);
    }

    [StoreFact]
    public async Task A_payment_that_comes_back_ends_the_loan_and_what_was_paid_is_the_borrowers_credit()
    {
        var paid = await host.OpenAsync(Facts.Disbursed());
        await host.PayAsync(paid.LoanId, 480_000 + 100_000, "1405-07-30");

        await host.TellAsync(Facts.Returned(paid));

        var told = await host.Probe.ExpectAsync(paid.LoanId, 4);
        var posted = Assert.IsType<RepaymentPosted>(told[2]);
        Assert.Equal(posted.Header.Sequence + 1, Assert.IsType<LoanReturned>(told[3]).Header.Sequence);
        Assert.Equal((Rials.Zero, new Rials(-480_000), new Rials(580_000), Rials.Zero), (posted.Amount, posted.Fee, posted.Credit, posted.PrincipalRepaidAfter));
        Assert.Equal(new Rials(-100_000), posted.Shares.Total);
        var (_, loan) = await host.GetAsync($"loans/{paid.LoanId}");
        Assert.Equal(
            ("Returned", 0L, 0L, 580_000L, 0L),
            (loan.Text("status"), loan.Rials("repaidRials"), loan.Rials("outstandingRials"), loan.Rials("creditRials"), loan.Rials("settlementRials")));
        var (_, late) = await host.PayAsync(paid.LoanId, 5, "1405-07-01");
        Assert.Empty(late.Allocations());
        Assert.Empty((await host.GetAsync($"loans/{paid.LoanId}/schedule")).Body.GetProperty("rows").EnumerateArray());
        Assert.Equal("current", (await host.GetAsync($"loans/{paid.LoanId}/arrears")).Body.Text("class"));
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task A_payment_that_comes_back_before_anything_was_paid_posts_nothing()
    {
        var paid = await host.OpenAsync(Facts.Disbursed());

        await host.TellAsync(Facts.Returned(paid));
        await StatusBecomesAsync(paid.LoanId, "Returned");
        await host.TellAsync(Facts.Returned(paid));
        await host.OpenAsync(Facts.Disbursed());

        Assert.Equal([typeof(LoanOpened), typeof(LoanReturned)], (await host.Probe.ExpectAsync(paid.LoanId, 2)).Select(fact => fact.GetType()));
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task A_return_that_comes_before_the_loan_waits_for_it()
    {
        var paid = Facts.Disbursed();

        await host.TellAsync(Facts.Returned(paid));
        await Eventually.TrueAsync(
            async () => await host.Database.WriteAsync(unit => unit.QuerySingleAsync<long>(
                "select count(*) from waiting where wait_key = @key", new { key = $"loan:{paid.LoanId:N}" })) == 1,
            "the return waits");
        await host.TellAsync(paid);

        await StatusBecomesAsync(paid.LoanId, "Returned");
        Assert.Equal([typeof(LoanOpened), typeof(LoanReturned)], (await host.Probe.ExpectAsync(paid.LoanId, 2)).Select(fact => fact.GetType()));
    }

    [StoreFact]
    public async Task Another_order_under_the_id_of_a_loan_is_parked()
    {
        var paid = await host.OpenAsync(Facts.Disbursed());

        await host.TellAsync(paid with { Header = Facts.Header(Streams.PaymentOrder, paid.ApplicationId), OrderId = Guid.CreateVersion7() });

        await Eventually.TrueAsync(
            async () => await host.App.Database(Probe.Name).ReadAsync(connection =>
                Dapper.SqlMapper.QuerySingleAsync<long>(connection, "select count(*) from delivery where state = 1 and subscriber = 'repayment'")) == 1,
            "the second order is parked");
    }

    private Task StatusBecomesAsync(Guid loanId, string status) => Eventually.TrueAsync(
        async () => await host.GetAsync($"loans/{loanId}") is (200, var loan) && loan.Text("status") == status, $"loan {loanId} is {status}");
}
