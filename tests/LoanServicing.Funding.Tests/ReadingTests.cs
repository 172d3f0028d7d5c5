using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Funding.Tests;

public class ReadingTests
{
    [Fact]
    public async Task The_position_has_the_shape_of_the_contract()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.SetBusinessDateAsync(new LocalDate(2026, 11, 22));

        var position = await app.PositionAsync();

        Assert.Equal(
            [
                "asOf", "asOfPersian", "funders", "tranches", "outsidePoolRials", "feesHeldRials", "lateChargesHeldRials", "charityHeldRials", "suspenseRials",
                "borrowersCreditRials", "bankBalanceRials",
            ],
            Names(position));
        Assert.Equal(
            [
                "code", "committedRials", "depositedRials", "reservedRials", "drawnRials", "collectedRials", "remittedRials", "outstandingRials",
                "writtenOffRials", "cashRials", "aheadRials", "uncalledRials", "remittableRials", "recoveredRials", "compensatedRials",
                "lossesBorneRials",
            ],
            Names(position.GetProperty("funders")[0]));
        Assert.Equal(
            ["code", "allocatedRials", "reservedRials", "drawnRials", "availableRials", "funders"], Names(position.GetProperty("tranches")[0]));
        Assert.Equal(["ALAVI", "SINA"], Names(position.GetProperty("tranches")[0].GetProperty("funders")));
        Assert.Equal("2026-11-22", position.GetProperty("asOf").GetString());
        Assert.Equal("1405-09-01", position.GetProperty("asOfPersian").GetString());
        Assert.Equal(24_000_000_000_000, position.Rials("outsidePoolRials"));
        Assert.Equal(
            [50_000_000_000_000, 118_000_000_000_000],
            position.GetProperty("funders").EnumerateArray().Select(funder => funder.Rials("committedRials")));
    }

    [Theory]
    [InlineData(Roles.Finance, HttpStatusCode.OK)]
    [InlineData(Roles.Officer, HttpStatusCode.OK)]
    [InlineData(Roles.Auditor, HttpStatusCode.OK)]
    [InlineData(Roles.Applicant, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Cashier, HttpStatusCode.Forbidden)]
    public async Task The_position_is_for_finance_officers_and_auditors(string role, HttpStatusCode expected)
    {
        await using var app = await FundingHttp.StartAsync();

        using var answer = await app.Client("somebody", role).GetAsync(new Uri("funding/position", UriKind.Relative));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("waiting-list?limit=abc")]
    [InlineData("funding/journal?limit=abc")]
    public async Task A_limit_that_is_no_number_names_its_field(string path)
    {
        await using var app = await FundingHttp.StartAsync();

        using var answer = await app.Finance(1).GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("limit", problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task The_waiting_list_pages_in_order_with_positions_and_shows_an_officer_only_their_counties()
    {
        await using var app = await FundingHttp.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await app.DeliverAsync(Facts.Approved(Guid.CreateVersion7(), 84));
        }

        await app.DeliverAsync(Facts.Approved(Guid.CreateVersion7(), 84, "health"));
        var officer = app.Client("officer-1", Roles.Officer);

        var first = await officer.GetFromJsonAsync<JsonElement>("waiting-list?tranche=employment&limit=2");
        var second = await officer.GetFromJsonAsync<JsonElement>($"waiting-list?tranche=employment&limit=2&cursor={first.GetProperty("nextCursor").GetString()}");
        var all = await officer.GetFromJsonAsync<JsonElement>("waiting-list");
        var elsewhere = await app.Client("officer-2", [Roles.Officer], ["Bam"]).GetFromJsonAsync<JsonElement>("waiting-list");
        using var unknown = await officer.GetAsync(new Uri("waiting-list?tranche=cars", UriKind.Relative));

        Assert.Equal([1, 2, 3], Items(first).Concat(Items(second)).Select(item => item.GetProperty("position").GetInt32()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal([1, 2, 3, 1], Items(all).Select(item => item.GetProperty("position").GetInt32()));
        Assert.All(Items(all), item => Assert.Equal("cash", item.GetProperty("shortage").GetString()));
        Assert.Empty(Items(elsewhere));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task The_journal_pages_through_every_entry_with_its_lines()
    {
        await using var app = await FundingHttp.StartAsync();
        for (var i = 1; i <= 3; i++)
        {
            await app.ContributeAsync("ALAVI", i, $"R{i}");
        }

        var auditor = app.Client("auditor-1", Roles.Auditor);
        var first = await auditor.GetFromJsonAsync<JsonElement>("funding/journal?limit=2");
        var second = await auditor.GetFromJsonAsync<JsonElement>($"funding/journal?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");

        var lines = Items(first).Concat(Items(second)).Select(entry => Assert.Single(entry.GetProperty("lines").EnumerateArray())).ToList();
        Assert.Equal([1L, 2L, 3L], lines.Select(line => line.Rials("amountRials")));
        Assert.All(lines, line => Assert.Equal("CASH", line.GetProperty("debit").GetString()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task The_business_date_does_not_go_behind_the_latest_entry()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.SetBusinessDateAsync(new LocalDate(2026, 11, 22));
        await app.ContributeAsync("ALAVI", 1, "R1");

        using var before = await app.Anonymous().PostAsJsonAsync("dev/clock", new { date = "2026-11-21" });
        using var same = await app.Anonymous().PostAsJsonAsync("dev/clock", new { date = "2026-11-22" });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (before.StatusCode, same.StatusCode));
    }

    [Fact]
    public async Task A_changed_programme_is_not_taken_over_by_a_restart()
    {
        using var folder = new TestFolder();
        await using (await FundingHttp.StartAsync(new TestApplicationOptions { Folder = folder.Path }))
        {
        }

        var file = Path.Combine(folder.Path, "programme.json");
        await File.WriteAllTextAsync(file, FactJson.Write(FundingBench.Programme(allocation: 1_000)));
        await using var app = await FundingHttp.StartAsync(
            new TestApplicationOptions { Folder = folder.Path, Settings = { ["Programme:File"] = file } });

        Assert.Equal(100_000_000_000_000, (await app.PositionAsync()).GetProperty("tranches")[0].Rials("allocatedRials"));
    }

    [Fact]
    public async Task The_api_document_describes_every_call()
    {
        await using var app = await FundingHttp.StartAsync();

        var document = await app.Anonymous().GetFromJsonAsync<JsonElement>(new Uri(app.Address, "/openapi/v1.json"));

        var paths = document.GetProperty("paths");
        foreach (var path in new[] { "/funding/contributions", "/funding/position", "/funding/journal", "/waiting-list" })
        {
            Assert.True(paths.TryGetProperty("/api/v1" + path, out _), path);
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement page) => page.GetProperty("items").EnumerateArray();

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
