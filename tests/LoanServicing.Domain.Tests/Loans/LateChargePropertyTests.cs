using FsCheck.Fluent;
using LoanServicing.Domain.Loans;
using NodaTime;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>Lateness has no price but the one agreed, on principal only, and a replay from the beginning charges what was charged.</summary>
public class LateChargePropertyTests
{
    [Fact]
    public void Whatever_was_decided_paid_and_taken_back_a_replay_gives_the_loan_as_it_lived() => Generators.Check(AccountLife.Any, life =>
    {
        if (life.ReturnedOn is null)
        {
            Assert.Equal(life.Now.Ledger.Replay(life.Counting).Standing, life.Now.Standing);
            Assert.True(life.Now.State == LoanState.WrittenOff || (life.Now.State == LoanState.Settled) == life.Now.Ledger.IsSettled(life.Now.Standing));
        }
    });

    [Fact]
    public void What_is_kept_of_a_loan_is_enough_to_charge_it_again_without_a_calendar() => Generators.Check(AccountLife.Any, life =>
    {
        if (life.ReturnedOn is not null)
        {
            return;
        }

        var late = life.Now.Ledger.Late;
        Assert.True(GraceDays.TryParse(late.Grace.Write(), out var grace));
        Assert.True(LateCharging.TryParse(LateCharging.Write(late.Decisions), out var decisions));
        Assert.True(LateStanding.TryParse(life.Now.Standing.Late.ToString(), out var standing));
        Assert.Equal(life.Now.Standing.Late, standing);
        Assert.Equal(life.Now.Standing, life.Now.Ledger.With(new LateCharging(late.Terms, decisions, grace)).Replay(life.Counting).Standing);
    });

    [Fact]
    public void Without_a_policy_or_without_overdue_principal_nothing_is_charged() => Generators.Check(LoanCases.Any, x =>
    {
        var (standing, _) = x.Loan.Ledger.Replay(x.Receipts);
        var day = standing.LatestValueDate ?? x.Loan.Ledger.PaidOutOn;
        var isOnTime = x.Loan.Ledger.ArrearsOf(standing, day, LoanCases.AfterFridays).MaturedPrincipal.IsZero;

        Assert.True(x.Loan.Ledger.Late.Terms.CountsDays || standing.Late == default);
        Assert.False(standing.Late.Unpaid(x.Loan.Ledger.Late.Terms).IsNegative);
        Assert.True(!isOnTime || x.Loan.Ledger.LateDue(standing, day.PlusDays(1)) == x.Loan.Ledger.LateDue(standing, day));
    });

    [Fact]
    public void A_receipt_pays_charges_only_when_nothing_that_has_fallen_due_is_unpaid() => Generators.Check(LoanCases.Any, x =>
    {
        var (_, steps) = x.Loan.Ledger.Replay(x.Receipts);
        foreach (var (receipt, step) in x.Receipts.Zip(steps).Where(pair => pair.Second.Late.IsPositive))
        {
            Assert.True(x.Loan.Ledger.ArrearsOf(step.Standing, receipt.ValueDate, LoanCases.AfterFridays).MaturedPrincipal.IsZero);
        }
    });

    [Fact]
    public void The_charge_never_exceeds_the_rate_on_all_of_the_principal_and_does_not_compound() => Generators.Check(LoanCases.Any, x =>
    {
        var (standing, _) = x.Loan.Ledger.Replay(x.Receipts);
        var day = (standing.LatestValueDate ?? x.Loan.Ledger.PaidOutOn).PlusDays(3_000);
        var terms = x.Loan.Ledger.Late.Terms;
        var days = Period.DaysBetween(x.Loan.Ledger.PaidOutOn, day);

        Assert.True(x.Loan.Ledger.LateOn(standing, day).Charged(terms) <= terms.ChargeOf((Int128)x.Loan.Ledger.Principal.Value * days));
    });
}
