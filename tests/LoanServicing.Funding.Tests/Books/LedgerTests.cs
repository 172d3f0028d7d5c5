using System.Net;
using System.Text.Json;
using LoanServicing.Domain.Journal;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Books;

public class LedgerTests
{
    [StoreFact]
    public async Task Lines_come_in_booking_order_and_the_balance_runs_from_the_opening_one()
    {
        await using var app = await BooksHttp.StartAsync();
        var loan = await app.FillAsync();
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(168)).On(BooksHttp.InPeriod.PlusDays(-3))); // written last, booked earlier

        var all = await app.ReadAsync("funding/ledger?account=LOANS_COLLECTED&owner=SINA");
        var later = await app.ReadAsync("funding/ledger?account=LOANS_COLLECTED&owner=SINA&tranche=employment&from=2026-12-01");

        Assert.Equal(("0", "118 59"), ($"{all.Rials("openingRials")}", Joined(all, "creditRials")));
        Assert.Equal("118 177", Joined(all, "balanceRials"));
        Assert.Equal((118L, "177"), (later.Rials("openingRials"), Joined(later, "balanceRials")));
        var line = later.Items().Single();
        Assert.Equal(
            ("repayment", "2026-12-01", "2026-12-01", "CASH", loan.ToString("D")),
            (line.Text("kind"), line.Text("bookingDate"), line.Text("valueDate"), line.Text("against"), line.Text("subjectId")));
        Assert.NotEmpty(line.Text("bankReference")!);
    }

    [StoreFact]
    public async Task Pages_hold_each_line_once_and_each_begins_where_the_one_before_ended()
    {
        await using var app = await BooksHttp.StartAsync();
        await FillManyAsync(app);

        foreach (var query in (string[])["account=CASH", "account=CASH&owner=SERVICER", "account=CASH&tranche=none", "account=CASH&owner=SINA&from=2026-11-25&to=2026-12-01"])
        {
            var whole = (await app.ReadAsync($"funding/ledger?{query}&limit=500")).Items();
            var paged = await PagesAsync(app, $"funding/ledger?{query}&limit=3");
            var csv = await app.CsvAsync($"funding/ledger?{query}");

            Assert.True(whole.Count > 3, query);
            Assert.Equal(whole.Select(line => line.ToString()), paged.Select(line => line.ToString()));
            Assert.Equal(whole.Select(line => line.Text("entryId")), csv.Skip(1).Select(row => row.Split(',')[0]));
            Assert.Equal($"{whole[^1].Rials("balanceRials")}", csv[^1].Split(',')[^1]);
        }
    }

    [StoreFact]
    public async Task Every_account_ends_with_what_the_trial_balance_says()
    {
        await using var app = await BooksHttp.StartAsync();
        await FillManyAsync(app);

        foreach (var row in (await app.ReadAsync("funding/trial-balance")).Items())
        {
            var account = Accounts.Of(row.Text("account")!);
            var ledger = await app.ReadAsync($"funding/ledger?account={account}&owner={row.Text("owner")}&tranche={row.Text("tranche") ?? "none"}&limit=500");
            var sign = (row.Text("side") == "debit") == account.GrowsByDebit ? 1 : -1;
            Assert.Equal((account.Code, sign * row.Rials("balanceRials")), (account.Code, ledger.Items()[^1].Rials("balanceRials")));
        }
    }

    [StoreTheory]
    [InlineData("", "account", "account.unknown")]
    [InlineData("account=GOODWILL", "account", "account.unknown")]
    [InlineData("account=CASH&owner=BANK", "owner", "owner.unknown")]
    [InlineData("account=CASH&tranche=cars", "tranche", "tranche.unknown")]
    [InlineData("account=CASH&from=2026-11-24", "from", "date.after-business-date")]
    [InlineData("account=CASH&from=2026-11-22&to=2026-11-21", "from", "date.after-to")]
    [InlineData("account=CASH&limit=501", "limit", "number.out-of-range")]
    [InlineData("account=CASH&cursor=YzE", "cursor", "cursor.invalid")]
    public async Task What_cannot_be_meant_names_its_field(string query, string field, string code)
    {
        await using var app = await BooksHttp.StartAsync();

        var (status, problem) = await app.RefusedAsync($"funding/ledger?{query}");

        var error = problem.GetProperty("errors")[0];
        Assert.Equal((HttpStatusCode.BadRequest, field, code), (status, error.Text("field"), error.Text("code")));
    }

    [StoreFact]
    public async Task An_account_without_lines_is_empty()
    {
        await using var app = await BooksHttp.StartAsync();

        var ledger = await app.ReadAsync("funding/ledger?account=REMITTED");

        Assert.Equal((0L, 0, JsonValueKind.Null), (ledger.Rials("openingRials"), ledger.Items().Count, ledger.GetProperty("nextCursor").ValueKind));
        Assert.Single(await app.CsvAsync("funding/ledger?account=REMITTED"));
    }

    /// <summary>Some forty entries over ten days, several on each, of which some have two lines of one balance.</summary>
    internal static async Task FillManyAsync(TestApplication app)
    {
        var loan = await app.FillAsync();
        for (var i = 0; i < 12; i++)
        {
            var day = Facts.Today.PlusDays(i % 10);
            await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84 * (1 + (i % 3))), fee: 3, credit: i % 2).On(day));
            await app.DeliverAsync(Facts.Suspended(10 + i).On(day));
        }

        await app.LendAsync(4_200, BooksHttp.InPeriod, "health");
    }

    private static async Task<List<JsonElement>> PagesAsync(TestApplication app, string path)
    {
        var (lines, cursor, balance) = (new List<JsonElement>(), (string?)"", (long?)null);
        while (cursor is not null)
        {
            var page = await app.ReadAsync($"{path}&cursor={cursor}");
            Assert.Equal(balance ?? page.Rials("openingRials"), page.Rials("openingRials"));
            lines.AddRange(page.Items());
            (balance, cursor) = (page.Items()[^1].Rials("balanceRials"), page.Text("nextCursor"));
        }

        return lines;
    }

    private static string Joined(JsonElement page, string field) => string.Join(' ', page.Items().Select(line => line.Rials(field)));
}
