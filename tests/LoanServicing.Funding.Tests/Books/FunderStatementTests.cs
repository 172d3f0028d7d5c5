using System.Net;
using System.Text.Json;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Books;

public class FunderStatementTests
{
    private static readonly string[] PrincipalFigures = ["opening", "disbursed", "returned", "collected", "writtenOff", "closing"];

    private static readonly string[] CashFigures = ["opening", "deposited", "collected", "recovered", "compensated", "returned", "disbursed", "remitted", "closing"];

    [StoreFact]
    public async Task A_funder_sees_each_tranche_the_pool_and_its_cash_from_opening_to_closing()
    {
        await using var app = await BooksHttp.StartAsync();
        await FillTwoPeriodsAsync(app);

        var statement = await app.ReadAsync("funding/funders/ALAVI/statement?from=2026-12-22");

        Assert.Equal(("2026-12-22", "2026-12-25", "1405-10", "open"), (statement.Text("from"), statement.Text("to"), statement.Text("period"), statement.Text("periodState")));
        var tranches = statement.GetProperty("tranches").EnumerateArray().ToList();
        Assert.Equal(["employment 4975 0 2500 25 0 2450", "health 0 1250 0 0 0 1250", "housing 0 0 0 0 0 0"], tranches.Select(Principal));
        Assert.Equal(" 4975 1250 2500 25 0 3700", Principal(statement.GetProperty("pool")));
        Assert.Equal([0, 1, 0], tranches.Select(tranche => tranche.GetProperty("disbursed").Rials("count")));
        Assert.Equal("20025 1000 25 0 0 2500 1250 40 22260", Figures(statement.GetProperty("cash"), CashFigures));
    }

    [StoreFact]
    public async Task A_funder_sees_what_it_lost_and_what_of_that_came_back()
    {
        await using var app = await BooksHttp.StartAsync();
        await FillTwoPeriodsAsync(app);
        await WriteOffAsync(app);

        var statement = await app.ReadAsync("funding/funders/ALAVI/statement?from=2026-12-22");

        Assert.Equal(" 4975 1250 2500 25 1250 2450", Principal(statement.GetProperty("pool")));
        Assert.Equal("health 0 1250 0 0 1250 0", Principal(statement.GetProperty("tranches")[1]));
        Assert.Equal("20025 1000 25 50 0 2500 1250 40 22310", Figures(statement.GetProperty("cash"), CashFigures));
    }

    [StoreFact]
    public async Task Every_figure_names_the_entries_that_make_it()
    {
        await using var app = await BooksHttp.StartAsync();
        await FillTwoPeriodsAsync(app);
        await WriteOffAsync(app);

        foreach (var funder in (string[])["ALAVI", "SINA"])
        {
            var statement = await app.ReadAsync($"funding/funders/{funder}/statement?from=2026-12-22");
            foreach (var principal in statement.GetProperty("tranches").EnumerateArray().Append(statement.GetProperty("pool")))
            {
                await AssertDrilledAsync(app, principal, PrincipalFigures);
            }

            await AssertDrilledAsync(app, statement.GetProperty("cash"), CashFigures);
        }
    }

    [StoreFact]
    public async Task What_one_funder_pays_for_the_others_loss_is_a_line_of_both_and_leads_to_its_entries()
    {
        using var folder = new TestFolder();
        var file = folder.File("programme.json");
        await File.WriteAllTextAsync(file, FactJson.Write(FundingBench.Programme(84_000_000) with { LossOrder = [Domain.Money.Funders.Sina] }));
        await using var app = await FundingHttp.StartAsync(new TestApplicationOptions { Settings = { ["Programme:File"] = file } });
        await FillTwoPeriodsAsync(app);
        await WriteOffAsync(app);

        foreach (var (funder, recovered, compensated) in new[] { ("ALAVI", 0, 1_250), ("SINA", 168, -1_250) })
        {
            var statement = await app.ReadAsync($"funding/funders/{funder}/statement?from=2026-12-22");
            var cash = statement.GetProperty("cash");
            Assert.Equal((funder, $"{recovered} {compensated}"), (funder, Figures(cash, ["recovered", "compensated"])));
            await AssertDrilledAsync(app, cash, CashFigures);
        }

        var (status, refusal) = await app.Finance(1).SendAsync(
            "funding/remittances", new { funder = "SINA", amountRials = 1, bankReference = "OUT-2", valueDate = "2026-12-22", reason = "letter 13" });
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("Only 0 rials are held", refusal.ToString(), StringComparison.Ordinal); // it has paid more than it collected
    }

    [StoreFact]
    public async Task By_default_it_is_the_oldest_open_period_as_far_as_it_has_come()
    {
        await using var app = await BooksHttp.StartAsync();
        await app.FillAsync();

        var running = await app.ReadAsync("funding/funders/SINA/statement");
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod.PlusDays(40));
        var over = await app.ReadAsync("funding/funders/SINA/statement");
        var until = await app.ReadAsync("funding/funders/SINA/statement?to=2026-12-25");

        Assert.Equal(("2026-11-22", "2026-12-01", "1405-09"), (running.Text("from"), running.Text("to"), running.Text("period")));
        Assert.Equal(("2026-11-22", "2026-12-21", "1405-09"), (over.Text("from"), over.Text("to"), over.Text("period")));
        Assert.Equal(("2026-12-22", "2026-12-25", "1405-10"), (until.Text("from"), until.Text("to"), until.Text("period")));
    }

    [StoreFact]
    public async Task Days_of_two_periods_are_of_none()
    {
        await using var app = await BooksHttp.StartAsync();
        await FillTwoPeriodsAsync(app);

        var statement = await app.ReadAsync("funding/funders/SINA/statement?from=2026-11-22&to=2026-12-22");

        Assert.Equal(JsonValueKind.Null, statement.GetProperty("period").ValueKind);
    }

    [StoreTheory]
    [InlineData("NOBODY/statement", HttpStatusCode.NotFound)]
    [InlineData("SERVICER/statement", HttpStatusCode.NotFound)]
    [InlineData("SINA/statement?from=2026-11-23", HttpStatusCode.BadRequest)]
    [InlineData("SINA/statement?from=2026-11-22&to=2026-11-21", HttpStatusCode.BadRequest)]
    [InlineData("SINA/statement?to=soon", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_or_cannot_be_meant_is_refused(string path, HttpStatusCode expected)
    {
        await using var app = await BooksHttp.StartAsync();

        Assert.Equal(expected, (await app.RefusedAsync($"funding/funders/{path}")).Status);
    }

    [StoreFact]
    public async Task It_is_for_finance_and_auditors()
    {
        await using var app = await BooksHttp.StartAsync();
        using var officer = await app.Client("officer-1", Roles.Officer).GetAsync(new Uri("funding/funders/SINA/statement", UriKind.Relative));
        using var auditor = await app.Client("auditor-1", Roles.Auditor).GetAsync(new Uri("funding/funders/SINA/statement", UriKind.Relative));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (officer.StatusCode, auditor.StatusCode));
    }

    [StoreFact]
    public async Task As_csv_each_figure_is_a_row()
    {
        await using var app = await BooksHttp.StartAsync();
        await FillTwoPeriodsAsync(app);

        var rows = await app.CsvAsync("funding/funders/ALAVI/statement?from=2026-12-22");

        Assert.Equal("funder,from,to,section,tranche,figure,count,amountRials,entries", rows[0]);
        Assert.Equal((4 * PrincipalFigures.Length) + CashFigures.Length, rows.Length - 1);
        Assert.StartsWith("ALAVI,2026-12-22,2026-12-25,principal,health,disbursed,1,1250,/api/v1/funding/ledger?account=LOANS_DISBURSED", rows[8], StringComparison.Ordinal);
        Assert.StartsWith("ALAVI,2026-12-22,2026-12-25,cash,,closing,,22260,", rows[^1], StringComparison.Ordinal);
    }

    /// <summary>Two loans in 1405-09; in 1405-10 one of them comes back, the other is repaid, a third is lent, and money comes in and goes out.</summary>
    private static async Task FillTwoPeriodsAsync(TestApplication app)
    {
        var loan = await app.FillAsync();
        var returned = await app.LendAsync(8_400, BooksHttp.InPeriod);
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod.PlusDays(3));
        var back = Facts.Returned(returned.Application, returned.Shares, returned.Order, returned.Loan);
        await app.DeliverAsync(back with { Header = back.Header with { BusinessDate = BooksHttp.NextPeriod } });
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84)).On(BooksHttp.NextPeriod.PlusDays(1)));
        await app.LendAsync(4_200, BooksHttp.NextPeriod.PlusDays(2), "health");
        await app.ContributeAsync("ALAVI", 1_000, "D3");
        var asked = await app.AskAsync(
            "funding/remittances", new { funder = "ALAVI", amountRials = 40, bankReference = "OUT-1", valueDate = "2026-12-22", reason = "letter 12" });
        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{asked}/approval", null)).Status);
    }

    /// <summary>The loan of health is given up, and two instalments of it come back.</summary>
    private static async Task WriteOffAsync(TestApplication app)
    {
        var loan = await app.Database(FundingService.Name).ReadAsync(connection => connection.QuerySingleAsync<Guid>("select loan_id from funded_loan where tranche = 'health'"));
        var writtenOff = Facts.WrittenOff(loan, Facts.Exact(4_200));
        await app.DeliverAsync(writtenOff with { Header = writtenOff.Header with { BusinessDate = BooksHttp.NextPeriod.PlusDays(3) } });
        await app.DeliverAsync(Facts.Repaid(loan, Domain.Money.FunderShares.Zero, recovered: Facts.Exact(168)).On(BooksHttp.NextPeriod.PlusDays(3)));
    }

    /// <summary>Opening and closing are the balances at the end of what they name, the others what was moved by it.</summary>
    private static async Task AssertDrilledAsync(TestApplication app, JsonElement figures, string[] names)
    {
        foreach (var name in names)
        {
            var (figure, sum) = (figures.GetProperty(name), 0L);
            foreach (var link in figure.GetProperty("entries").EnumerateArray().Select(each => each.GetString()!))
            {
                var ledger = await app.ReadAsync(new Uri(app.Address, link).ToString());
                var account = Accounts.Of(ledger.Text("account")!);
                var moved = ledger.Items().Sum(line => line.Rials("debitRials") - line.Rials("creditRials"));
                var total = ledger.Rials("openingRials") + (account.GrowsByDebit ? moved : -moved);
                var signed = name is "opening" or "closing" ? (account.GrowsByDebit ? total : -total) : total - ledger.Rials("openingRials");
                signed = name is "compensated" && account == Accounts.LoanLosses ? -signed : signed; // what is written off and not lost
                sum += signed;
            }

            Assert.Equal((name, figure.Rials("amountRials")), (name, sum));
        }
    }

    private static string Principal(JsonElement figures) => $"{figures.Text("tranche")} {Figures(figures, PrincipalFigures)}";

    private static string Figures(JsonElement figures, IEnumerable<string> names) =>
        string.Join(' ', names.Select(name => figures.GetProperty(name).Rials("amountRials")));
}
