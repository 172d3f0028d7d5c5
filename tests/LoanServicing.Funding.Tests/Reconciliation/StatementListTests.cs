using System.Net;
using LoanServicing.Funding.Tests.Books;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>Finance finds every file that was sent, the one that was cut among them.</summary>
public class StatementListTests
{
    [StoreFact]
    public async Task Files_are_listed_newest_first_and_page_by_page_with_how_far_they_are()
    {
        await using var app = await FundingHttp.StartAsync();
        var files = new List<Guid>();
        for (var day = 0; day < 3; day++)
        {
            files.Add(await app.SendFileAsync(BankFiles.Day(Facts.Today.PlusDays(day + 1), 100 * day, (100, $"R-{day}"))));
        }

        await app.CutAsync(files[1]);

        var first = await app.ReadAsync("funding/statements?limit=۲");
        var second = await app.ReadAsync($"funding/statements?limit=2&cursor={first.Text("nextCursor")}");

        var found = first.Items().Concat(second.Items()).ToList();
        Assert.Equal(Enumerable.Reverse(files), found.Select(file => file.GetProperty("statementId").GetGuid()));
        Assert.Null(second.Text("nextCursor"));
        Assert.Equal(["read", "reading", "read"], found.Select(file => file.Text("status")));
        Assert.Equal([1, 0, 1], found.Select(file => file.GetProperty("linesRead").GetInt32()));
        var cut = found[1];
        Assert.Equal(("finance-1", 1, 0, 1), (cut.Text("receivedBy"), cut.GetProperty("linesTotal").GetInt32(), cut.GetProperty("linesKnown").GetInt32(), cut.GetProperty("statements").GetInt32()));
        Assert.Equal(("2026-11-24", "1405-09-03", "2026-11-24", 100L, 200L), (cut.Text("from"), cut.Text("fromPersian"), cut.Text("to"), cut.Rials("openingRials"), cut.Rials("closingRials")));
    }

    [StoreFact]
    public async Task Files_that_came_at_the_same_instant_are_all_listed_once()
    {
        await using var app = await FundingHttp.StartAsync();
        for (var day = 0; day < 3; day++)
        {
            var file = await app.SendFileAsync(BankFiles.Day(Facts.Today.PlusDays(day + 1), 0, (1, $"R-{day}")));
            await app.ChangeAsync("update statement_file set received_at = 1 where file_id = @file", new { file });
        }

        var found = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await app.ReadAsync($"funding/statements?limit=1&cursor={cursor}");
            found.Add(Assert.Single(page.Items()).GetProperty("statementId").GetGuid());
            cursor = page.Text("nextCursor");
        }

        Assert.Equal(3, found.Distinct().Count());
        Assert.Equal(3, found.Count);
    }

    [StoreFact]
    public async Task As_csv_a_file_is_a_row_and_the_next_page_is_in_the_header()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.SendFileAsync("date,debit,credit,reference\n2026-11-22,7,,FEE\n");
        await app.SendFileAsync("date,debit,credit,reference\n2026-11-22,8,,FEE-2\n");
        using var request = new HttpRequestMessage(HttpMethod.Get, "funding/statements?limit=1");
        request.Headers.Add("Accept", "text/csv");

        using var answer = await app.Finance(1).SendAsync(request);

        var rows = (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("statementId,status,format,receivedAt,receivedBy,linesTotal", rows[0], StringComparison.Ordinal);
        Assert.EndsWith(",1,2026-11-22,1405-09-01,2026-11-22,1405-09-01,,,", Assert.Single(rows[1..]), StringComparison.Ordinal);
        Assert.Equal(2, (await app.CsvAsync($"funding/statements?limit=1&cursor={answer.Headers.GetValues(Lists.NextCursorHeader).Single()}")).Length);
    }

    [StoreTheory]
    [InlineData("?cursor=odd", "cursor", "cursor.invalid")]
    [InlineData("?cursor=Zzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc", "cursor", "cursor.invalid")]
    [InlineData("?limit=0", "limit", "number.out-of-range")]
    [InlineData("?limit=501", "limit", "number.out-of-range")]
    public async Task A_page_that_cannot_be_meant_names_its_field(string query, string field, string code)
    {
        await using var app = await FundingHttp.StartAsync();

        var (status, problem) = await app.RefusedAsync("funding/statements" + query);

        var error = problem.GetProperty("errors")[0];
        Assert.Equal((HttpStatusCode.BadRequest, field, code), (status, error.Text("field"), error.Text("code")));
    }

    [StoreFact]
    public async Task Money_in_suspense_that_the_bank_shows_in_two_lines_is_one_break_with_its_entry_and_a_line()
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        var suspended = Facts.Suspended(84) with { BankReference = "X-1" };
        await app.DeliverAsync(suspended);
        var file = await app.SendFileAsync(BankFiles.Day(Facts.Today, 0, (50, "P-1"), (34, "P-2")));
        await app.LineIsAsync("P-1", "sent");
        var lines = new[] { await LineAsync("P-1"), await LineAsync("P-2") };
        var movement = (await app.BreaksAsync(1, "?kind=missing-in-bank")).Single();

        await app.AskAndApproveAsync($"funding/breaks/{movement.GetProperty("breakId").GetGuid()}/resolution", new { action = "match", reason = "two slips", lineIds = lines });

        var found = Assert.Single(await app.BreaksAsync(1));
        Assert.Equal((suspended.SuspenseId, "suspense", 84L), (found.GetProperty("breakId").GetGuid(), found.Text("side"), found.Rials("amountRials")));
        Assert.Equal((file, movement.GetProperty("entryId").GetGuid()), (found.GetProperty("statementId").GetGuid(), found.GetProperty("entryId").GetGuid()));
        Assert.Contains(found.Text("bankReference"), new[] { "P-1", "P-2" });
        await app.AssertSoundAsync();

        async Task<Guid> LineAsync(string reference) => await app.OneAsync<Guid>($"select line_id from statement_line where reference = '{reference}'");
    }
}
