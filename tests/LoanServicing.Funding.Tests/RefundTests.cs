using System.Net;
using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

public class RefundTests
{
    private static readonly string Deposit = DepositId.FromSerial(1_000_001).Digits;

    [StoreFact]
    public async Task Credit_is_paid_back_to_its_borrower_by_two_people_and_the_bank_balance_falls_by_it()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        var loan = await OverpaidAsync(app, credit: 100);

        var request = await app.AskAsync("funding/refunds", Refund(loan, 60, "W1"));
        var (own, _) = await app.Finance(1).SendAsync($"checks/{request}/approval", null);
        var (done, recorded) = await app.Finance(2).SendAsync($"checks/{request}/approval", null);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (own, done));
        var position = await app.PositionAsync();
        Assert.Equal((40L, 8_400L + 100 - 60), (position.Rials("borrowersCreditRials"), position.Rials("bankBalanceRials")));
        var told = Assert.Single(await heard.ExpectAsync<CreditRefunded>(1));
        Assert.Equal(
            (loan, recorded.GetProperty("withdrawalId").GetGuid(), new Rials(60), Facts.Today, "W1"), (told.LoanId, told.RefundId, told.Amount, told.ValueDate, told.BankReference));
        Assert.Equal((Streams.Refund, loan, 1L), (told.Header.Stream, told.Header.Key, told.Header.Sequence));
        await AssertSoundAsync(app);
    }

    [StoreFact]
    public async Task No_more_is_refunded_than_the_credit_that_is_booked_and_not_refunded_yet()
    {
        await using var app = await FundingHttp.StartAsync();
        var loan = await OverpaidAsync(app, credit: 100);
        await AssertRefusedAsync(app, Refund(loan, 101, "W1"), "Only 100 rials");
        await ApproveAsync(app, await app.AskAsync("funding/refunds", Refund(loan, 60, "W1")));
        await AssertRefusedAsync(app, Refund(loan, 41, "W2"), "Only 40 rials");

        await app.DeliverAsync(Facts.Repaid(loan, FunderShares.Zero, credit: 5));
        await AssertRefusedAsync(app, Refund(loan, 46, "W2"), "Only 45 rials");
        await ApproveAsync(app, await app.AskAsync("funding/refunds", Refund(loan, 45, "W2")));

        await AssertRefusedAsync(app, Refund(loan, 1, "W3"), "Only 0 rials");
        Assert.Equal(0, (await app.PositionAsync()).Rials("borrowersCreditRials"));
        await AssertSoundAsync(app);
    }

    [StoreFact]
    public async Task Of_two_requests_for_the_same_credit_the_second_finds_it_gone()
    {
        await using var app = await FundingHttp.StartAsync();
        var loan = await OverpaidAsync(app, credit: 100);
        var first = await app.AskAsync("funding/refunds", Refund(loan, 60, "W1"));
        var second = await app.AskAsync("funding/refunds", Refund(loan, 60, "W2"));

        var answers = await Task.WhenAll(
            app.Finance(2).SendAsync($"checks/{first}/approval", null), app.Finance(3).SendAsync($"checks/{second}/approval", null));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.Status).Order());
        Assert.Equal("refund.more-than-credit", answers.Single(answer => answer.Status == HttpStatusCode.Conflict).Body.GetProperty("code").GetString());
        Assert.Equal(40, (await app.PositionAsync()).Rials("borrowersCreditRials"));
        await AssertSoundAsync(app);
    }

    [StoreFact]
    public async Task The_refunds_of_a_loan_are_numbered_and_one_that_is_refused_is_not_told()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        var loan = await OverpaidAsync(app, credit: 100);

        await ApproveAsync(app, await app.AskAsync("funding/refunds", Refund(loan, 10, "W1")));
        var refused = await app.AskAsync("funding/refunds", Refund(loan, 20, "W2"));
        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{refused}/refusal", new { reason = "wrong slip" })).Status);
        await ApproveAsync(app, await app.AskAsync("funding/refunds", Refund(loan, 30, "W2")));

        var told = await heard.ExpectAsync<CreditRefunded>(2);
        Assert.Equal([(1L, 10L), (2L, 30L)], told.Select(fact => (fact.Header.Sequence, fact.Amount.Value)));
        Assert.Equal(60, (await app.PositionAsync()).Rials("borrowersCreditRials"));
    }

    [StoreFact]
    public async Task A_bank_reference_stands_for_one_refund_of_one_loan()
    {
        await using var app = await FundingHttp.StartAsync();
        var loan = await OverpaidAsync(app, credit: 100);
        var request = await app.AskAsync("funding/refunds", Refund(loan, 10, "W1"));

        Assert.Equal(request, await app.AskAsync("funding/refunds", Refund(loan, 10, "W1")));
        var other = await OverpaidAsync(app, credit: 100, "B");
        foreach (var body in new[] { Refund(loan, 11, "W1"), Refund(other, 10, "W1") })
        {
            var (status, problem) = await app.Finance(1).SendAsync("funding/refunds", body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "bank-reference.reused"), (status, problem.GetProperty("code").GetString()));
        }
    }

    [StoreFact]
    public async Task The_loan_is_named_by_its_id_or_by_its_deposit_id_and_once()
    {
        await using var app = await FundingHttp.StartAsync();
        var loan = await OverpaidAsync(app, credit: 100);
        await app.DeliverAsync(Facts.Opened(loan, Deposit));

        await ApproveAsync(app, await app.AskAsync("funding/refunds", Body(null, Deposit, 10, "W1")));

        Assert.Equal(90, (await app.PositionAsync()).Rials("borrowersCreditRials"));
        Assert.Equal((HttpStatusCode.BadRequest, "field.exactly-one-of"), await FieldErrorAsync(app, Body(loan, Deposit, 10, "W2")));
        Assert.Equal((HttpStatusCode.BadRequest, "field.exactly-one-of"), await FieldErrorAsync(app, Body(null, null, 10, "W2")));
        Assert.Equal((HttpStatusCode.BadRequest, "deposit-id.invalid"), await FieldErrorAsync(app, Body(null, "100000100", 10, "W2")));
        var (status, problem) = await app.Finance(1).SendAsync("funding/refunds", Refund(Guid.CreateVersion7(), 10, "W2"));
        Assert.Equal((HttpStatusCode.Conflict, "loan.unknown"), (status, problem.GetProperty("code").GetString()));
    }

    [StoreFact]
    public async Task What_was_refunded_stays_taken_when_a_posting_takes_the_credit_away()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(840);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(840), credit: 100));
        await bench.RefundAsync(loan, 80);

        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero, fee: 50, credit: -50));

        await bench.AssertSoundAsync();
        Assert.Equal([(50L, 80L)], await bench.QueryAsync<(long, long)>("select credit, refunded from funded_loan"));
    }

    private static object Refund(Guid loanId, long amount, string reference) => Body(loanId, null, amount, reference);

    private static object Body(Guid? loanId, string? depositId, long amount, string reference)
    {
        var body = new Dictionary<string, object>
        {
            ["amountRials"] = amount,
            ["bankReference"] = reference,
            ["valueDate"] = "2026-11-22",
            ["reason"] = "the borrower's letter",
        };
        if (loanId is { } id)
        {
            body["loanId"] = id;
        }

        if (depositId is not null)
        {
            body["depositId"] = depositId;
        }

        return body;
    }

    /// <summary>A loan of 840 that has been repaid, with so much more.</summary>
    private static async Task<Guid> OverpaidAsync(TestApplication app, long credit, string reference = "A")
    {
        await app.ContributeAsync("ALAVI", 2_500, reference + "A");
        await app.ContributeAsync("SINA", 5_900, reference + "S");
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.DeliverAsync(Facts.Approved(application, 840));
        await app.DeliverAsync(Facts.Ordered(application, Facts.Exact(840), order));
        await app.DeliverAsync(Facts.Disbursed(application, Facts.Exact(840), order, loan));
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(840), credit: credit));
        return loan;
    }

    private static async Task ApproveAsync(TestApplication app, Guid request) =>
        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{request}/approval", null)).Status);

    private static async Task AssertRefusedAsync(TestApplication app, object body, string figure)
    {
        var (status, problem) = await app.Finance(1).SendAsync("funding/refunds", body);
        Assert.Equal((HttpStatusCode.Conflict, "refund.more-than-credit"), (status, problem.GetProperty("code").GetString()));
        Assert.Contains(figure, problem.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode, string?)> FieldErrorAsync(TestApplication app, object body)
    {
        var (status, problem) = await app.Finance(1).SendAsync("funding/refunds", body);
        return (status, problem.GetProperty("errors").EnumerateArray().Single().GetProperty("code").GetString());
    }

    private static async Task AssertSoundAsync(TestApplication app) => Assert.Empty(
        (await app.Database(FundingService.Name).ReadAsync(connection => FundingService.Module.Verify(connection))).SelectMany(finding => finding.Problems));
}
