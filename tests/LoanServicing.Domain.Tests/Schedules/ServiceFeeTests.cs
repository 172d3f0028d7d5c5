using FsCheck.Fluent;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Tests.Schedules;

public class ServiceFeeTests
{
    [Fact]
    public void A_fee_line_is_the_largest_whole_rial_under_the_cap() => Generators.Check(
        from balance in Generators.Principal
        from rate in Gen.Choose(0, ServiceFee.MaxRateBasisPoints)
        from months in Gen.Choose(1, 12)
        select (balance, rate, months),
        x =>
        {
            var fee = (Int128)ServiceFee.Capped(new Rials(x.balance), x.rate, x.months).Value;
            var exactTimes120000 = (Int128)x.balance * x.rate * x.months;
            Assert.InRange(exactTimes120000 - (fee * 120_000), 0, 119_999);
        });

    [Fact]
    public void What_is_charged_is_never_above_the_plan_nor_above_the_cap_of_the_actual_balance() => Generators.Check(
        from planned in Generators.Principal
        from balance in Generators.Principal
        from rate in Gen.Choose(0, ServiceFee.MaxRateBasisPoints)
        from months in Gen.Choose(1, 12)
        select (planned: new Rials(planned), balance: new Rials(balance), rate, months),
        x =>
        {
            var cap = ServiceFee.Capped(x.balance, x.rate, x.months);
            var fee = ServiceFee.ActualFee(x.planned, x.balance, x.rate, x.months);
            Assert.True(fee <= x.planned && fee <= cap);
            Assert.True(fee == x.planned || fee == cap);
        });

    [Theory]
    [InlineData(40_000_000, 1_000_000_000, 40_000_000)]
    [InlineData(40_000_000, 500_000_000, 20_000_000)]
    [InlineData(40_000_000, 1_200_000_000, 40_000_000)]
    [InlineData(40_000_000, 0, 0)]
    public void Money_paid_in_advance_lowers_the_fee_and_arrears_do_not_raise_it(long planned, long balance, long expected) =>
        Assert.Equal(expected, ServiceFee.ActualFee(new Rials(planned), new Rials(balance), 400, 12).Value);

    [Theory]
    [InlineData(-1, 400, 12)]
    [InlineData(1, -1, 12)]
    [InlineData(1, 401, 12)]
    [InlineData(1, 400, 0)]
    [InlineData(1, 400, 37)]
    public void Arguments_outside_their_range_are_bugs(long balance, int rate, int months) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceFee.Capped(new Rials(balance), rate, months));

    [Fact]
    public void A_negative_planned_fee_is_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceFee.ActualFee(new Rials(-1), new Rials(1), 400, 12));
}
