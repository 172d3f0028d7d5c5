using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LoanServicing.Funding.Tests.Proof;

/// <summary><c>GET /funding/proof</c>.</summary>
public class ProofReadingTests
{
    [StoreFact]
    public async Task Every_equation_holds_and_the_figures_are_those_of_the_books()
    {
        await using var app = await FilledAsync(loans: 1);

        var proof = await ProofAsync(app, "");

        var funders = proof.GetProperty("funders").EnumerateArray().ToList();
        Assert.Equal(["ALAVI", "SINA"], funders.Select(funder => funder.GetProperty("code").GetString()));
        Assert.Equal(
            (25_000, 2_500, 0, 25, 22_525, 2_475),
            (funders[0].Rials("depositedRials"), funders[0].Rials("disbursedRials"), funders[0].Rials("returnedRials"), funders[0].Rials("collectedRials"), funders[0].Rials("cashRials"), funders[0].Rials("outstandingRials")));
        Assert.All(
            funders.Concat(proof.GetProperty("tranches").EnumerateArray()).Append(proof.GetProperty("bank")).SelectMany(part => part.GetProperty("identities").EnumerateArray()),
            identity => Assert.True(identity.GetProperty("holds").GetBoolean() && identity.Rials("leftRials") == identity.Rials("rightRials"), identity.ToString()));
        Assert.Equal(84_000 - 8_400 + 84 + 5, proof.GetProperty("bank").Rials("balanceRials"));
        Assert.Equal(6, proof.GetProperty("tranches").GetArrayLength());
        var loan = Assert.Single(proof.GetProperty("loans").EnumerateArray());
        Assert.Equal((8_400, 84, 8_316), (loan.Rials("principalRials"), loan.Rials("collectedRials"), loan.Rials("outstandingRials")));
        Assert.Equal(4_956 + 944, loan.GetProperty("funders").GetProperty("SINA").Rials("shareRials"));
        Assert.True(loan.GetProperty("holds").GetBoolean());
        Assert.Equal(("2026-11-22", "1405-09-01"), (proof.GetProperty("asOf").GetString(), proof.GetProperty("asOfPersian").GetString()));
    }

    [StoreFact]
    public async Task The_head_of_the_chain_is_the_last_block_and_what_is_not_sealed_is_counted()
    {
        await using var app = await FilledAsync(loans: 1);
        await app.Services.GetServices<IHostedService>().OfType<Sealer>().Single().SealAllAsync(CancellationToken.None);
        await app.ContributeAsync("ALAVI", 1, "later");

        var chain = (await ProofAsync(app, "")).GetProperty("chain");

        Assert.True(chain.GetProperty("blockNumber").GetInt64() > 0);
        Assert.Equal(64, chain.GetProperty("hash").GetString()!.Length);
        Assert.Equal(JsonValueKind.String, chain.GetProperty("sealedAt").ValueKind);
        Assert.Equal((5, 1), (chain.GetProperty("entriesSealed").GetInt64(), chain.GetProperty("entriesNotSealed").GetInt64()));
    }

    [StoreFact]
    public async Task Loans_come_in_pages_and_days_as_far_as_they_are_asked_for()
    {
        await using var app = await FilledAsync(loans: 3);

        var first = await ProofAsync(app, "?limit=2&from=2026-11-22&to=2026-11-22");
        var second = await ProofAsync(app, $"?limit=2&cursor={first.GetProperty("nextCursor").GetString()}&from=2026-10-01&to=2026-11-21");

        var ids = Ids(first).Concat(Ids(second)).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Contains(first.GetProperty("days").EnumerateArray(), day => day.GetProperty("account").GetString() == "DEPOSITED"
            && day.GetProperty("owner").GetString() == "SINA" && day.Rials("creditsRials") == 59_000 && day.GetProperty("tranche").ValueKind == JsonValueKind.Null);
        Assert.Equal(0, second.GetProperty("days").GetArrayLength());
    }

    [StoreTheory]
    [InlineData("?from=2026-13-01", "from", "date.invalid")]
    [InlineData("?to=yesterday", "to", "date.invalid")]
    [InlineData("?to=0001-01-01", "to", "date.invalid")]
    [InlineData("?from=2026-11-23", "from", "date.range")]
    [InlineData("?from=2025-11-22&to=2026-11-23", "from", "date.range")]
    [InlineData("?cursor=x", "cursor", "cursor.invalid")]
    [InlineData("?cursor=YzE", "cursor", "cursor.invalid")]
    [InlineData("?limit=0", "limit", "number.out-of-range")]
    public async Task A_query_that_cannot_be_meant_is_refused_by_its_field(string query, string field, string code)
    {
        await using var app = await FundingHttp.StartAsync();

        using var answer = await app.Client("auditor-1", Roles.Auditor).GetAsync(new Uri("funding/proof" + query, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0];
        Assert.Equal((field, code), (error.GetProperty("field").GetString(), error.GetProperty("code").GetString()));
    }

    [StoreFact]
    public async Task A_settled_loan_that_still_owes_does_not_hold()
    {
        await using var app = await FilledAsync(loans: 1);
        await app.Database(FundingService.Name).WriteAsync(unit => unit.ExecuteAsync("update funded_loan set state = 'settled'"));

        var loan = Assert.Single((await ProofAsync(app, "")).GetProperty("loans").EnumerateArray());

        Assert.False(loan.GetProperty("holds").GetBoolean());
    }

    private static async Task<TestApplication> FilledAsync(int loans)
    {
        var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 25_000, "D1");
        await app.ContributeAsync("SINA", 59_000, "D2");
        for (var n = 0; n < loans; n++)
        {
            var (application, order, loan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
            await app.DeliverAsync(Facts.Approved(application, 8_400));
            await app.DeliverAsync(Facts.Ordered(application, Facts.Exact(8_400), order));
            await app.DeliverAsync(Facts.Disbursed(application, Facts.Exact(8_400), order, loan));
            await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 5));
        }

        return app;
    }

    private static Task<JsonElement> ProofAsync(TestApplication app, string query) =>
        app.Client("auditor-1", Roles.Auditor).GetFromJsonAsync<JsonElement>("funding/proof" + query);

    private static IEnumerable<string> Ids(JsonElement proof) => proof.GetProperty("loans").EnumerateArray().Select(loan => loan.GetProperty("loanId").GetString()!);
}
