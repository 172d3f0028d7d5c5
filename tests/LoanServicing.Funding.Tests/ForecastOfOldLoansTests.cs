using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Funding.Store;
using NodaTime;

namespace LoanServicing.Funding.Tests;

public class ForecastOfOldLoansTests
{
    [Fact]
    public async Task A_loan_paid_out_before_the_terms_were_kept_is_owed_without_a_day_and_takes_its_receipts()
    {
        using var bench = await FundingBench.OpenAsync();
        var (_, _, old) = await bench.LendAsync(2 * ForecastTests.Amount);
        bench.Damage(
            "update funded_loan set installments = null, fee_method = null, fee_rate_basis_points = null, rounding_unit = null, due_day = null, first_due = null");
        bench.Damage("delete from planned_collection");
        await bench.LendAsync(ForecastTests.Amount);

        var holiday = new PlanChange(PlanChangeKind.Holiday, Facts.Today, 1, new LocalDate(2027, 4, 21), 1, 60, Rials.Zero);
        await bench.SendAsync(Facts.Repaid(old, Facts.Exact(84)), Facts.Replanned(old, holiday));

        var forecast = await bench.Database.ReadAsync(connection => ForecastReader.ReadAsync(connection, Facts.Today, 91));
        Assert.Equal((109 * 25, 109 * 59), (forecast.Funders[0].UnplannedRials.Value, forecast.Funders[1].UnplannedRials.Value));
        Assert.Equal(25, forecast.Items.Single(day => day.Date == new LocalDate(2027, 1, 21) && day.Funder == "ALAVI").CollectionsRials.Value);
        await bench.AssertSoundAsync();
    }
}
