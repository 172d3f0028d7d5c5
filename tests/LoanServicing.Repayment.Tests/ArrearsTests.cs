using System.Text.Json;
using LoanServicing.TestSupport.Databases;
using NodaTime.Text;

namespace LoanServicing.Repayment.Tests;

/// <summary>Holidays are Fridays. 25 Shahrivar 1407 is one, and so is 1 Mehr.</summary>
public class ArrearsTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreTheory]
    [InlineData("1407-06-25", 0, 0)]
    [InlineData("1407-06-26", 0, 0)]
    [InlineData("1407-06-27", 1, 0)]
    [InlineData("1407-07-24", 29, 0)]
    [InlineData("1407-07-25", 30, 1)]
    public async Task A_due_date_on_a_friday_stays_and_is_late_after_the_saturday(string asOf, int days, int months)
    {
        var loan = await host.OpenAsync(Facts.Disbursed(paidOut: "1407-05-25", dueDay: 25));

        var arrears = await ArrearsAsync(loan.LoanId, asOf);

        Assert.Equal(("1407-06-25", "1407-06-27"), (arrears.Text("oldestDuePersian"), arrears.Text("lateFromPersian")));
        Assert.Equal(("2028-09-15", "2028-09-17"), (arrears.Text("oldestDue"), arrears.Text("lateFrom")));
        Assert.Equal((days, months), (arrears.GetProperty("daysOverdue").GetInt32(), arrears.GetProperty("monthsOverdue").GetInt32()));
    }

    [StoreFact]
    public async Task Arrears_tell_principal_and_fee_matured_and_principal_that_is_not()
    {
        var loan = await host.OpenAsync();
        await host.PayAsync(loan, 400_000, "1405-07-30");

        var arrears = await ArrearsAsync(loan, "1405-09-30");
        var before = await ArrearsAsync(loan, "1405-06-30");

        Assert.Equal((1_080_000L, 80_000L, 1_160_000L), (arrears.Rials("maturedPrincipalRials"), arrears.Rials("maturedFeeRials"), arrears.Rials("maturedRials")));
        Assert.Equal((12_000_000L, 10_920_000L), (arrears.Rials("outstandingRials"), arrears.Rials("notMaturedRials")));
        Assert.Equal((0L, 0L), (before.Rials("outstandingRials"), before.Rials("notMaturedRials")));
        Assert.Equal(JsonValueKind.Null, before.GetProperty("lateFrom").ValueKind);
    }

    [StoreTheory]
    [InlineData("1405-10-30", "current", 0, 180_000)] // 1.5 % of all
    [InlineData("1405-12-01", "past_due", 2_160_000, 216_000 + 147_600)] // four lines at 10 %, the rest at 1.5 %
    [InlineData("1406-03-01", "overdue", 3_780_000, 756_000 + 123_300)] // seven lines at 20 %
    [InlineData("1407-02-30", "doubtful", 12_000_000, 6_000_000)]
    public async Task Each_funder_sets_aside_what_the_class_asks_of_its_part(string asOf, string loanClass, long classified, long provision)
    {
        var loan = await host.OpenAsync();
        await host.PayAsync(loan, 480_000, "1405-07-30");

        var arrears = await ArrearsAsync(loan, asOf);

        var funders = new[] { "ALAVI", "SINA" }.Select(code => arrears.GetProperty("funders").GetProperty(code)).ToList();
        Assert.Equal((loanClass, classified, provision), (arrears.Text("class"), arrears.Rials("classifiedRials"), arrears.Rials("provisionRials")));
        Assert.Equal((3_571_429L, 8_428_571L), (funders[0].Rials("outstandingRials"), funders[1].Rials("outstandingRials")));
        Assert.Equal((classified, provision), (funders.Sum(one => one.Rials("classifiedRials")), funders.Sum(one => one.Rials("provisionRials"))));
        Assert.InRange(84 * funders[0].Rials("provisionRials"), (25 * provision) - 84, (25 * provision) + 84);
    }

    [StoreFact]
    public async Task A_payment_that_came_back_was_owed_before()
    {
        var paid = await host.OpenAsync(Facts.Disbursed());
        await host.PayAsync(paid.LoanId, 480_000, "1405-07-30");
        await host.TellAsync(Facts.Returned(paid));
        await host.Probe.ExpectAsync(paid.LoanId, 4);

        var then = await ArrearsAsync(paid.LoanId, "1407-06-30");
        var now = await ArrearsAsync(paid.LoanId, "1407-06-31");

        Assert.Equal(("doubtful", 12_000_000L), (then.Text("class"), then.Rials("outstandingRials")));
        Assert.Equal(("current", 0L), (now.Text("class"), now.Rials("outstandingRials")));
    }

    [StoreFact]
    public async Task What_was_due_on_a_friday_is_not_among_the_overdue_on_the_saturday()
    {
        await host.App.SetBusinessDateAsync(Facts.Day("1407-07-02"));
        var thursday = (await host.OpenAsync(Facts.Disbursed(county: "Anar", paidOut: "1407-05-31"))).LoanId;
        var friday = (await host.OpenAsync(Facts.Disbursed(county: "Anar", paidOut: "1407-06-01"))).LoanId;

        Assert.Equal([thursday], await IdsAsync("loans?county=Anar&overdue=true"));
        Assert.Equal([friday], await IdsAsync("loans?county=Anar&overdue=false"));
        await host.App.SetBusinessDateAsync(Facts.Day("1407-07-03"));
        Assert.Equal([thursday, friday], await IdsAsync("loans?county=Anar&overdue=true"));
        Assert.Empty(await IdsAsync("loans?county=Anar&overdue=false"));
        await host.App.SetBusinessDateAsync(RepaymentHost.Today);
    }

    private async Task<JsonElement> ArrearsAsync(Guid loanId, string persian)
    {
        var (status, arrears) = await host.GetAsync($"loans/{loanId}/arrears?asOf={LocalDatePattern.Iso.Format(Facts.Day(persian))}");
        Assert.Equal(200, status);
        return arrears;
    }

    private async Task<List<Guid>> IdsAsync(string path) =>
        [.. (await host.GetAsync(path)).Body.GetProperty("items").EnumerateArray().Select(loan => loan.GetProperty("loanId").GetGuid())];
}
