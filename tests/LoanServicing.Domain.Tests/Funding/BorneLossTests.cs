using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Funding;

/// <summary>One loan's loss under an order of loss, as receipts, reversals and recoveries change it (rule R6; docs/adr/0021-write-off.md).</summary>
public class BorneLossTests
{
    private static readonly FunderShares Loss = Shares(2_500, 5_900);

    private static Gen<(int Kind, int Amount)[]> Steps => (
        from kind in Gen.Choose(0, 3)
        from amount in Gen.OneOf(Gen.Choose(1, 9), Gen.Choose(1, 9_000))
        select (kind, amount)).ArrayOf(40);

    [Theory]
    [InlineData(Funders.Sina, 10_000, 0, 8_400)]
    [InlineData(Funders.Sina, 1_000, 1_500, 6_900)]
    [InlineData(Funders.Sina, 0, 2_500, 5_900)]
    [InlineData(Funders.Sina, -7, 2_500, 5_900)]
    [InlineData(Funders.Alavi, 10_000, 8_400, 0)]
    [InlineData(Funders.Alavi, 400, 2_900, 5_500)]
    public void The_first_bears_what_it_can_pay_and_the_rest_stays_where_it_is(string first, long free, long alavi, long sina) =>
        Assert.Equal(Shares(alavi, sina), BorneLoss.None(first).Become(Loss, new Rials(free)).Borne);

    [Fact]
    public void A_smaller_loss_is_first_less_for_the_other_and_then_less_to_be_paid()
    {
        var borne = BorneLoss.None(Funders.Sina).Become(Loss, new Rials(1_000));

        Assert.Equal(Shares(250, 3_360), borne.Become(Shares(1_250, 2_360), new Rials(99)).Borne);
        Assert.Equal(Shares(0, 3_150), borne.Become(Shares(700, 2_450), new Rials(99)).Borne);
    }

    [Fact]
    public void Only_what_the_loss_grows_by_is_divided_again()
    {
        var borne = BorneLoss.None(Funders.Sina).Become(Loss, new Rials(1_000));

        Assert.Equal(Shares(1_500, 6_984), borne.Become(Loss + Shares(25, 59), new Rials(9_999)).Borne);
        Assert.Equal(Shares(1_518, 6_966), borne.Become(Loss + Shares(25, 59), new Rials(7)).Borne);
    }

    [Fact]
    public void What_is_not_all_of_the_loss_or_not_the_firsts_own_does_not_hold()
    {
        Assert.True(new BorneLoss(Funders.Sina, Loss, Shares(0, 8_400)).Holds);
        Assert.False(new BorneLoss(Funders.Sina, Loss, Shares(0, 8_399)).Holds);
        Assert.False(new BorneLoss(Funders.Sina, Loss, Shares(2_501, 5_899)).Holds);
        Assert.False(new BorneLoss(Funders.Sina, Loss, Shares(-1, 8_401)).Holds);
        Assert.False(new BorneLoss("NOBODY", Loss, Loss).Holds);
        Assert.False(new BorneLoss(Funders.Sina, Shares(long.MaxValue, 1), Shares(0, long.MaxValue)).Holds);
    }

    [Theory]
    [InlineData(Funders.Sina)]
    [InlineData(Funders.Alavi)]
    public void Whatever_comes_and_is_taken_back_all_of_the_loss_is_borne_and_nobody_pays_what_it_has_not(string first) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Steps.ToArbitrary(), Gen.Choose(0, 4_000).ToArbitrary(), (steps, free) => Play(steps, first, free)));

    /// <summary>A loan of 8,400 that was written off whole; each funder has what it had free, what is repaid, what it has recovered and what the other has paid it.</summary>
    private static void Play((int Kind, int Amount)[] steps, string first, int free)
    {
        var had = first == Funders.Sina ? Shares(0, free) : Shares(free, 0);
        var (bearing, repaid, recovered) = (BorneLoss.None(first).Become(Loss, new Rials(free)), Rials.Zero, Rials.Zero);
        foreach (var (kind, amount) in steps)
        {
            var before = (Bearing: bearing, Cash: CashOf(bearing));
            var step = new Rials(amount);
            var principal = Loss.Standing(repaid);
            repaid = kind switch
            {
                0 => Rials.Min(Loss.Total, repaid + step),
                1 => Rials.Max(Rials.Zero, repaid - step),
                _ => repaid,
            };
            var loss = Loss - Loss.Standing(repaid);
            var recoveredBefore = before.Bearing.Recovered(recovered);
            recovered = Rials.Min(loss.Total, kind switch { 2 => recovered + step, 3 => Rials.Max(Rials.Zero, recovered - step), _ => recovered });
            var left = before.Cash + Loss.Standing(repaid) - principal + bearing.Become(loss, Rials.Zero).Recovered(recovered) - recoveredBefore;
            bearing = bearing.Become(loss, left.Of(first));
            AssertStep(kind, before.Bearing, bearing, before.Cash, CashOf(bearing), recovered);
        }

        FunderShares CashOf(BorneLoss borne) => had + Loss.Standing(repaid) + borne.Recovered(recovered) + borne.Compensated;
    }

    private static void AssertStep(int kind, BorneLoss before, BorneLoss after, FunderShares had, FunderShares has, Rials recovered)
    {
        var byFunder = after.Recovered(recovered);
        Assert.True(after.Holds, $"{after}");
        Assert.Equal(after.Loss.Total, after.Borne.Total);
        Assert.True(after.Compensated.Total.IsZero);
        foreach (var funder in new[] { Funders.Alavi, Funders.Sina })
        {
            Assert.True(byFunder.Of(funder) <= after.Borne.Of(funder));
            Assert.True(kind is not (0 or 2) || has.Of(funder) >= had.Of(funder), $"{funder} had {had.Of(funder)} and has {has.Of(funder)} after money came: {before} to {after}");
            Assert.True(
                after.Compensated.Of(funder) >= before.Compensated.Of(funder) || has.Of(funder) >= Rials.Min(Rials.Zero, had.Of(funder)),
                $"{funder} paid and has {has.Of(funder)}: {before} to {after}");
        }
    }

    private static FunderShares Shares(long alavi, long sina) => new(new Rials(alavi), new Rials(sina));
}
