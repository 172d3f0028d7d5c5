using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Tests.Schedules;

public class FlatAverageTests
{
    private static Gen<RepaymentPlan> AnyPlan =>
        from principal in Generators.Principal
        from installments in Gen.OneOf(Gen.Choose(1, 60), Gen.Choose(1, LoanTerms.MaxInstallments))
        from rate in Gen.Choose(1, ServiceFee.MaxRateBasisPoints)
        from unit in Gen.Elements(1L, 10_000L)
        from grace in Gen.Elements(0, 0, 3, LoanTerms.MaxFeeGraceMonths)
        select RepaymentPlan.For(Terms.Of(principal, installments, rate, Math.Min(unit, principal), FeeMethod.FlatAverage) with { FeeGraceMonths = grace });

    /// <summary>The fees that domain.md section 1.1 gives for 4 %, in hundredths of a percent of the principal.</summary>
    [Theory]
    [InlineData(12, 217)]
    [InlineData(36, 617)]
    [InlineData(60, 1017)]
    [InlineData(84, 1417)]
    [InlineData(120, 2017)]
    public void The_fee_of_the_whole_is_that_of_the_published_table(int installments, long hundredths)
    {
        var plan = RepaymentPlan.For(Terms.Of(1_000_000_000, installments, method: FeeMethod.FlatAverage));

        Assert.Equal(hundredths, (plan.FeeTotal.Value + 50_000) / 100_000);
    }

    [Fact]
    public void Twelve_million_in_twelve_months_is_level_and_its_fees_fall_by_the_digits()
    {
        var plan = RepaymentPlan.For(Terms.Of(12_000_000, 12, method: FeeMethod.FlatAverage));

        Assert.Equal([40_000, 36_666, 33_333, 30_000, 26_666, 23_333, 20_000, 16_666, 13_333, 10_000, 6_666, 3_333], plan.Instalments.Select(row => row.Fee.Value));
        Assert.Equal(Enumerable.Repeat(1_021_666L, 11).Append(1_021_670), plan.Instalments.Select(row => row.Total.Value));
        Assert.Equal(12_000_000, plan.Instalments.Sum(row => row.Principal.Value));
    }

    [Fact]
    public void Each_fee_line_is_under_the_cap_of_the_principal_outstanding_then() => Generators.Check(AnyPlan, plan =>
    {
        var outstanding = plan.Terms.Principal;
        foreach (var row in plan.Instalments)
        {
            Assert.True(row.Fee <= ServiceFee.Capped(outstanding, plan.Terms.FeeRateBasisPoints, plan.FeeMonthsOf(row.Number)));
            Assert.False(row.Principal.IsNegative || row.Fee.IsNegative);
            outstanding -= row.Principal;
        }

        Assert.Equal(Rials.Zero, outstanding);
        Assert.Equal(plan.FeeTotal, plan.Instalments.Select(row => row.Fee).Sum());
    });

    [Fact]
    public void A_fee_in_grace_is_for_the_months_of_the_grace_on_the_whole_principal()
    {
        var without = RepaymentPlan.For(Terms.Of(12_000_000, 12, method: FeeMethod.FlatAverage));
        var with = RepaymentPlan.For(Terms.Of(12_000_000, 12, method: FeeMethod.FlatAverage) with { FeeGraceMonths = 3 });
        var annual = RepaymentPlan.For(Terms.Of(12_000_000, 24) with { FeeGraceMonths = 3 });

        Assert.Equal(new Rials(120_000), with.FeeTotal - without.FeeTotal);
        Assert.Equal([600_000L, 240_000L], annual.Instalments.Where(row => row.Fee.IsPositive).Select(row => row.Fee.Value));
        Assert.Equal(15, annual.MonthsInLoanYear(1));
    }
}
