using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Money;

public class PoolPositionTests
{
    private static readonly FundingRatio Ratio = FundingRatio.Programme;

    // A step allocates an amount, or releases one of the loans still standing.
    private static Gen<(long Amount, int? Release)[]> Steps => (
        from amount in Generators.Principal
        from release in Gen.Choose(0, 2)
        from pick in Gen.Choose(0, 1_000)
        select (amount, release == 0 ? pick : (int?)null)).ArrayOf();

    [Fact]
    public void The_pool_holds_the_ratio_through_any_allocations_and_releases() => Generators.Check(Steps, steps =>
    {
        var (pool, standing) = (default(PoolPosition), new List<FunderShares>());
        foreach (var (amount, release) in steps)
        {
            if (release is { } pick && standing.Count > 0)
            {
                pool = pool.Release(standing[pick % standing.Count]);
                standing.RemoveAt(pick % standing.Count);
            }
            else
            {
                pool = Allocate(pool, amount, standing);
            }

            Assert.Equal(standing.Aggregate(FunderShares.Zero, (sum, shares) => sum + shares), new FunderShares(pool.Alavi, pool.Total - pool.Alavi));
        }

        Assert.Equal(default, standing.Aggregate(pool, (position, shares) => position.Release(shares)));
    });

    [Fact]
    public void Without_releases_no_allocation_is_ever_clamped() => Generators.Check(Generators.Principal.ArrayOf(), amounts =>
    {
        var pool = default(PoolPosition);
        foreach (var amount in amounts)
        {
            (_, pool, var clamped) = pool.Allocate(new Rials(amount), Ratio);
            Assert.False(clamped);
        }
    });

    [Fact]
    public void After_a_release_that_took_only_one_funders_money_the_next_loans_correct_the_pool()
    {
        var (_, pool, _) = default(PoolPosition).Allocate(new Rials(84_000), Ratio);
        pool = pool.Release(new FunderShares(new Rials(25_000), Rials.Zero));

        var (first, afterFirst, clamped) = pool.Allocate(new Rials(84), Ratio);
        Assert.Equal(new FunderShares(new Rials(84), Rials.Zero), first);
        Assert.True(clamped);

        var (_, afterSecond, stillClamped) = afterFirst.Allocate(new Rials(84_000), Ratio);
        Assert.False(stillClamped);
        Assert.InRange(Drift(afterSecond), -42, 42);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_allocation_of_nothing_is_a_bug(long principal) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => default(PoolPosition).Allocate(new Rials(principal), Ratio));

    [Theory]
    [InlineData(26, 0)]
    [InlineData(0, 60)]
    [InlineData(-1, 1)]
    [InlineData(1, -1)]
    public void A_release_of_what_is_not_in_the_pool_is_a_bug(long alavi, long sina)
    {
        var pool = new PoolPosition(new Rials(84), new Rials(25));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Release(new FunderShares(new Rials(alavi), new Rials(sina))));
    }

    [Fact]
    public void A_ratio_without_parts_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => default(PoolPosition).Allocate(new Rials(1), default));

    private static PoolPosition Allocate(PoolPosition pool, long amount, List<FunderShares> standing)
    {
        var (shares, after, clamped) = pool.Allocate(new Rials(amount), Ratio);
        standing.Add(shares);

        Assert.Equal(amount, shares.Total.Value);
        Assert.False(shares.Alavi.IsNegative || shares.Sina.IsNegative);
        if (clamped)
        {
            Assert.True(shares.Alavi.IsZero || shares.Sina.IsZero);
        }
        else
        {
            Assert.InRange(Drift(after), -42, 42);
        }

        return after;
    }

    private static Int128 Drift(PoolPosition pool) => (Int128)84 * pool.Alavi.Value - (Int128)25 * pool.Total.Value;
}
