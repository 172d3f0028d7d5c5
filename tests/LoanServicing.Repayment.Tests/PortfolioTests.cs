using System.Text.Json;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;
using NodaTime.Text;

namespace LoanServicing.Repayment.Tests;

/// <summary>The business date is 31 Shahrivar 1407, a Thursday.</summary>
public class PortfolioTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    private static readonly string[] FunderCodes = ["ALAVI", "SINA"];

    [StoreFact]
    public async Task The_classes_of_today_add_up_to_the_loans_of_the_whole_book()
    {
        await FillAsync("Bardsir");

        var portfolio = await OkAsync("portfolio/arrears");

        var loans = await PagesAsync("loans?limit=3");
        var totals = portfolio.GetProperty("totals");
        Assert.Equal(loans.Sum(loan => loan.Rials("outstandingRials")), totals.Rials("outstandingRials"));
        Assert.Equal(loans.Count(loan => loan.Text("status") == "Active"), totals.GetProperty("loans").GetInt32());
        Assert.All(FunderCodes, code => Assert.Equal(
            loans.Sum(loan => loan.GetProperty("funders").GetProperty(code).Rials("outstandingRials")),
            totals.GetProperty("funders").GetProperty(code).Rials("outstandingRials")));
        foreach (var (tranche, loanClass, row) in Rows(portfolio))
        {
            var own = loans.Where(loan => loan.Text("tranche") == tranche && loan.Text("class") == loanClass).ToList();
            Assert.Equal((own.Count, own.Sum(loan => loan.Rials("outstandingRials"))), (row.GetProperty("loans").GetInt32(), row.Rials("outstandingRials")));
        }

        AssertAddsUp(portfolio);
    }

    [StoreTheory]
    [InlineData("1407-06-31")]
    [InlineData("1407-06-01")]
    [InlineData("1407-02-01")]
    [InlineData("1406-03-15")]
    [InlineData("1405-09-30")]
    [InlineData("1404-01-01")]
    public async Task On_any_day_it_is_made_of_each_loans_arrears_on_that_day(string day)
    {
        await FillAsync("Zarand");
        var asOf = Iso(day);

        var portfolio = await OkAsync($"portfolio/arrears?county=Zarand&asOf={asOf}");

        var listed = (await PagesAsync($"portfolio/arrears/loans?county=Zarand&asOf={asOf}&limit=2")).ToDictionary(loan => loan.GetProperty("loanId").GetGuid());
        var owed = 0L;
        foreach (var loan in await PagesAsync("loans?county=Zarand&limit=500"))
        {
            var id = loan.GetProperty("loanId").GetGuid();
            var arrears = await OkAsync($"loans/{id}/arrears?asOf={asOf}");
            owed += arrears.Rials("outstandingRials");
            Assert.Equal(arrears.Rials("outstandingRials") > 0, listed.TryGetValue(id, out var one));
            string[] same = arrears.Rials("outstandingRials") > 0
                ? ["class", "oldestDue", "lateFrom", "daysOverdue", "monthsOverdue", "outstandingRials", "classifiedRials", "maturedPrincipalRials", "maturedFeeRials", "provisionRials", "funders"]
                : [];
            Assert.All(same, field => Assert.Equal(arrears.GetProperty(field).GetRawText(), one.GetProperty(field).GetRawText()));
        }

        Assert.Equal(owed, portfolio.GetProperty("totals").Rials("outstandingRials"));
        foreach (var (tranche, loanClass, row) in Rows(portfolio))
        {
            var own = await PagesAsync($"portfolio/arrears/loans?county=Zarand&asOf={asOf}&class={loanClass}&tranche={tranche}&limit=1");
            Assert.Equal(row.GetProperty("loans").GetInt32(), own.Count);
            Assert.All(
                new[] { "outstandingRials", "classifiedRials", "maturedPrincipalRials", "maturedFeeRials", "provisionRials" },
                field => Assert.Equal(row.Rials(field), own.Sum(loan => loan.Rials(field))));
        }

        AssertAddsUp(portfolio);
    }

    [StoreFact]
    public async Task Principal_at_risk_and_ages_are_those_of_the_loans()
    {
        // Nothing is paid; a month after paying out the fee of 480,000 is due, then 540,000 of principal a month.
        foreach (var paidOut in new[] { "1407-06-15", "1407-05-20", "1407-04-31", "1407-03-31", "1406-06-31", "1405-06-31" })
        {
            await host.OpenAsync(Facts.Disbursed(county: "Manujan", paidOut: paidOut, principal: paidOut == "1405-06-31" ? 24_000_000 : 12_000_000));
        }

        var portfolio = await OkAsync("portfolio/arrears?county=Manujan");

        Assert.Equal(
            [(1, 5, 72_000_000L, 857_143L), (30, 4, 60_000_000L, 714_286L), (60, 3, 48_000_000L, 571_429L), (90, 2, 36_000_000L, 428_571L)],
            portfolio.GetProperty("atRisk").EnumerateArray().Select(one => (
                one.GetProperty("overDays").GetInt32(), one.GetProperty("loans").GetInt32(), one.Rials("outstandingRials"), one.Rials("partsPerMillion"))));
        Assert.Equal(
            ["0 1 480000", "1 1 1020000", "2 1 1560000", "3-6 0 0", "7-12 1 6420000", "13-17 0 0", "18+ 1 25440400"],
            portfolio.GetProperty("ageing").EnumerateArray().Select(one =>
                $"{one.Text("months")} {one.GetProperty("loans").GetInt32()} {one.Rials("maturedRials")}"));
    }

    [StoreFact]
    public async Task A_tranche_or_a_county_narrows_it_and_staff_see_their_counties()
    {
        await host.OpenAsync(Facts.Disbursed(county: "Ravar"));
        await host.OpenAsync(Facts.Disbursed(county: "Kuhbanan"));
        var officer = host.App.Client("officer-3", [Roles.Officer], ["Ravar"]);

        Assert.Equal(1, await LoansAsync("portfolio/arrears", officer));
        Assert.Equal(1, await LoansAsync("portfolio/arrears?county=Kuhbanan&tranche=employment"));
        Assert.Equal(0, await LoansAsync("portfolio/arrears?county=Kuhbanan&tranche=housing"));
        Assert.Single(await PagesAsync("portfolio/arrears/loans?limit=50", officer));
        foreach (var path in new[] { "portfolio/arrears", "portfolio/arrears/loans" })
        {
            Assert.Equal(403, (await host.GetAsync($"{path}?county=Kuhbanan", officer)).Status);
        }
    }

    [StoreTheory]
    [InlineData(Roles.Supervisor, 200)]
    [InlineData(Roles.Auditor, 200)]
    [InlineData(Roles.Finance, 200)]
    [InlineData(Roles.Cashier, 403)]
    [InlineData(Roles.Applicant, 403)]
    public async Task The_portfolio_is_read_by_those_who_answer_for_it(string role, int status)
    {
        var client = host.App.Client("somebody", role);

        Assert.Equal(status, (await host.GetAsync("portfolio/arrears", client)).Status);
        Assert.Equal(status, (await host.GetAsync("portfolio/arrears/loans", client)).Status);
    }

    [StoreTheory]
    [InlineData("portfolio/arrears?asOf=1405-07-30", "asOf date.invalid")]
    [InlineData("portfolio/arrears?asOf=2028-09-22", "asOf date.after-business-date")]
    [InlineData("portfolio/arrears?tranche=cars", "tranche tranche.unknown")]
    [InlineData("portfolio/arrears/loans?asOf=2028-09-22", "asOf date.after-business-date")]
    [InlineData("portfolio/arrears/loans?class=late", "class class.unknown")]
    [InlineData("portfolio/arrears/loans?cursor=nonsense", "cursor cursor.invalid")]
    [InlineData("portfolio/arrears/loans?limit=0", "limit number.out-of-range")]
    public async Task A_question_that_makes_no_sense_is_refused(string path, string expected)
    {
        var (status, problem) = await host.GetAsync(path);

        Assert.Equal(400, status);
        Assert.Equal([expected], problem.Errors());
    }

    /// <summary>
    /// Loans of every class, some in another tranche: unpaid, paid to the day, paid in advance, settled, told late, and one of which the payment came back.
    /// </summary>
    private async Task FillAsync(string county)
    {
        foreach (var paidOut in new[] { "1405-06-31", "1406-02-10", "1406-11-29", "1407-01-31", "1407-04-15", "1407-05-25", "1407-06-20" })
        {
            await host.OpenAsync(Facts.Disbursed(county: county, paidOut: paidOut));
        }

        var housing = Facts.Disbursed(county: county, principal: 1_000_000_007);
        var late = (await host.OpenAsync(housing with { Borrower = housing.Borrower with { Tranche = "housing" } })).LoanId;
        await host.PayAsync(late, 40_000_000, "1405-07-30");
        await host.PayAsync(late, 300_000_001, "1406-03-20");
        await host.PayAsync(late, 90_000_000, "1405-12-01"); // told late
        var settled = (await host.OpenAsync(Facts.Disbursed(county: county))).LoanId;
        await host.PayAsync(settled, 480_000 + 1_620_000, "1405-10-15");
        await host.PayAsync(settled, 12_000_000, "1406-04-01");
        var ahead = (await host.OpenAsync(Facts.Disbursed(county: county, paidOut: "1406-06-31"))).LoanId;
        await host.PayAsync(ahead, 9_000_000, "1407-02-01");
        var back = await host.OpenAsync(Facts.Disbursed(county: county, paidOut: "1406-01-15"));
        await host.PayAsync(back.LoanId, 700_000, "1406-02-20");
        await host.TellAsync(Facts.Returned(back));
        await host.Probe.ExpectAsync(back.LoanId, 4);
        await DecideAsync(county);
    }

    /// <summary>Loans of which two people have changed the plan, taken a receipt back, or given up what is owed, all on the business date.</summary>
    private async Task DecideAsync(string county)
    {
        var postponed = (await host.OpenAsync(Facts.Disbursed(county: county, installments: 36))).LoanId;
        await host.PayAsync(postponed, 3_000_000, "1406-01-20");
        Assert.Equal(200, (await host.DecideAsync($"loans/{postponed}/plan-changes", new { kind = "hardship", months = 2, installments = 20, reason = "flood" })).Status);
        var bounced = (await host.OpenAsync(Facts.Disbursed(county: county))).LoanId;
        await host.PayAsync(bounced, 1_500_000, "1405-09-01");
        var (_, receipt) = await host.PayAsync(bounced, 12_000_000, "1406-02-01");
        Assert.Equal(200, (await host.DecideAsync($"receipts/{receipt.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "the cheque bounced" })).Status);
        var lost = (await host.OpenAsync(Facts.Disbursed(county: county))).LoanId;
        await host.PayAsync(lost, 2_480_000, "1405-08-01");
        Assert.Equal(200, (await host.DecideAsync($"loans/{lost}/write-off", new { reason = "untraceable" })).Status);
    }

    private static void AssertAddsUp(JsonElement portfolio)
    {
        var (rows, totals) = (Rows(portfolio).Select(one => one.Row).ToList(), portfolio.GetProperty("totals"));
        var fields = totals.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Number).Select(field => field.Name).ToList();
        Assert.Equal(6, fields.Count);
        Assert.All(fields, field => Assert.Equal(totals.Rials(field), rows.Sum(row => row.Rials(field))));
        foreach (var record in rows.Append(totals))
        {
            var funders = FunderCodes.Select(code => record.GetProperty("funders").GetProperty(code)).ToList();
            Assert.All(
                new[] { "outstandingRials", "classifiedRials", "provisionRials" },
                field => Assert.Equal(record.Rials(field), funders.Sum(funder => funder.Rials(field))));
        }
    }

    private static IEnumerable<(string Tranche, string Class, JsonElement Row)> Rows(JsonElement portfolio) =>
        portfolio.GetProperty("items").EnumerateArray().Select(row => (row.Text("tranche")!, row.Text("class")!, row));

    private async Task<int> LoansAsync(string path, HttpClient? client = null) =>
        (await OkAsync(path, client)).GetProperty("totals").GetProperty("loans").GetInt32();

    private async Task<JsonElement> OkAsync(string path, HttpClient? client = null)
    {
        var (status, body) = await host.GetAsync(path, client);
        Assert.Equal(200, status);
        return body;
    }

    private async Task<List<JsonElement>> PagesAsync(string path, HttpClient? client = null)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await OkAsync($"{path}&cursor={cursor}", client);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.Text("nextCursor");
        }
        while (cursor is not null);

        Assert.Equal(items.Count, items.DistinctBy(item => item.GetProperty("loanId").GetGuid()).Count());
        return items;
    }

    private static string Iso(string persian) => LocalDatePattern.Iso.Format(Facts.Day(persian));
}
