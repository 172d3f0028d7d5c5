using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Funding;

public class FundingPropertyTests
{
    private static Gen<(int Kind, int Pick, int Amount)[]> Steps => (
        from kind in Gen.Choose(0, 7)
        from pick in Gen.Choose(0, 1_000)
        from amount in Gen.OneOf(Gen.Choose(1, 20), Gen.Choose(1, 9_000))
        select (kind, pick, amount)).ArrayOf().Resize(300);

    [Fact]
    public void Every_owner_balances_after_any_steps() => CheckAfterSteps(model =>
        Assert.All(new[] { Funders.Alavi, Funders.Sina, Funders.Servicer }, owner => Assert.Equal(Rials.Zero, FundingModel.Imbalance(model.Books, owner))));

    [Fact]
    public void Tranches_and_cash_are_never_oversold_by_any_steps() => CheckAfterSteps(model =>
    {
        Assert.All(model.Limits.Tranches.Values, budget => Assert.False(budget.Available.IsNegative));
        Assert.False(model.Limits.Alavi.Lendable.IsNegative);
        Assert.False(model.Limits.Sina.Lendable.IsNegative);
    });

    [Fact]
    public void The_pool_holds_what_is_reserved_and_drawn_and_its_steps_can_be_replayed() => CheckAfterSteps(model =>
    {
        var limits = model.Limits;
        Assert.Equal(limits.Alavi.Reserved + limits.Alavi.Drawn, limits.Pool.Alavi);
        Assert.Equal(limits.Tranches.Values.Select(budget => budget.Reserved.Total + budget.Drawn.Total).Sum(), limits.Pool.Total);
        var before = default(PoolPosition);
        foreach (var movement in model.Movements)
        {
            Assert.Equal(before, movement.Before);
            Assert.True(movement.FollowsRule());
            before = movement.After;
            var distance = (84 * before.Alavi.Value) - (25 * before.Total.Value);
            Assert.True(movement.IsRelease || movement.Clamped || distance is >= -42 and <= 42);
        }

        Assert.Equal(before, limits.Pool);
    });

    [Fact]
    public void The_books_close_and_agree_with_the_funders_accounts_after_any_steps() => CheckAfterSteps(model =>
    {
        Assert.Empty(BookIdentities.Problems(model.Books));
        foreach (var account in new[] { model.Limits.Alavi, model.Limits.Sina })
        {
            var statement = FundStatement.Of(model.Books, account.Funder);
            Assert.Equal(
                (account.Deposited, account.Drawn, account.Collected, account.Cash, account.Outstanding),
                (statement.Deposited, statement.Disbursed, statement.Collected, statement.CashHeld, statement.Outstanding));
        }
    });

    private static void CheckAfterSteps(Action<FundingModel> property) => Generators.Check(Steps, steps =>
    {
        var model = new FundingModel();
        foreach (var (kind, pick, amount) in steps)
        {
            model.Step(kind, pick, amount);
            property(model);
        }
    });
}
