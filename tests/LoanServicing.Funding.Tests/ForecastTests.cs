using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Endpoints;
using LoanServicing.Funding.Store;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Funding.Tests;

/// <summary>Loans of 55 principal instalments of 84 rials, 25 : 59; the first is due two months after paying out, behind a fee.</summary>
public class ForecastTests
{
    public const long Amount = 55 * 84;

    private static readonly LocalDate FirstFee = new(2026, 12, 22); // 1405-10-01
    private static readonly LocalDate FirstDue = new(2027, 1, 21); // 1405-11-01
    private static readonly LocalDate SecondDue = new(2027, 2, 20); // 1405-12-01

    [StoreFact]
    public async Task Each_day_collects_what_falls_due_and_the_orders_at_the_bank_leave_on_the_first()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 84_000);
        await bench.LendAsync(Amount);
        await bench.LendAsync(2 * Amount);
        var (ordered, promised) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await bench.SendAsync(
            [Facts.Approved(ordered, 840), Facts.Ordered(ordered, Facts.Exact(840), Guid.CreateVersion7()), Facts.Approved(promised, 84)]);

        var forecast = await ForecastAsync(bench, Facts.Today, 91);

        Assert.Equal(
            (Facts.Today, "1405-09-01", SecondDue, "1405-12-01"), (forecast.AsOf, forecast.AsOfPersian, forecast.Through, forecast.ThroughPersian));
        Assert.Equal((2 * 91, 91), (forecast.Items.Count, forecast.Items.Select(day => day.Date).Distinct().Count()));
        Assert.Equal(new FunderForecast("ALAVI", new Rials(20_875), new Rials(25), Rials.Zero, Rials.Zero), forecast.Funders[0]);
        Assert.Equal(Day(Facts.Today, "ALAVI", 20_875, 0, 250, 20_625, 20_600), forecast.Items[0]);
        Assert.Equal(Day(Facts.Today, "SINA", 49_265, 0, 590, 48_675, 48_616), forecast.Items[1]);
        Assert.Equal(Day(FirstFee, "ALAVI", 20_625, 0, 0, 20_625, 20_600), On(forecast, FirstFee, "ALAVI"));
        Assert.Equal(Day(FirstDue, "ALAVI", 20_625, 75, 0, 20_700, 20_675), On(forecast, FirstDue, "ALAVI"));
        Assert.Equal(Day(SecondDue, "SINA", 48_852, 177, 0, 49_029, 48_970), On(forecast, SecondDue, "SINA"));
        Assert.All(forecast.Items.Zip(forecast.Items.Skip(2)), pair => Assert.Equal(pair.First.ClosingRials, pair.Second.OpeningRials));
    }

    [StoreFact]
    public async Task A_receipt_takes_from_the_oldest_due_dates_and_a_posting_that_takes_it_back_gives_it_back()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        var repaid = Facts.Exact(Amount).Standing(new Rials(100));

        await bench.SendAsync(Facts.Repaid(loan, repaid));
        var after = await ForecastAsync(bench, Facts.Today, 91);
        await bench.SendAsync(Facts.Repaid(loan, FunderShares.Zero - repaid, credit: 100));
        var takenBack = await ForecastAsync(bench, Facts.Today, 91);

        Assert.Equal((0, 0), (On(after, FirstDue, "ALAVI").CollectionsRials.Value, On(after, FirstDue, "SINA").CollectionsRials.Value));
        Assert.Equal((20, 48), (On(after, SecondDue, "ALAVI").CollectionsRials.Value, On(after, SecondDue, "SINA").CollectionsRials.Value));
        Assert.Equal((25, 59), (On(takenBack, FirstDue, "ALAVI").CollectionsRials.Value, On(takenBack, SecondDue, "SINA").CollectionsRials.Value));
        await bench.AssertSoundAsync();
    }

    [StoreFact]
    public async Task What_fell_due_before_the_first_day_is_overdue_and_on_no_day()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(Amount).Standing(new Rials(10))));

        var onTheDay = await ForecastAsync(bench, FirstDue, 1);
        var dayAfter = await ForecastAsync(bench, FirstDue.PlusDays(1), 366); // eleven instalments of principal, and the second year's fee

        Assert.Equal((0, 22), (onTheDay.Funders[0].OverdueRials.Value, onTheDay.Items[0].CollectionsRials.Value));
        Assert.Equal((22, 52), (dayAfter.Funders[0].OverdueRials.Value, dayAfter.Funders[1].OverdueRials.Value));
        Assert.Equal(11 * 25, dayAfter.Items.Where(day => day.Funder == "ALAVI").Select(day => day.CollectionsRials).Sum().Value);
    }

    [StoreFact]
    public async Task A_loan_that_came_back_promises_nothing_and_neither_does_a_settled_one()
    {
        using var bench = await FundingBench.OpenAsync();
        var (application, order, returned) = await bench.LendAsync(Amount);
        var (_, _, settled) = await bench.LendAsync(2 * Amount);
        await bench.SendAsync(Facts.Returned(application, Facts.Exact(Amount), order, returned));
        await bench.SendAsync([Facts.Repaid(settled, Facts.Exact(2 * Amount)), Facts.Settled(settled, Facts.Exact(2 * Amount))]);

        var forecast = await ForecastAsync(bench, Facts.Today, 366);

        Assert.All(forecast.Items, day => Assert.Equal(Rials.Zero, day.CollectionsRials));
        Assert.Equal(0, await bench.Database.ReadAsync(async connection => (await ForecastReader.ReadAsync(connection, new LocalDate(2040, 1, 1), 1)).Funders[0].OverdueRials.Value));
        await bench.AssertSoundAsync();
    }

    private static Task<ForecastView> ForecastAsync(FundingBench bench, LocalDate asOf, int days) =>
        bench.Database.ReadAsync(connection => ForecastReader.ReadAsync(connection, asOf, days));

    private static ForecastDay On(ForecastView forecast, LocalDate day, string funder) =>
        forecast.Items.Single(item => item.Date == day && item.Funder == funder);

    private static ForecastDay Day(LocalDate day, string funder, long opening, long collections, long payments, long closing, long afterPromises) => new(
        day,
        day.ToPersian(),
        funder,
        new Rials(opening),
        new Rials(collections),
        new Rials(payments),
        new Rials(closing),
        new Rials(afterPromises));
}
