using System.Net;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Books;

public class JournalTests
{
    [StoreFact]
    public async Task An_entry_is_read_by_its_id_with_its_lines_and_where_it_comes_from()
    {
        await using var app = await BooksHttp.StartAsync();
        var loan = await app.FillAsync();
        var line = (await app.ReadAsync("funding/ledger?account=FEE_INCOME")).Items().Single();

        var entry = await app.ReadAsync($"funding/journal/{line.Text("entryId")}");

        Assert.Equal(("repayment", line.Text("entryId")), (entry.Text("kind"), entry.Text("entryId")));
        Assert.Equal(4, entry.GetProperty("lines").GetArrayLength());
        var origin = entry.GetProperty("origin");
        Assert.Equal(("message", "loan", loan.ToString("D")), (origin.Text("sourceKind"), origin.Text("subjectKind"), origin.Text("subjectId")));
        Assert.Null(entry.Text("factDate"));
    }

    [StoreTheory]
    [InlineData("nonsense")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task An_entry_that_is_not_there_is_not_found(string id)
    {
        await using var app = await BooksHttp.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.RefusedAsync($"funding/journal/{id}")).Status);
    }

    [StoreFact]
    public async Task With_days_the_journal_pages_in_booking_order_and_without_in_that_of_writing()
    {
        await using var app = await BooksHttp.StartAsync();
        await LedgerTests.FillManyAsync(app);

        var written = (await app.ReadAsync("funding/journal?limit=500")).Items();
        var booked = new List<System.Text.Json.JsonElement>();
        for (var cursor = (string?)""; cursor is not null;)
        {
            var page = await app.ReadAsync($"funding/journal?from=2026-11-24&to=2026-12-01&limit=4&cursor={cursor}");
            booked.AddRange(page.Items());
            cursor = page.Text("nextCursor");
        }

        var expected = written.Where(entry => string.CompareOrdinal(entry.Text("bookingDate"), "2026-11-24") >= 0)
            .OrderBy(entry => entry.Text("bookingDate"), StringComparer.Ordinal).Select(entry => entry.Text("entryId"));
        Assert.Equal(expected, booked.Select(entry => entry.Text("entryId")));
        Assert.NotEqual(booked.Select(entry => entry.Text("entryId")), written.Select(entry => entry.Text("entryId")).Intersect(booked.Select(entry => entry.Text("entryId"))));
    }

    [StoreFact]
    public async Task The_cursor_of_one_order_is_refused_by_the_other()
    {
        await using var app = await BooksHttp.StartAsync();
        await app.FillAsync();
        var written = (await app.ReadAsync("funding/journal?limit=1")).Text("nextCursor");
        var booked = (await app.ReadAsync("funding/journal?limit=1&from=2026-11-22")).Text("nextCursor");

        Assert.Equal(HttpStatusCode.BadRequest, (await app.RefusedAsync($"funding/journal?cursor={booked}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.RefusedAsync($"funding/journal?from=2026-11-22&cursor={written}")).Status);
    }

    [StoreFact]
    public async Task As_csv_the_whole_journal_comes_at_once_with_a_row_for_each_line()
    {
        await using var app = await BooksHttp.StartAsync();
        await LedgerTests.FillManyAsync(app);

        var rows = await app.CsvAsync("funding/journal");
        var page = await app.CsvAsync("funding/journal?limit=2");

        var entries = (await app.ReadAsync("funding/journal?limit=500")).Items();
        Assert.EndsWith(",lines.debit,lines.credit,lines.owner,lines.tranche,lines.amountRials", rows[0], StringComparison.Ordinal);
        Assert.Equal(entries.Sum(entry => entry.GetProperty("lines").GetArrayLength()), rows.Length - 1);
        Assert.Equal(entries.Take(2).Sum(entry => entry.GetProperty("lines").GetArrayLength()), page.Length - 1);
    }
}
