using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Funding.Tests.Books;

public class PeriodTests
{
    private const string Period = "1405-09";

    private readonly FakeClock _clock = new(Instant.FromUtc(2026, 12, 22, 6, 0));

    [StoreFact]
    public async Task A_period_is_closed_by_two_people_and_what_comes_late_is_booked_on_the_first_open_day()
    {
        await using var app = await OverAsync();
        var loan = await app.FillAsync();
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod);
        var before = await app.ReadAsync("funding/trial-balance?asOf=2026-12-21");

        var request = await AskAsync(app, Period);
        await app.DeliverAsync(Late(loan, 84)); // while it is closing
        _clock.Advance(Duration.FromMinutes(2));
        var (status, closed) = await ApproveAsync(app, request);
        await app.DeliverAsync(Late(loan, 168));

        Assert.Equal((HttpStatusCode.OK, "closed", before.Text("hash")), (status, closed.Text("status"), closed.Text("trialBalanceHash")));
        Assert.Equal(before.Text("hash"), (await app.ReadAsync("funding/trial-balance?asOf=2026-12-21")).Text("hash"));
        var late = (await app.ReadAsync("funding/ledger?account=LOANS_COLLECTED&owner=SINA&from=2026-12-22")).Items();
        Assert.Equal([59L, 118L], late.Select(line => line.Rials("creditRials")));
        Assert.All(late, line => Assert.Equal(
            ("2026-12-22", "2026-12-20", "2026-12-19"), (line.Text("bookingDate"), line.Text("factDate"), line.Text("valueDate"))));
        await AssertSoundAsync(app);
    }

    [StoreFact]
    public async Task A_closed_period_keeps_what_was_paid_for_lateness_and_what_is_taken_out_later_is_the_next_ones()
    {
        await using var app = await OverAsync();
        var loan = await app.FillAsync();
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84), lateCharges: 30, charity: 20).On(BooksHttp.InPeriod));
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod);
        var request = await AskAsync(app, Period);
        _clock.Advance(Duration.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, (await ApproveAsync(app, request)).Status);

        var gift = await app.AskAsync("funding/charity-payments", new { beneficiary = "Mahak", amountRials = 20, bankReference = "G-1", valueDate = "2026-12-22", reason = "decision 3" });
        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{gift}/approval", null)).Status);

        var (frozen, now) = ((await app.ReadAsync("funding/trial-balance?asOf=2026-12-21")).Balances(), (await app.ReadAsync("funding/trial-balance")).Balances());
        Assert.Equal((-30L, -20L), (frozen["LATE_CHARGES SERVICER employment"], frozen["CHARITY_PAYABLE SERVICER employment"]));
        Assert.DoesNotContain("CHARITY_PAYABLE SERVICER", frozen.Keys);
        Assert.Equal((-20L, 20L), (now["CHARITY_PAYABLE SERVICER employment"], now["CHARITY_PAYABLE SERVICER"]));
        await AssertSoundAsync(app);
    }

    [StoreFact]
    public async Task Who_asked_does_not_approve_and_only_finance_asks()
    {
        await using var app = await OverAsync();
        await app.FillAsync();
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod);
        var (auditor, _) = await app.Client("auditor-1", Roles.Auditor).SendAsync($"funding/periods/{Period}/close", new { reason = "month end" });
        var request = await AskAsync(app, Period);

        var (own, _) = await app.Finance(1).SendAsync($"checks/{request}/approval", null);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (auditor, own));
        Assert.Equal("closing", await StateAsync(app, Period));
    }

    [StoreFact]
    public async Task A_refusal_opens_it_again_and_it_can_be_asked_for_anew()
    {
        await using var app = await OverAsync();
        var loan = await app.FillAsync();
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod);
        var request = await AskAsync(app, Period);

        var (refused, _) = await app.Finance(2).SendAsync($"checks/{request}/refusal", new { reason = "one receipt is missing" });
        await app.DeliverAsync(Late(loan, 84));

        Assert.Equal((HttpStatusCode.OK, "open"), (refused, await StateAsync(app, Period)));
        Assert.Equal("2026-12-20", (await app.ReadAsync("funding/ledger?account=LOANS_COLLECTED&owner=SINA&from=2026-12-02")).Items().Single().Text("bookingDate"));
        var again = await AskAsync(app, Period);
        _clock.Advance(Duration.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, (await ApproveAsync(app, again)).Status);
        await AssertSoundAsync(app);
    }

    [StoreFact]
    public async Task Where_units_run_side_by_side_the_approval_waits_until_they_have_ended()
    {
        await using var app = await OverAsync();
        await app.FillAsync();
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod);
        var request = await AskAsync(app, Period);
        _clock.Advance(Duration.FromSeconds(119.5));

        using var answer = await app.Finance(2).PostAsync(new Uri($"checks/{request}/approval", UriKind.Relative), null);

        var alone = await app.Database(FundingService.Name).ReadAsync(connection => Task.FromResult(connection.IsSqlite()));
        Assert.Equal(alone ? HttpStatusCode.OK : HttpStatusCode.Conflict, answer.StatusCode);
        if (!alone)
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(("period.closing-just-begun", "1"), (problem.Text("code"), answer.Headers.GetValues("Retry-After").Single()));
            _clock.Advance(Duration.FromSeconds(0.5));
            Assert.Equal(HttpStatusCode.OK, (await ApproveAsync(app, request)).Status);
        }
    }

    [StoreFact]
    public async Task Only_the_oldest_period_is_closed_and_only_once_it_is_over()
    {
        await using var app = await OverAsync();
        await app.FillAsync();
        var (running, notOver) = await AskingAsync(app, Period);
        await app.SetBusinessDateAsync(BooksHttp.LastDay);
        var (lastDay, _) = await AskingAsync(app, Period);
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod.PlusDays(40));
        var (next, notOldest) = await AskingAsync(app, "1405-10");

        await CloseAsync(app, Period);
        var (again, _) = await AskingAsync(app, Period);
        await CloseAsync(app, "1405-10"); // nothing was booked in it

        Assert.Equal(
            (HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict), (running, lastDay, next, again));
        Assert.Equal(("period.not-over", "period.not-the-oldest", Period), (notOver.Text("code"), notOldest.Text("code"), notOldest.Text("oldest")));
        Assert.Equal(
            ["1405-09 closed", "1405-10 closed", "1405-11 open"],
            (await app.ReadAsync("funding/periods")).Items().Select(period => $"{period.Text("period")} {period.Text("state")}"));
        await AssertSoundAsync(app);
    }

    [StoreFact]
    public async Task The_next_period_waits_until_the_one_before_is_closed()
    {
        await using var app = await OverAsync();
        await app.FillAsync();
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod.PlusDays(40));
        await AskAsync(app, Period);

        var (twice, problem) = await AskingAsync(app, Period);
        var (next, _) = await AskingAsync(app, "1405-10");

        Assert.Equal((HttpStatusCode.Conflict, "period.not-open", "closing"), (twice, problem.Text("code"), problem.Text("state")));
        Assert.Equal(HttpStatusCode.Conflict, next);
    }

    [StoreFact]
    public async Task The_list_shows_who_closed_what_and_the_figures_hash()
    {
        await using var app = await OverAsync();
        await app.FillAsync();
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod);
        await CloseAsync(app, Period);

        var periods = (await app.ReadAsync("funding/periods")).Items();
        var csv = await app.CsvAsync("funding/periods");

        Assert.Equal(
            ("1405-09", "2026-11-22", "1405-09-30", "closed", "finance-1", "finance-2", "month end"),
            (periods[0].Text("period"), periods[0].Text("from"), periods[0].Text("toPersian"), periods[0].Text("state"), periods[0].Text("askedBy"),
                periods[0].Text("decidedBy"), periods[0].Text("reason")));
        Assert.Equal(64, periods[0].Text("trialBalanceHash")!.Length);
        Assert.Equal(("1405-10", "open"), (periods[1].Text("period"), periods[1].Text("state")));
        Assert.Equal(3, csv.Length);
    }

    [StoreFact]
    public async Task The_business_date_does_not_go_back_into_a_closed_period()
    {
        await using var app = await OverAsync();
        await app.FillAsync();
        await app.SetBusinessDateAsync(BooksHttp.NextPeriod.PlusDays(5));
        await CloseAsync(app, Period);

        using var into = await app.Anonymous().PostAsJsonAsync("dev/clock", new { date = "2026-12-21" });
        using var before = await app.Anonymous().PostAsJsonAsync("dev/clock", new { date = "2026-12-22" });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (into.StatusCode, before.StatusCode));
    }

    [StoreTheory]
    [InlineData("1405-13")]
    [InlineData("2026-11")]
    [InlineData("nonsense")]
    public async Task A_month_that_the_calendar_does_not_have_is_not_found(string period)
    {
        await using var app = await OverAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await AskingAsync(app, period)).Status);
    }

    private Task<TestApplication> OverAsync() => BooksHttp.StartAsync(_clock);

    /// <summary>Decided on in the period, and told after it.</summary>
    private static RepaymentPosted Late(Guid loan, long amount)
    {
        var fact = Facts.Repaid(loan, Facts.Exact(amount)).On(new LocalDate(2026, 12, 20));
        return fact with { ValueDate = new LocalDate(2026, 12, 19) };
    }

    private async Task CloseAsync(TestApplication app, string period)
    {
        var request = await AskAsync(app, period);
        _clock.Advance(Duration.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, (await ApproveAsync(app, request)).Status);
    }

    private static Task<Guid> AskAsync(TestApplication app, string period) => app.AskAsync($"funding/periods/{period}/close", new { reason = "month end" });

    private static Task<(HttpStatusCode Status, JsonElement Body)> AskingAsync(TestApplication app, string period) =>
        app.Finance(1).SendAsync($"funding/periods/{period}/close", new { reason = "month end" });

    private static Task<(HttpStatusCode Status, JsonElement Body)> ApproveAsync(TestApplication app, Guid request) =>
        app.Finance(2).SendAsync($"checks/{request}/approval", null);

    private static async Task<string?> StateAsync(TestApplication app, string period) =>
        (await app.ReadAsync("funding/periods")).Items().Single(each => each.Text("period") == period).Text("state");

    private static async Task AssertSoundAsync(TestApplication app)
    {
        var findings = await app.Database(FundingService.Name).ReadAsync(connection => FundingService.Module.Verify(connection));
        Assert.Empty(findings.SelectMany(finding => finding.Problems));
    }
}
