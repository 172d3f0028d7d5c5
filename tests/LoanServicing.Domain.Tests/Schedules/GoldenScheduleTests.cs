using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Tests.Schedules;

/// <summary>The published figures of domain.md section 1.1.</summary>
public class GoldenScheduleTests
{
    [Theory]
    [InlineData(200_000_000, 18, 200, 16, 12_500_000, 12_500_000)]
    [InlineData(440_000_000, 36, 400, 33, 13_333_333, 13_333_344)]
    [InlineData(880_000_000, 48, 400, 44, 20_000_000, 20_000_000)]
    [InlineData(1_320_000_000, 60, 400, 55, 24_000_000, 24_000_000)]
    [InlineData(1_650_000_000, 72, 400, 66, 25_000_000, 25_000_000)]
    [InlineData(2_200_000_000, 84, 400, 77, 28_571_428, 28_571_472)]
    [InlineData(1_000_000_000, 60, 400, 55, 18_181_818, 18_181_828)]
    [InlineData(1_440_000_000, 84, 400, 77, 18_701_298, 18_701_352)]
    public void Principal_lines_are_the_published_ones(long principal, int installments, int rate, int lines, long line, long last)
    {
        var amounts = RepaymentPlan.For(Terms.Of(principal, installments, rate)).Instalments
            .Where(row => row.Principal.IsPositive).Select(row => row.Principal.Value).ToArray();

        Assert.Equal(lines, amounts.Length);
        Assert.All(amounts[..^1], amount => Assert.Equal(line, amount));
        Assert.Equal(last, amounts[^1]);
    }

    [Theory]
    [InlineData(200_000_000, 18, 200, new long[] { 4_000_000, 625_000 })]
    [InlineData(1_000_000_000, 60, 400, new long[] { 40_000_000, 32_000_000, 24_000_000, 16_000_000, 8_000_000 })]
    [InlineData(1_440_000_000, 84, 400, new long[] { 57_600_000, 49_371_428, 41_142_857, 32_914_286, 24_685_715, 16_457_144, 8_228_573 })]
    public void Fee_lines_are_the_published_ones(long principal, int installments, int rate, long[] fees)
    {
        var plan = RepaymentPlan.For(Terms.Of(principal, installments, rate));

        Assert.Equal(fees, plan.Instalments.Where(row => row.Fee.IsPositive).Select(row => row.Fee.Value));
        Assert.Equal(fees.Sum(), plan.FeeTotal.Value);
        Assert.Equal(new Rials(principal + fees.Sum()), plan.Total);
    }

    [Fact]
    public void Sixty_months_are_55_principal_and_5_fee_instalments()
    {
        var plan = RepaymentPlan.For(Terms.Of(1_000_000_000, 60));
        Assert.Equal([1, 13, 25, 37, 49], Enumerable.Range(1, 60).Where(plan.IsFeeInstalment));
    }

    [Fact]
    public void The_default_rounding_unit_leaves_its_remainder_on_the_last_line()
    {
        var plan = RepaymentPlan.For(Terms.Of(1_440_000_000, 84, unitRials: 10_000));
        Assert.Equal(18_700_000, plan[2].Principal.Value);
        Assert.Equal(1_440_000_000 - (76 * 18_700_000L), plan[84].Principal.Value);
    }

    [Fact]
    public void A_unit_above_the_even_line_gives_way_instead_of_putting_all_principal_on_the_last_day()
    {
        var plan = RepaymentPlan.For(Terms.Of(100_000, 12, unitRials: 10_000));
        Assert.Equal(9_090, plan[2].Principal.Value);
        Assert.Equal(9_100, plan[12].Principal.Value);
    }
}
