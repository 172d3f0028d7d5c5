using System.Net;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Funding.Tests.Books;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>From what the bank says it holds to what the books hold, with nothing left between them.</summary>
public class ReconciliationTests
{
    [StoreFact]
    public async Task Everything_between_the_bank_and_the_books_is_in_a_row_and_a_line_that_is_gone_is_the_difference()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        foreach (var (funder, amount, reference) in new[] { ("ALAVI", 2_500L, "A-1"), ("SINA", 5_900L, "S-1"), ("ALAVI", 100L, "LATE-1"), ("SINA", 30L, "LOST-1") })
        {
            await app.ContributeAsync(funder, amount, reference);
        }

        var application = Guid.CreateVersion7(); // an order that waits for the bank moves nothing there
        await app.DeliverAsync(Facts.Approved(application, 840));
        await app.DeliverAsync(Facts.Ordered(application, Facts.Exact(840), Guid.CreateVersion7()));
        await app.SendFileAsync(BankFiles.Day(Facts.Today, 1_000, (2_500, "A-1"), (5_900, "S-1"), (-7, "FEE"), (-3, "CHARGE"), (70, "STRANGER"), (40, "SLOW")));
        var stranger = (await heard.ExpectAsync<ReceiptsOnStatement>(1)).SelectMany(fact => fact.Receipts).Single(line => line.Amount.Value == 70);
        await app.DeliverAsync(Facts.Suspended(70) with { BankReference = stranger.BankReference });
        await app.DeliverAsync(Facts.Suspended(20) with { ValueDate = Facts.Today.PlusDays(1) });
        await app.LineIsAsync("STRANGER", "matched");
        await LeaveOutAsync(app, "debit", 7);
        await LeaveOutAsync(app, "credit", 30);

        var all = await ReadAsync(app);

        Assert.Equal(
            [
                "closing-balance 9500", "held-before -1000", "movements-not-due 20", "movements-not-shown 100", "movements-left-out 30", "lines-not-compared 0",
                "lines-in-progress -40", "lines-in-breaks 3", "lines-left-out 7", "lines-matched-early 0",
            ],
            Rows(all));
        Assert.Equal((8_620L, 8_620L, 0L), (all.Rials("expectedRials"), all.Rials("booksRials"), all.Rials("differenceRials")));
        Assert.Equal((await app.PositionAsync()).Rials("bankBalanceRials"), all.Rials("booksRials"));
        var broken = all.Items().Single(row => row.Text("row") == "lines-in-breaks");
        Assert.Equal((0, 0L, 1, 3L), (broken.GetProperty("credits").GetInt64(), broken.Rials("creditsRials"), broken.GetProperty("debits").GetInt64(), broken.Rials("debitsRials")));
        Assert.Equal(("2026-11-22", 9_500L, 1_000L), (all.GetProperty("latest").Text("to"), all.GetProperty("latest").Rials("closingRials"), all.GetProperty("first").Rials("openingRials")));
        await app.AssertSoundAsync();

        await app.ChangeAsync("delete from statement_line where reference = 'CHARGE'");
        Assert.Equal(3, (await ReadAsync(app)).Rials("differenceRials"));
    }

    [StoreFact]
    public async Task A_day_that_was_not_sent_is_a_gap_and_a_difference_of_its_amount_until_it_comes()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.SetBusinessDateAsync(Facts.Today.PlusDays(2));
        await app.SendFileAsync(BankFiles.Day(Facts.Today, 0, (-100, "ONE")));
        var third = await app.SendFileAsync(BankFiles.Day(Facts.Today.PlusDays(2), -150, (-10, "THREE")));

        var torn = await ReadAsync(app);
        Assert.Equal((1, 50L), (torn.GetProperty("gapCount").GetInt32(), torn.Rials("differenceRials")));
        var gap = Assert.Single(torn.GetProperty("gaps").EnumerateArray());
        Assert.Equal((third, "2026-11-24", "2026-11-22", -50L), (gap.GetProperty("statementId").GetGuid(), gap.Text("from"), gap.Text("beforeTo"), gap.Rials("differsRials")));
        Assert.Equal([-50L, null], (await ListAsync(app)).Select(file => Nullable(file, "openingDiffersRials")));

        await app.SendFileAsync(BankFiles.Day(Facts.Today.PlusDays(1), -100, (-50, "TWO")));
        var whole = await ReadAsync(app);
        Assert.Equal((0, 0L), (whole.GetProperty("gapCount").GetInt32(), whole.Rials("differenceRials")));
        Assert.All(await ListAsync(app), file => Assert.Null(Nullable(file, "openingDiffersRials")));
    }

    [StoreFact]
    public async Task While_a_later_file_is_read_its_lines_do_not_count_but_what_is_matched_of_them_does()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 100, "A-1");
        await app.SendFileAsync(BankFiles.Day(Facts.Today, 0, (100, "A-1")));
        await app.LineIsAsync("A-1", "matched");
        await app.CutAsync(await app.SendFileAsync(BankFiles.Day(Facts.Today.PlusDays(1), 100, (84, "A-2"), (-5, "FEE"))));

        var reading = await ReadAsync(app);
        Assert.Equal((1, 0L, 100L), (reading.GetProperty("filesBeingRead").GetInt32(), reading.Rials("differenceRials"), reading.Rials("expectedRials")));
        Assert.Contains("lines-not-compared 0", Rows(reading));
        Assert.Equal(0, reading.GetProperty("gapCount").GetInt32());

        await app.ContributeAsync("ALAVI", 84, "A-2");
        await app.LineIsAsync("A-2", "matched");
        var matched = await ReadAsync(app);
        Assert.Contains("lines-matched-early 84", Rows(matched));
        Assert.Equal((184L, 0L), (matched.Rials("booksRials"), matched.Rials("differenceRials")));
    }

    [StoreFact]
    public async Task What_a_cut_file_has_and_the_next_one_tells_again_counts_once()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.CutAsync(await app.SendFileAsync(BankFiles.Day(Facts.Today.PlusDays(1), 0, (84, "A-2"), (-5, "FEE"))));
        await app.SendFileAsync(BankFiles.Day(Facts.Today.PlusDays(1), 0, (84, "A-2"), (-5, "FEE")));

        var told = await ReadAsync(app);

        Assert.Contains("lines-not-compared -79", Rows(told));
        Assert.Equal((79L, 0L), (told.GetProperty("latest").Rials("closingRials"), told.Rials("differenceRials")));
    }

    [StoreFact]
    public async Task Without_balances_of_the_bank_what_the_books_should_hold_is_not_invented()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 100, "A-1");
        AssertUnknown("no-statement", await ReadAsync(app));

        await app.SendFileAsync("date,debit,credit,reference\n2026-11-22,7,,FEE\n");
        AssertUnknown("no-opening-balance", await ReadAsync(app));

        await app.SetBusinessDateAsync(Facts.Today.PlusDays(1));
        await app.SendFileAsync(BankFiles.Day(Facts.Today.PlusDays(-1), 0, (5, "X")));
        AssertUnknown("no-closing-balance", await ReadAsync(app));
    }

    [StoreFact]
    public async Task It_is_a_list_in_csv_too()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 100, "A-1");

        var rows = await app.CsvAsync("funding/reconciliation");

        Assert.Equal("row,credits,creditsRials,debits,debitsRials,amountRials", rows[0]);
        Assert.Equal(["closing-balance,0,0,0,0,", "held-before,0,0,0,0,", "movements-not-due,1,100,0,0,100"], rows[1..4]);
        Assert.Equal(11, rows.Length);
    }

    [StoreTheory]
    [InlineData(Roles.Finance, HttpStatusCode.OK)]
    [InlineData(Roles.Auditor, HttpStatusCode.OK)]
    [InlineData(Roles.Officer, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Applicant, HttpStatusCode.Forbidden)]
    public async Task It_and_the_list_of_files_are_for_finance_and_auditors(string role, HttpStatusCode expected)
    {
        await using var app = await FundingHttp.StartAsync();
        foreach (var path in new[] { "funding/reconciliation", "funding/statements" })
        {
            using var answer = await app.Client("somebody", role).GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal((path, expected), (path, answer.StatusCode));
        }
    }

    private static void AssertUnknown(string because, JsonElement view)
    {
        Assert.Equal((because, 100L), (view.Text("unknownBecause"), view.Rials("booksRials")));
        Assert.Equal([null, null], new[] { "expectedRials", "differenceRials" }.Select(name => Nullable(view, name)));
    }

    private static async Task LeaveOutAsync(TestApplication app, string direction, long amount)
    {
        var open = await Eventually.ValueAsync(
            async () => (await app.ReadAsync("funding/breaks")).Items().Where(one => one.Text("direction") == direction && one.Rials("amountRials") == amount).ToList(),
            found => found.Count == 1, $"{amount} is a break");
        await app.AskAndApproveAsync($"funding/breaks/{open[0].GetProperty("breakId").GetGuid()}/resolution", new { action = "exclude", reason = "letter 9" });
    }

    private static Task<JsonElement> ReadAsync(TestApplication app) => app.ReadAsync("funding/reconciliation");

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(TestApplication app) => (await app.ReadAsync("funding/statements")).Items();

    private static IReadOnlyList<string> Rows(JsonElement view) => [.. view.Items().Select(row => $"{row.Text("row")} {Nullable(row, "amountRials")}")];

    private static long? Nullable(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
}
