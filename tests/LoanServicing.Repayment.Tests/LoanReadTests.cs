using System.Text.Json;
using LoanServicing.Domain.Classification;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Repayment.Tests;

/// <summary>The business date is 31 Shahrivar 1407.</summary>
public class LoanReadTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task The_schedule_shows_what_was_paid_of_each_row_and_when()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 480_000 + 540_000 + 40_000, "1405-08-30");

        var (_, schedule) = await host.GetAsync($"loans/{loanId}/schedule");

        var rows = schedule.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(24, rows.Count);
        Assert.Equal((480_000L, 480_000L, "1405-08-30"), (rows[0].Rials("feeRials"), rows[0].Rials("paidFeeRials"), rows[0].Text("paidOnPersian")));
        Assert.Equal((540_000L, 0L), (rows[1].Rials("paidPrincipalRials"), rows[1].Rials("unpaidRials")));
        Assert.Equal((40_000L, 500_000L), (rows[2].Rials("paidRials"), rows[2].Rials("unpaidRials")));
        Assert.Equal((0L, JsonValueKind.Null), (rows[3].Rials("paidRials"), rows[3].GetProperty("paidOn").ValueKind));
        Assert.Equal(12_000_000, rows.Sum(row => row.Rials("principalRials")));
    }

    [StoreFact]
    public async Task Arrears_are_told_for_any_day_also_before_the_latest_receipt()
    {
        var loanId = await host.OpenAsync();
        await host.PayAsync(loanId, 480_000, "1405-07-30");
        await host.PayAsync(loanId, 12_000_000 + 242_400, "1407-06-31");

        var (_, now) = await host.GetAsync($"loans/{loanId}/arrears");
        var (_, then) = await host.GetAsync($"loans/{loanId}/arrears?asOf={Iso("1406-03-01")}");
        var (_, atFirst) = await host.GetAsync($"loans/{loanId}/arrears?asOf={Iso("1405-06-31")}");

        Assert.Equal(("current", 0L, 0), (now.Text("class"), now.Rials("maturedRials"), now.GetProperty("daysOverdue").GetInt32()));
        Assert.Equal(("overdue", "1405-08-30"), (then.Text("class"), then.Text("oldestDuePersian")));
        Assert.Equal((6, 7 * 540_000L), (then.GetProperty("monthsOverdue").GetInt32(), then.Rials("maturedRials")));
        Assert.Equal(("current", 0L), (atFirst.Text("class"), atFirst.Rials("maturedRials")));
    }

    [StoreTheory]
    [InlineData("asOf=2026-13-01")]
    [InlineData("asOf=1405-07-30")]
    [InlineData("asOf=9999-01-01")]
    [InlineData("asOf=today")]
    public async Task Arrears_of_a_day_that_is_none_are_refused(string query)
    {
        var (status, problem) = await host.GetAsync($"loans/{await host.OpenAsync()}/arrears?{query}");

        Assert.Equal(400, status);
        Assert.Equal(["asOf date.invalid"], problem.Errors());
    }

    [StoreFact]
    public async Task An_applicant_sees_their_own_loans_and_no_other_exists_for_them()
    {
        const string national = "0790419904";
        var own = await host.OpenAsync(Facts.Disbursed(nationalId: national));
        var other = await host.OpenAsync();
        var applicant = host.App.Client(national, Roles.Applicant);

        foreach (var part in new[] { "", "/schedule", "/receipts", "/arrears" })
        {
            Assert.Equal(200, (await host.GetAsync($"loans/{own.LoanId}{part}", applicant)).Status);
            Assert.Equal(404, (await host.GetAsync($"loans/{other}{part}", applicant)).Status);
        }

        Assert.Equal([own.LoanId], Ids((await host.GetAsync("loans", applicant)).Body));
        Assert.Equal([own.LoanId], Ids((await host.GetAsync("loans?county=Kerman", applicant)).Body));
        Assert.Empty(Ids((await host.GetAsync("loans?county=Bam", applicant)).Body));
    }

    [StoreFact]
    public async Task Staff_see_the_loans_of_their_counties_only()
    {
        var here = await host.OpenAsync(Facts.Disbursed(county: "Baft"));
        var there = await host.OpenAsync(Facts.Disbursed(county: "Sirjan"));
        var officer = host.App.Client("officer-2", [Roles.Officer], ["Baft"]);

        Assert.Equal(200, (await host.GetAsync($"loans/{here.LoanId}", officer)).Status);
        Assert.Equal(403, (await host.GetAsync($"loans/{there.LoanId}", officer)).Status);
        Assert.Equal([here.LoanId], Ids((await host.GetAsync("loans", officer)).Body));
        Assert.Equal(403, (await host.GetAsync("loans?county=Sirjan", officer)).Status);
        Assert.Equal([there.LoanId], Ids((await host.GetAsync("loans?county=Sirjan")).Body));
    }

    [StoreFact]
    public async Task Loans_are_listed_by_class_and_by_whether_they_are_overdue()
    {
        // One instalment a month; nothing is paid, so the first due date (a month after paying out) decides.
        var expected = new Dictionary<string, List<Guid>>();
        foreach (var paidOut in new[]
        {
            "1405-10-30", "1405-11-30", "1405-12-01", "1406-06-31", "1406-11-29", "1406-11-30", "1406-12-01", "1407-03-31", "1407-04-01", "1407-05-31", "1407-06-01",
        })
        {
            var loan = await host.OpenAsync(Facts.Disbursed(county: "Jiroft", paidOut: paidOut));
            var (_, arrears) = await host.GetAsync($"loans/{loan.LoanId}/arrears");
            var due = arrears.Text("oldestDuePersian");
            Assert.Equal(due is null ? "current" : LoanClasses.Of(Facts.Day(due), RepaymentHost.Today).Code(), arrears.Text("class"));
            Add(arrears.Text("class")!, loan.LoanId);
            Add(arrears.GetProperty("daysOverdue").GetInt32() > 0 ? "true" : "false", loan.LoanId);
        }

        foreach (var loanClass in new[] { "current", "past_due", "overdue", "doubtful" })
        {
            Assert.Equal(expected[loanClass].Order(), (await PagesAsync($"loans?county=Jiroft&class={loanClass}", 2)).Order());
        }

        Assert.Equal(expected["true"].Order(), (await PagesAsync("loans?county=Jiroft&overdue=true", 3)).Order());
        Assert.Equal(expected["false"].Order(), (await PagesAsync("loans?county=Jiroft&overdue=false", 1)).Order());
        Assert.Equal(
            expected["current"].Intersect(expected["true"]).Order(),
            (await PagesAsync("loans?county=Jiroft&overdue=true&class=current", 50)).Order());
        Assert.Equal(expected.Values.SelectMany(ids => ids).Distinct().Order(), (await PagesAsync("loans?county=Jiroft", 4)).Order());

        void Add(string key, Guid id)
        {
            if (!expected.TryGetValue(key, out var ids))
            {
                expected[key] = ids = [];
            }

            ids.Add(id);
        }
    }

    [StoreTheory]
    [InlineData("class=late", "class class.unknown")]
    [InlineData("class=PastDue", "class class.unknown")]
    [InlineData("overdue=yes", "overdue boolean.expected")]
    [InlineData("limit=0", "limit number.out-of-range")]
    [InlineData("limit=501", "limit number.out-of-range")]
    [InlineData("limit=ten", "limit number.out-of-range")]
    [InlineData("cursor=nonsense", "cursor cursor.invalid")]
    public async Task A_list_that_makes_no_sense_is_refused(string query, string expected)
    {
        var (status, problem) = await host.GetAsync($"loans?{query}");

        Assert.Equal(400, status);
        Assert.Equal([expected], problem.Errors());
    }

    [StoreFact]
    public async Task The_document_describes_every_call_of_the_service()
    {
        var document = await host.App.Anonymous().GetStringAsync(new Uri(host.App.Address, "/openapi/v1.json"));

        var paths = JsonSerializer.Deserialize<JsonElement>(document).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        string[] calls = ["quotes", "loans", "loans/{id}", "loans/{id}/schedule", "loans/{id}/receipts", "loans/{id}/arrears"];
        Assert.All(calls, call => Assert.Contains("/api/v1/" + call, paths));
        Assert.Contains("\"ALAVI\"", document, StringComparison.Ordinal);
    }

    private static string Iso(string persian) => NodaTime.Text.LocalDatePattern.Iso.Format(Facts.Day(persian));

    private static List<Guid> Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(loan => loan.GetProperty("loanId").GetGuid())];

    private async Task<List<Guid>> PagesAsync(string path, int limit)
    {
        var ids = new List<Guid>();
        string? cursor = null;
        do
        {
            var (status, page) = await host.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}limit={limit}&cursor={cursor}");
            Assert.Equal(200, status);
            ids.AddRange(Ids(page));
            cursor = page.Text("nextCursor");
        }
        while (cursor is not null);

        Assert.Equal(ids.Count, ids.Distinct().Count());
        return ids;
    }
}
