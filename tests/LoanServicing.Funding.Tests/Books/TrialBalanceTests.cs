using System.Net;
using LoanServicing.Domain.Journal;
using LoanServicing.Funding.Books;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Books;

public class TrialBalanceTests
{
    [StoreFact]
    public async Task Every_account_of_every_owner_has_its_balance_and_the_sides_are_equal()
    {
        await using var app = await BooksHttp.StartAsync();
        await app.FillAsync();

        var books = await app.ReadAsync("funding/trial-balance");

        Assert.Equal(("2026-12-01", "1405-09-10"), (books.Text("asOf"), books.Text("asOfPersian")));
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["BORROWER_CREDIT SERVICER employment"] = -2, ["CASH ALAVI"] = 25_000, ["CASH ALAVI employment"] = -2_475, ["CASH SERVICER"] = 70,
                ["CASH SERVICER employment"] = 7, ["CASH SINA"] = 59_000, ["CASH SINA employment"] = -5_841, ["CLEARING ALAVI employment"] = 0,
                ["CLEARING SINA employment"] = 0, ["DEPOSITED ALAVI"] = -25_000, ["DEPOSITED SINA"] = -59_000, ["FEE_INCOME SERVICER employment"] = -5,
                ["LOANS_COLLECTED ALAVI employment"] = -25, ["LOANS_COLLECTED SINA employment"] = -59, ["LOANS_DISBURSED ALAVI employment"] = 2_500,
                ["LOANS_DISBURSED SINA employment"] = 5_900, ["SUSPENSE SERVICER"] = -70,
            },
            books.Balances());
        var totals = books.GetProperty("totals").EnumerateArray().ToList();
        Assert.Equal(["ALAVI", "SERVICER", "SINA"], totals.Select(total => total.Text("owner")));
        Assert.All(totals, total => Assert.Equal(total.Rials("debitsRials"), total.Rials("creditsRials")));
    }

    [StoreFact]
    public async Task An_earlier_day_shows_what_was_booked_by_then()
    {
        await using var app = await BooksHttp.StartAsync();
        await app.FillAsync();

        var before = (await app.ReadAsync("funding/trial-balance?asOf=2026-11-30")).Balances();
        var persianDigits = (await app.ReadAsync("funding/trial-balance?asOf=۲۰۲۶-۱۱-۳۰")).Balances();

        Assert.Equal(before, persianDigits);
        Assert.Equal(-2_500, before["CASH ALAVI employment"]);
        Assert.DoesNotContain("SUSPENSE SERVICER", before.Keys);
        Assert.Empty((await app.ReadAsync("funding/trial-balance?asOf=2026-11-21")).Items());
    }

    [StoreTheory]
    [InlineData("2026-11-23", "date.after-business-date")]
    [InlineData("2026-02-30", "date.invalid")]
    [InlineData("1405-09-01", "date.invalid")]
    [InlineData("yesterday", "date.invalid")]
    public async Task A_day_that_cannot_be_meant_names_its_field(string day, string code)
    {
        await using var app = await BooksHttp.StartAsync();

        var (status, problem) = await app.RefusedAsync($"funding/trial-balance?asOf={day}");

        var error = problem.GetProperty("errors")[0];
        Assert.Equal((HttpStatusCode.BadRequest, "asOf", code), (status, error.Text("field"), error.Text("code")));
    }

    [StoreFact(OfSqlite = true)]
    public async Task Books_whose_sides_differ_are_shown_to_nobody()
    {
        await using var app = await BooksHttp.StartAsync();
        await app.FillAsync();
        app.Damage("update balance set debits = debits + 1 where account = 'CASH' and owner = 'SINA' and tranche = ''");

        var (balance, _) = await app.RefusedAsync("funding/trial-balance");
        var (statement, _) = await app.RefusedAsync("funding/funders/SINA/statement");
        var (other, _) = await app.RefusedAsync("funding/funders/ALAVI/statement");

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError, HttpStatusCode.OK), (balance, statement, other));
    }

    [StoreFact]
    public async Task What_is_wrong_only_while_somebody_writes_is_looked_at_again()
    {
        using var bench = await FundingBench.OpenAsync();
        var looks = 0;

        var figures = await ClosingFigures.ReadAsync(
            bench.Database, _ => Task.FromResult(++looks), look => look < 3 ? ["half of a unit"] : [], CancellationToken.None);
        var cause = await Assert.ThrowsAsync<BooksDoNotCloseException>(() => ClosingFigures.ReadAsync(
            bench.Database, _ => Task.FromResult(0), _ => ["SINA is short", "ALAVI too"], CancellationToken.None));

        Assert.Equal(3, figures);
        Assert.Equal("The books do not close: SINA is short; ALAVI too.", cause.Message);
    }

    [StoreFact]
    public async Task The_chart_names_every_account()
    {
        await using var app = await BooksHttp.StartAsync();

        var accounts = (await app.ReadAsync("funding/accounts")).Items();

        Assert.Equal(Accounts.All.Select(account => account.Code), accounts.Select(account => account.Text("code")));
        var collected = accounts.Single(account => account.Text("code") == "LOANS_COLLECTED");
        Assert.Equal(("ContraAsset", "credit", "Principal collected"), (collected.Text("kind"), collected.Text("growsBy"), collected.Text("name")));
        Assert.All(accounts, account => Assert.All(["name", "namePersian", "meaning", "meaningPersian"], text => Assert.NotEmpty(account.Text(text)!)));
    }
}
