using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;

namespace LoanServicing.Domain.Tests.Funding;

public class FundingLimitsTests
{
    [Fact]
    public void Reserve_ExactlyTheAllocation_IsReserved_AndOneRialMoreIsShortOfTheTranche()
    {
        var limits = FundingModel.Limited(new Rials(1_000), new Rials(1_000), allocation: new Rials(84));

        var outcome = limits.Reserve(Tranches.Health, new Rials(84));

        Assert.Equal(new FunderShares(new Rials(25), new Rials(59)), outcome.Movement!.Shares);
        Assert.Equal(Rials.Zero, outcome.After.Tranches[Tranches.Health].Available);
        Assert.Equal(Shortage.Tranche, limits.Reserve(Tranches.Health, new Rials(85)).Shortage);
        Assert.Equal(Shortage.Tranche, outcome.After.Reserve(Tranches.Health, new Rials(1)).Shortage);
        Assert.Equal(Shortage.None, outcome.After.Reserve(Tranches.Housing, new Rials(1)).Shortage);
    }

    [Theory]
    [InlineData(25, 59, Shortage.None)]
    [InlineData(24, 59, Shortage.Cash)]
    [InlineData(25, 58, Shortage.Cash)]
    public void Reserve_EachFundersShare_MustBeDeposited(long alavi, long sina, Shortage expected) =>
        Assert.Equal(expected, FundingModel.Limited(new Rials(alavi), new Rials(sina), new Rials(84)).Reserve(Tranches.Health, new Rials(84)).Shortage);

    [Fact]
    public void Reserve_WhenShort_ChangesNothing()
    {
        var limits = FundingModel.Limited(Rials.Zero, Rials.Zero, new Rials(84));

        Assert.Same(limits, limits.Reserve(Tranches.Health, new Rials(84)).After);
    }

    [Fact]
    public void Collections_AreNotLentAgain()
    {
        var limits = FundingModel.Limited(new Rials(25), new Rials(59), new Rials(1_000)).Reserve(Tranches.Health, new Rials(84)).After;
        var drawn = FundingModel.Draw(limits, Tranches.Health, new FunderShares(new Rials(25), new Rials(59)));
        var repaid = drawn with { Alavi = drawn.Alavi with { Collected = new Rials(25) }, Sina = drawn.Sina with { Collected = new Rials(59) } };

        Assert.Equal(Shortage.Cash, repaid.Reserve(Tranches.Health, new Rials(1)).Shortage);
        Assert.Equal(new Rials(25), repaid.Alavi.Cash);
    }

    [Fact]
    public void Release_GivesBackToTrancheCashAndPoolWhatReserveTook()
    {
        var limits = FundingModel.Limited(new Rials(25), new Rials(59), new Rials(84));
        var outcome = limits.Reserve(Tranches.Health, new Rials(84));

        var (_, after) = outcome.After.Release(Tranches.Health, outcome.Movement!.Shares);

        Assert.Equal((limits.Alavi, limits.Sina, limits.Pool), (after.Alavi, after.Sina, after.Pool));
        Assert.Equal(limits.Tranches[Tranches.Health], after.Tranches[Tranches.Health]);
    }

    [Fact]
    public void FollowsRule_AMovementWithOneRialMovedBetweenTheFunders_IsFalse()
    {
        var movement = FundingModel.Limited(new Rials(25), new Rials(59), new Rials(84)).Reserve(Tranches.Health, new Rials(84)).Movement!;

        Assert.True(movement.FollowsRule());
        Assert.False((movement with { Shares = new FunderShares(new Rials(24), new Rials(60)) }).FollowsRule());
        Assert.False((movement with { After = movement.After with { Alavi = new Rials(24) } }).FollowsRule());
        Assert.False((movement with { IsRelease = true }).FollowsRule());
    }
}
