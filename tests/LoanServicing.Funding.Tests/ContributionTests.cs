using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

public class ContributionTests
{
    [StoreFact]
    public async Task A_deposit_counts_once_another_person_of_finance_has_approved_it()
    {
        await using var app = await FundingHttp.StartAsync();
        var (asked, body) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, "R1"));
        var request = body.GetProperty("requestId").GetGuid();
        Assert.Equal(HttpStatusCode.Accepted, asked);
        Assert.Equal(0, Deposited(await app.PositionAsync(), "SINA"));

        var (own, _) = await app.Finance(1).SendAsync($"checks/{request}/approval", null);
        var (officer, _) = await app.Client("officer-1", Roles.Officer).SendAsync($"checks/{request}/approval", null);
        var (other, _) = await app.Finance(2).SendAsync($"checks/{request}/approval", null);
        var (again, _) = await app.Finance(3).SendAsync($"checks/{request}/approval", null);

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Conflict), (own, officer, other, again));
        var position = await app.PositionAsync();
        Assert.Equal((1_000L, 1_000L), (Deposited(position, "SINA"), position.Rials("bankBalanceRials")));
    }

    [StoreFact]
    public async Task A_bank_reference_stands_for_one_deposit_for_ever()
    {
        await using var app = await FundingHttp.StartAsync();
        var (_, first) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, "R1"));
        await app.Finance(2).SendAsync($"checks/{first.GetProperty("requestId").GetGuid()}/approval", null);

        var (same, repeated) = await app.Finance(3).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, " R1 "));
        var (amount, problem) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_001, "R۱"));
        var (funder, _) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("ALAVI", 1_000, "R1"));

        Assert.Equal((HttpStatusCode.Accepted, first.GetProperty("requestId").GetGuid()), (same, repeated.GetProperty("requestId").GetGuid()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (amount, funder));
        Assert.Equal("bank-reference.reused", problem.GetProperty("code").GetString());
        Assert.Equal(1_000, (await app.PositionAsync()).Rials("bankBalanceRials"));
    }

    [StoreTheory]
    [InlineData("norm-۱")]
    [InlineData("norm-1")]
    [InlineData("ＮＯＲＭ－１")]
    public async Task A_bank_reference_is_the_same_in_any_writing(string reference)
    {
        await using var app = await FundingHttp.StartAsync();
        var (_, first) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, "NORM-1"));

        var (status, second) = await app.Finance(2).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, reference));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(first.GetProperty("requestId").GetGuid(), second.GetProperty("requestId").GetGuid());
    }

    [StoreTheory]
    [InlineData("alavi")]
    [InlineData("BANK")]
    public async Task A_funder_is_named_as_the_contract_writes_it(string name)
    {
        await using var app = await FundingHttp.StartAsync();

        var (status, body) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit(name, 1_000, "R1"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("funder.unknown", body.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [StoreTheory]
    [InlineData("2026-11-22", HttpStatusCode.Accepted)]
    [InlineData("2026-11-23", HttpStatusCode.BadRequest)]
    public async Task A_deposit_cannot_have_come_after_the_business_date(string valueDate, HttpStatusCode expected)
    {
        await using var app = await FundingHttp.StartAsync();
        await app.SetBusinessDateAsync(new NodaTime.LocalDate(2026, 11, 22));

        var (status, body) = await app.Finance(1).SendAsync(
            "funding/contributions", new { funder = "SINA", amountRials = 1_000, bankReference = "R1", valueDate });

        Assert.Equal(expected, status);
        if (expected == HttpStatusCode.BadRequest)
        {
            Assert.Equal("value-date.after-business-date", body.GetProperty("errors")[0].GetProperty("code").GetString());
        }
    }

    [StoreFact]
    public async Task A_refused_request_leaves_its_reference_for_the_right_one()
    {
        await using var app = await FundingHttp.StartAsync();
        var (_, wrong) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, "R1"));
        var (refused, _) = await app.Finance(2).SendAsync($"checks/{wrong.GetProperty("requestId").GetGuid()}/refusal", new { reason = "the slip says 900" });

        await app.ContributeAsync("SINA", 900, "R1");

        Assert.Equal(HttpStatusCode.OK, refused);
        Assert.Equal(900, Deposited(await app.PositionAsync(), "SINA"));
    }

    [StoreFact]
    public async Task A_deposit_above_the_commitment_is_taken_and_the_checker_sees_by_how_much()
    {
        await using var app = await FundingHttp.StartAsync();
        var committed = (await app.PositionAsync()).GetProperty("funders").EnumerateArray()
            .Single(each => each.GetProperty("code").GetString() == "SINA").Rials("committedRials");

        await app.ContributeAsync("SINA", committed - 1_000, "R1");
        var exact = await AskAsync(app, "SINA", 1_000, "R2");
        var above = await AskAsync(app, "SINA", 7, "R3");
        var other = await AskAsync(app, "ALAVI", 7, "R4");

        Assert.Equal([null, 7L, null], [await AboveAsync(app, exact), await AboveAsync(app, above), await AboveAsync(app, other)]);
        foreach (var request in new[] { exact, above })
        {
            Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{request}/approval", null)).Status);
        }

        Assert.Equal(committed + 7, Deposited(await app.PositionAsync(), "SINA"));
    }

    [StoreFact]
    public async Task The_same_key_gives_the_first_answer_and_none_is_refused()
    {
        await using var app = await FundingHttp.StartAsync();
        var (_, first) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, "R1"), "key-1");

        var (_, second) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, "R1"), "key-1");
        var (other, _) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, "R2"), "key-1");
        var (none, problem) = await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, "R3"), "");

        Assert.Equal(first.GetProperty("requestId").GetGuid(), second.GetProperty("requestId").GetGuid());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.BadRequest), (other, none));
        Assert.Equal("idempotency-key.required", problem.GetProperty("code").GetString());
    }

    [StoreFact]
    public async Task Every_wrong_field_is_named()
    {
        await using var app = await FundingHttp.StartAsync();

        var (status, problem) = await app.Finance(1).SendAsync(
            "funding/contributions", new { funder = "SERVICER", amountRials = 1.5, valueDate = "2026-02-30" });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            ["amountRials", "bankReference", "funder", "valueDate"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!).Order(StringComparer.Ordinal));
    }

    [StoreTheory]
    [InlineData(Roles.Officer)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Cashier)]
    public async Task Only_finance_records_deposits(string role)
    {
        await using var app = await FundingHttp.StartAsync();

        var (status, _) = await app.Client("somebody", role).SendAsync("funding/contributions", FundingHttp.Deposit("SINA", 1_000, "R1"));

        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    private static async Task<Guid> AskAsync(TestApplication app, string funder, long amount, string reference) =>
        (await app.Finance(1).SendAsync("funding/contributions", FundingHttp.Deposit(funder, amount, reference))).Body.GetProperty("requestId").GetGuid();

    /// <summary>The warning as another person of finance sees it.</summary>
    private static async Task<long?> AboveAsync(TestApplication app, Guid request)
    {
        var asked = (await app.Finance(2).GetFromJsonAsync<JsonElement>("checks")).GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("requestId").GetGuid() == request).GetProperty("asked").GetProperty("aboveCommitmentRials");
        return asked.ValueKind == JsonValueKind.Null ? null : asked.GetInt64();
    }

    private static long Deposited(System.Text.Json.JsonElement position, string funder) =>
        position.GetProperty("funders").EnumerateArray().Single(each => each.GetProperty("code").GetString() == funder).Rials("depositedRials");
}
