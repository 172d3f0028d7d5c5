using FsCheck.Fluent;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>Whatever happens to a loan, its statements close, join, and end where the loan stands.</summary>
public class AccountStatementPropertyTests
{
    [Fact]
    public void The_statement_of_a_whole_life_ends_where_the_loan_stands() => Generators.Check(AccountLife.Any, life =>
    {
        var closing = life.Whole.Closing;

        Assert.Equal(
            (life.Now.Outstanding, life.Now.FeeDue(life.Today), life.Now.Standing.FeePaid), (closing.Outstanding, closing.FeeDue, closing.FeePaid));
        Assert.Equal(
            (life.Now.Standing.PrincipalRepaid, life.Now.Standing.Credit, life.Now.Standing.Recovered), (closing.Principal, closing.Credit, closing.Recovered));
        Assert.Equal((life.Now.State is LoanState.Active or LoanState.Settled ? life.Now.Ledger.LateDue(life.Now.Standing, life.Today, _ => true) : Rials.Zero, life.Now.Standing.Late.Paid), (closing.LateDue, closing.LatePaid));
        Assert.Equal((life.Now.WrittenOff.Total, life.Now.ReturnedUnpaid), (closing.WrittenOff, closing.Returned));
        Assert.Equal(life.Now.Ledger.Principal, closing.PaidOut);
    });

    [Fact]
    public void Opening_and_movements_sum_to_the_closing_and_each_period_begins_where_the_last_ended() => Generators.Check(
        from life in AccountLife.Any
        from cut in Gen.Choose(0, 6_000)
        select (life, cut),
        x =>
        {
            var begin = x.life.Now.Ledger.PaidOutOn;
            var day = NodaTime.LocalDate.Min(x.life.Today, begin.PlusDays(x.cut));
            var (first, second) = (x.life.Statement(begin, day), x.life.Statement(day.PlusDays(1), x.life.Today.PlusDays(1)));

            Assert.Equal((default, first.Closing), (first.Opening, second.Opening));
            foreach (var statement in (AccountStatement[])[first, second])
            {
                var running = statement.Opening;
                foreach (var movement in statement.Movements)
                {
                    running += movement.Change;
                    Assert.Equal(running, movement.After);
                    Assert.InRange(movement.Date, statement.From, statement.To);
                }

                Assert.Equal(statement.Closing, running);
                Assert.Equal(statement.Closing.Outstanding, statement.Opening.Outstanding + statement.Total.Outstanding);
            }
        });

    [Fact]
    public void Each_movement_changes_what_its_kind_may_change() => Generators.Check(AccountLife.Any, life =>
    {
        foreach (var movement in life.Whole.Movements)
        {
            var change = movement.Change;
            switch (movement.Kind)
            {
                case AccountMovementKind.PaidOut:
                    Assert.Equal(new AccountFigures { PaidOut = life.Now.Ledger.Principal }, change);
                    break;
                case AccountMovementKind.FeeDue:
                    Assert.True(change.FeeCharged.IsPositive);
                    Assert.Equal(new AccountFigures { FeeCharged = change.FeeCharged }, change);
                    break;
                case AccountMovementKind.LateCharge:
                    Assert.True(change.LateCharged.IsPositive);
                    Assert.Equal(new AccountFigures { LateCharged = change.LateCharged }, change);
                    break;
                case AccountMovementKind.LateDecision:
                    Assert.Equal(new AccountFigures { LateCharged = change.LateCharged }, change);
                    break;
                case AccountMovementKind.Receipt: // the fee that it may pay was owed before: a year never begins unnoticed
                    Assert.Equal((life.Receipts[movement.Index].Money.Amount, Rials.Zero, Rials.Zero, Rials.Zero), (change.Received, change.Paid, change.FeeCharged, change.LateCharged));
                    Assert.False(change.Principal.IsNegative || change.FeePaid.IsNegative || change.Recovered.IsNegative || change.Credit.IsNegative);
                    break;
                case AccountMovementKind.Reversal:
                    Assert.Equal((-life.Receipts[movement.Index].Money.Amount, Rials.Zero), (change.Received, change.Paid));
                    break;
                case AccountMovementKind.Refund:
                    Assert.Equal(new AccountFigures { Refunded = change.Paid }, change);
                    break;
                case AccountMovementKind.PlanChange: // nothing has a price
                    Assert.Equal(new AccountFigures(), change);
                    break;
                case AccountMovementKind.WriteOff:
                    Assert.Equal((Rials.Zero, Rials.Zero, Rials.Zero), (change.Received, movement.After.Outstanding, movement.After.FeeDue));
                    break;
                case AccountMovementKind.Returned:
                    Assert.Equal((Rials.Zero, Rials.Zero, Rials.Zero), (change.Received, movement.After.Outstanding, movement.After.FeeDue));
                    Assert.Equal(-life.Now.Ledger.Principal, change.Paid);
                    break;
                default:
                    Assert.Fail($"{movement.Kind} is no kind.");
                    break;
            }
        }
    });

    [Fact]
    public void Without_a_later_reversal_a_statement_ends_where_the_loan_stood_on_its_last_day() => Generators.Check(
        from life in AccountLife.Any
        from cut in Gen.Choose(0, 6_000)
        where life.ReturnedOn is null
        select (life, cut),
        x =>
        {
            var day = NodaTime.LocalDate.Min(x.life.Today, x.life.Now.Ledger.PaidOutOn.PlusDays(x.cut));
            if (x.life.Receipts.Any(receipt => receipt.ReversedOn > day && receipt.Money.ValueDate <= day))
            {
                return;
            }

            var stood = x.life.Now.AsOf(day, x.life.Counting);
            var closing = x.life.Statement(x.life.Now.Ledger.PaidOutOn, day).Closing;

            Assert.Equal((stood.Outstanding, stood.FeeDue(day), stood.Standing.Credit), (closing.Outstanding, closing.FeeDue, closing.Credit));
            Assert.Equal(stood.State is LoanState.Active ? stood.Ledger.LateDue(stood.Standing, day, _ => true) : Rials.Zero, closing.LateDue);
        });

    [Fact]
    public void A_whole_life_has_every_movement_once() => Generators.Check(AccountLife.Any, life =>
    {
        var kinds = life.Whole.Movements.CountBy(movement => movement.Kind).ToDictionary();

        Assert.Equal(life.Receipts.Count, kinds.GetValueOrDefault(AccountMovementKind.Receipt));
        Assert.Equal(life.Receipts.Count(receipt => receipt.ReversedOn is not null), kinds.GetValueOrDefault(AccountMovementKind.Reversal));
        Assert.Equal(life.Now.Ledger.Plan.Changes.Count, kinds.GetValueOrDefault(AccountMovementKind.PlanChange));
        Assert.Equal((1, life.Now.State == LoanState.WrittenOff ? 1 : 0), (kinds[AccountMovementKind.PaidOut], kinds.GetValueOrDefault(AccountMovementKind.WriteOff)));
        Assert.Equal(life.ReturnedOn is null ? 0 : 1, kinds.GetValueOrDefault(AccountMovementKind.Returned));
    });

    /// <summary>So that the properties above speak of something.</summary>
    [Fact]
    public void Random_lives_have_every_kind_of_movement() =>
        Assert.Equal(Enum.GetValues<AccountMovementKind>(), AccountLife.Any.Sample(500).SelectMany(life => life.Whole.Movements).Select(movement => movement.Kind).Distinct().Order());
}
