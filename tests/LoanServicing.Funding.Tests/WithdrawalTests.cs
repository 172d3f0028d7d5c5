using System.Net;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

public class WithdrawalTests
{
    [StoreFact]
    public async Task What_was_collected_for_a_funder_is_paid_back_to_it_and_no_more()
    {
        await using var app = await FundingHttp.StartAsync();
        await LentAsync(app, repaid: 84, fee: 7);

        var request = await app.AskAsync("funding/remittances", Remittance("SINA", 50, "W1"));
        var (above, problem) = await app.Finance(1).SendAsync("funding/remittances", Remittance("SINA", 60, "W2"));
        var (own, _) = await app.Finance(1).SendAsync($"checks/{request}/approval", null);
        var (done, _) = await app.Finance(2).SendAsync($"checks/{request}/approval", null);

        Assert.Equal((HttpStatusCode.Conflict, "withdrawal.more-than-held"), (above, problem.GetProperty("code").GetString()));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (own, done));
        var sina = (await app.PositionAsync()).Funder("SINA");
        Assert.Equal((50L, 9L, 59L), (sina.Rials("remittedRials"), sina.Rials("remittableRials"), sina.Rials("collectedRials")));
        Assert.Equal(5_900 - 590 + 59 - 50, sina.Rials("cashRials"));
        Assert.Equal(8_400 - 840 + 84 + 7 - 50, (await app.PositionAsync()).Rials("bankBalanceRials"));
    }

    [StoreFact]
    public async Task Of_two_requests_for_the_same_money_the_second_finds_it_gone()
    {
        await using var app = await FundingHttp.StartAsync();
        await LentAsync(app, repaid: 84, fee: 0);
        var first = await app.AskAsync("funding/remittances", Remittance("SINA", 40, "W1"));
        var second = await app.AskAsync("funding/remittances", Remittance("SINA", 40, "W2"));

        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{first}/approval", null)).Status);
        var (status, problem) = await app.Finance(2).SendAsync($"checks/{second}/approval", null);

        Assert.Equal((HttpStatusCode.Conflict, "withdrawal.more-than-held"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal(40, (await app.PositionAsync()).Funder("SINA").Rials("remittedRials"));
    }

    [StoreFact]
    public async Task The_servicing_bank_takes_the_fees_that_are_held_and_no_more()
    {
        await using var app = await FundingHttp.StartAsync();
        await LentAsync(app, repaid: 84, fee: 7);

        var request = await app.AskAsync("funding/fee-settlements", Fees(5, "F1"));
        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{request}/approval", null)).Status);
        var (above, problem) = await app.Finance(1).SendAsync("funding/fee-settlements", Fees(3, "F2"));

        Assert.Equal((HttpStatusCode.Conflict, "withdrawal.more-than-held"), (above, problem.GetProperty("code").GetString()));
        var position = await app.PositionAsync();
        Assert.Equal((2L, 8_400L - 840 + 84 + 2), (position.Rials("feesHeldRials"), position.Rials("bankBalanceRials")));
    }

    [StoreFact]
    public async Task A_bank_reference_stands_for_one_withdrawal_for_ever()
    {
        await using var app = await FundingHttp.StartAsync();
        await LentAsync(app, repaid: 84, fee: 7);
        var request = await app.AskAsync("funding/remittances", Remittance("SINA", 10, "W1"));

        Assert.Equal(request, await app.AskAsync("funding/remittances", Remittance("SINA", 10, "w۱")));
        foreach (var (path, body) in new[] { ("funding/remittances", Remittance("SINA", 11, "W1")), ("funding/remittances", Remittance("ALAVI", 10, "W1")), ("funding/fee-settlements", Fees(1, "W1")) })
        {
            var (status, problem) = await app.Finance(3).SendAsync(path, body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "bank-reference.reused"), (status, problem.GetProperty("code").GetString()));
        }

        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{request}/refusal", new { reason = "wrong slip" })).Status);
        Assert.NotEqual(request, await app.AskAsync("funding/remittances", Remittance("SINA", 11, "W1")));
        Assert.Equal(0, (await app.PositionAsync()).Funder("SINA").Rials("remittedRials"));
    }

    [StoreFact]
    public async Task What_comes_back_is_not_lent_again_and_what_is_promised_stays_covered()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 2_500, "A");
        await app.ContributeAsync("SINA", 5_900, "S");

        var (status, _) = await app.Finance(1).SendAsync("funding/remittances", Remittance("SINA", 1, "W1"));

        Assert.Equal(HttpStatusCode.Conflict, status);
    }

    [StoreFact]
    public async Task The_position_says_who_is_ahead_of_the_agreed_ratio()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 2_600, "A");
        await app.ContributeAsync("SINA", 5_900, "S");

        var position = await app.PositionAsync();

        Assert.Equal((70L, -70L), (position.Funder("ALAVI").Rials("aheadRials"), position.Funder("SINA").Rials("aheadRials"))); // 25/84 of 8,500 is 2,529.76
        Assert.Equal(50_000_000_000_000 - 2_600, position.Funder("ALAVI").Rials("uncalledRials"));
        Assert.Equal(24_000_000_000_000, position.Rials("outsidePoolRials"));
    }

    private static object Remittance(string funder, long amount, string reference) =>
        new { funder, amountRials = amount, bankReference = reference, valueDate = "2026-11-22", reason = "letter 12" };

    private static object Fees(long amount, string reference) =>
        new { amountRials = amount, bankReference = reference, valueDate = "2026-11-22", reason = "month end" };

    /// <summary>A loan of 840, of which so much has been repaid.</summary>
    private static async Task LentAsync(TestApplication app, long repaid, long fee)
    {
        await app.ContributeAsync("ALAVI", 2_500, "A");
        await app.ContributeAsync("SINA", 5_900, "S");
        var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.DeliverAsync(Facts.Approved(application, 840));
        await app.DeliverAsync(Facts.Ordered(application, Facts.Exact(840), order));
        await app.DeliverAsync(Facts.Disbursed(application, Facts.Exact(840), order, loan));
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(repaid), fee));
    }
}
