using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>The loan of <see cref="Facts.Disbursed"/>: fee 480,000, then lines of 540,000; year 2 begins on 31 Shahrivar 1406 with a fee of 242,400.</summary>
public class ReceiptTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private const long Line = 540_000;

    [StoreFact]
    public async Task A_receipt_pays_the_oldest_instalments_and_is_told_once()
    {
        var loanId = await host.OpenAsync();

        var (status, answer) = await host.PayAsync(loanId, 480_000 + Line + 7, "1405-08-30");

        Assert.Equal(201, status);
        Assert.Equal([(1, 0, 480_000), (2, Line, 0), (3, 7, 0)], answer.Allocations());
        Assert.Matches("^[0-9]{7,}-001$", answer.Text("receiptNumber"));
        Assert.Equal(Line + 7, answer.GetProperty("funders").Rials("ALAVI") + answer.GetProperty("funders").Rials("SINA"));
        var posted = Assert.IsType<RepaymentPosted>((await host.Probe.ExpectAsync(loanId, 2))[1]);
        Assert.Equal(2, posted.Header.Sequence);
        Assert.Equal((new Rials(480_000), Rials.Zero, new Rials(Line + 7)), (posted.Fee, posted.Credit, posted.PrincipalRepaidAfter));
        Assert.Equal(posted.Amount, posted.Shares.Total + posted.Fee + posted.Credit);
        Assert.Equal(RepaymentHost.Today, posted.Header.BusinessDate);
    }

    [StoreFact]
    public async Task Several_odd_amounts_pay_one_instalment_and_the_loan_says_what_is_left()
    {
        var loanId = await host.OpenAsync();
        foreach (var amount in new[] { 479_999L, 1L, 13L, 100_001L })
        {
            Assert.Equal(201, (await host.PayAsync(loanId, amount, "1405-08-01")).Status);
        }

        var (_, loan) = await host.GetAsync($"loans/{loanId}");

        Assert.Equal(100_014, loan.Rials("repaidRials"));
        Assert.Equal(12_000_000 - 100_014, loan.Rials("outstandingRials"));
        Assert.Equal("1405-08-30", loan.GetProperty("nextDue").Text("datePersian"));
        Assert.Equal(Line - 100_014, loan.GetProperty("nextDue").Rials("amountRials"));
        Assert.Equal(242_400, loan.Rials("feeDueRials"));
        Assert.Equal(12_000_000 - 100_014 + 242_400, loan.Rials("settlementRials"));
    }

    [StoreFact]
    public async Task Early_settlement_drops_the_fee_of_a_year_not_begun_and_what_is_too_much_is_credit()
    {
        var loanId = await host.OpenAsync();

        var (status, answer) = await host.PayAsync(loanId, 12_480_000 + 9, "1405-12-01");

        Assert.Equal(201, status);
        Assert.Equal(480_000, answer.Allocations().Sum(one => one.Fee));
        Assert.Equal(12_000_000, answer.Allocations().Sum(one => one.Principal));
        var facts = await host.Probe.ExpectAsync(loanId, 3);
        var settled = Assert.IsType<LoanSettled>(facts[2]);
        Assert.Equal((3, new Rials(480_000), Facts.Day("1405-12-01")), (settled.Header.Sequence, settled.FeePaid, settled.SettledOn));
        Assert.Equal(new Rials(12_000_000), settled.Shares.Total);
        var (_, loan) = await host.GetAsync($"loans/{loanId}");
        Assert.Equal(("Settled", 9L, 0L, 0L), (loan.Text("status"), loan.Rials("creditRials"), loan.Rials("settlementRials"), loan.Rials("feeDueRials")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, loan.GetProperty("nextDue").ValueKind);
    }

    [StoreFact]
    public async Task Money_after_settlement_is_credit_and_settles_nothing_again()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 12_480_000, "1405-12-01");

        var (status, answer) = await host.PayAsync(loanId, 500, "1406-01-15");

        Assert.Equal(201, status);
        Assert.Empty(answer.Allocations());
        var facts = await host.Probe.ExpectAsync(loanId, 4);
        Assert.Equal(new Rials(500), Assert.IsType<RepaymentPosted>(facts[3]).Credit);
        Assert.Single(facts.OfType<LoanSettled>());
    }

    [StoreFact]
    public async Task A_backdated_receipt_posts_the_differences_of_the_loan_as_it_would_have_been()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 480_000 + (11 * Line), "1405-12-01");
        await host.PayAsync(loanId, 242_400, "1406-07-30");

        var (status, answer) = await host.PayAsync(loanId, 3_030_000, "1405-12-15");

        Assert.Equal(201, status);
        Assert.Equal(3_030_000, answer.Allocations().Sum(one => one.Principal));
        var posted = Assert.IsType<RepaymentPosted>((await host.Probe.ExpectAsync(loanId, 4))[3]);
        Assert.Equal((new Rials(-121_200), new Rials(3_151_200), new Rials(3_030_000)), (posted.Fee, posted.Shares.Total, posted.Amount));
        Assert.Equal(posted.Shares.Alavi.Value, answer.GetProperty("funders").Rials("ALAVI"));
        var (_, receipts) = await host.GetAsync($"loans/{loanId}/receipts");
        var second = receipts.GetProperty("items")[1];
        Assert.Equal(121_200, second.Allocations().Sum(one => one.Fee));
        Assert.Equal(242_400, second.Allocations().Sum(one => one.Fee + one.Principal));
    }

    [StoreFact]
    public async Task The_same_key_gets_the_first_answer_and_another_body_under_it_is_refused()
    {
        var loanId = await host.OpenAsync();
        var receipt = Facts.Receipt(600_000, "1405-08-01");
        var key = "key-" + loanId;
        var (_, first) = await host.PayAsync(loanId, receipt, key);
        var (status, again) = await host.PayAsync(loanId, receipt, key);

        receipt["amountRials"] = 600_001;
        var (reused, problem) = await host.PayAsync(loanId, receipt, key);

        Assert.Equal(201, status);
        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal((422, "idempotency-key.reused"), (reused, problem.Text("code")));
    }

    [StoreFact]
    public async Task A_bank_reference_cannot_stand_for_another_amount_date_or_loan_but_can_for_another_channel()
    {
        var (loanId, otherLoan) = (await host.OpenAsync(), await host.OpenAsync());
        var reference = "REF-" + loanId;
        await host.PayAsync(loanId, 600_000, "1405-08-01", reference);

        var (amount, problem) = await host.PayAsync(loanId, 600_001, "1405-08-01", reference);
        var (date, _) = await host.PayAsync(loanId, 600_000, "1405-08-02", reference);
        var (loan, _) = await host.PayAsync(otherLoan, 600_000, "1405-08-01", reference);
        var (channel, _) = await host.PayAsync(otherLoan, Facts.Receipt(600_000, "1405-08-01", reference, "satna"));

        Assert.Equal((422, 422, 422, 201), (amount, date, loan, channel));
        Assert.Equal("bank-reference.reused", problem.Text("code"));
        var (_, untouched) = await host.GetAsync($"loans/{loanId}");
        Assert.Equal(120_000, untouched.Rials("repaidRials"));
    }

    [StoreFact]
    public async Task Fifty_receipts_at_once_on_one_loan_are_all_posted_each_once()
    {
        var loanId = await host.OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => host.PayAsync(loanId, 100_000 + i, i % 2 == 0 ? "1406-08-01" : "1406-02-01")));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Equal(50, answers.Select(answer => answer.Body.Text("receiptNumber")).Distinct().Count());
        var facts = await host.Probe.ExpectAsync(loanId, 51);
        Assert.Equal(Enumerable.Range(1, 51).Select(i => (long)i), facts.Select(fact => fact.Header.Sequence));
        var postings = facts.OfType<RepaymentPosted>().ToList();
        Assert.Equal(Enumerable.Range(0, 50).Sum(i => 100_000L + i), postings.Sum(posting => posting.Amount.Value));
        var (_, loan) = await host.GetAsync($"loans/{loanId}");
        Assert.Equal(postings.Sum(posting => posting.Shares.Alavi.Value), loan.GetProperty("funders").GetProperty("ALAVI").Rials("repaidRials"));
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task Fifty_times_the_same_reference_at_once_is_one_receipt()
    {
        var loanId = await host.OpenAsync();
        var receipt = Facts.Receipt(700_000, "1405-08-01");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.PayAsync(loanId, receipt)));

        Assert.Equal(1, answers.Count(answer => answer.Status == 201));
        Assert.Equal(49, answers.Count(answer => answer.Status == 200));
        Assert.Single(answers.Select(answer => answer.Body.GetRawText()).Distinct(StringComparer.Ordinal));
    }
}
