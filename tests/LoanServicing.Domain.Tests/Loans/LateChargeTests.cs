using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>Charges for lateness in figures that can be followed by hand (domain.md section 1.3): 12 instalments of 1,000,000 without a fee, the first on 1405-07-30, a Thursday.</summary>
public class LateChargeTests
{
    private static readonly LateTerms Cbi = new(LatePolicy.CbiVajhEltezam, 1_000, 360);

    private static readonly LateTerms CostOnly = new(LatePolicy.ActualCostOnly, 0, 0);

    [Fact]
    public void By_default_lateness_costs_nothing() =>
        Assert.Equal(Rials.Zero, LoanCases.Open(12_000_000, 12, FeeMethod.NoFee).LateDue(LoanCases.Day("1420-01-01")));

    /// <summary>penalty = instalment x rate x days / 36000 (domain.md section 1.3, S34): 1,000,000 x 10 x 36 / 36,000.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 277)]
    [InlineData(10, 2_777)]
    [InlineData(29, 8_055)]
    public void One_instalment_is_charged_by_days(int daysLate, long expected)
    {
        var loan = Open(Cbi);

        Assert.Equal(new Rials(expected), loan.LateDue(loan.Ledger.Plan[1].DueDate.PlusDays(daysLate)));
    }

    [Fact]
    public void The_days_counted_are_the_days_overdue_also_behind_a_holiday()
    {
        var loan = Open(Cbi);
        foreach (var number in Enumerable.Range(1, 6))
        {
            var due = loan.Ledger.Plan[number].DueDate;
            var current = loan.Receive(new LoanReceipt(loan.Ledger.PaidOutOn, new Rials(1_000_000 * (number - 1) + 1))).After;
            var days = LoanClasses.DaysOverdue(due, due.PlusDays(20), LoanCases.AfterFridays);

            Assert.Equal(new Rials(999_999).MulDivFloor(1_000 * days, 3_600_000), current.LateDue(due.PlusDays(20)));
        }
    }

    [Fact]
    public void The_year_may_have_365_days()
    {
        var loan = Open(Cbi with { YearDays = 365 });

        Assert.Equal(new Rials(2_739), loan.LateDue(loan.Ledger.Plan[1].DueDate.PlusDays(10)));
    }

    [Fact]
    public void A_receipt_pays_what_is_due_then_the_charge_then_in_advance()
    {
        var loan = Open(Cbi);
        var day = loan.Ledger.Plan[1].DueDate.PlusDays(10);

        var short1 = loan.Receive(new LoanReceipt(day, new Rials(1_000_000)));
        var enough = loan.Receive(new LoanReceipt(day, new Rials(1_500_000)));

        Assert.Equal((new Rials(1_000_000), Rials.Zero, new Rials(2_777)), (short1.Funders.Total, short1.Late, short1.After.LateDue(day.PlusDays(5))));
        Assert.Equal((new Rials(1_497_223), new Rials(2_777), Rials.Zero), (enough.Funders.Total, enough.Late, enough.Credit));
        Assert.Equal(new Rials(1_500_000), enough.Amount);
    }

    [Fact]
    public void A_loan_whose_principal_is_repaid_is_settled_once_its_charges_are_paid_or_waived()
    {
        var loan = Open(Cbi);
        var day = loan.Ledger.Plan[12].DueDate.PlusDays(100);
        var repaid = loan.Receive(new LoanReceipt(day, new Rials(12_000_000))).After;
        var charge = repaid.LateDue(day);

        Assert.Equal((LoanState.Active, Rials.Zero, charge), (repaid.State, repaid.Outstanding, repaid.Settlement(day.PlusDays(500))));
        Assert.True(charge.IsPositive);
        Assert.Equal(LoanState.Settled, repaid.Receive(new LoanReceipt(day.PlusDays(3), charge)).After.State);
        var waived = repaid.Decide(new LateDecision(LateDecisionKind.Waiver, day.PlusDays(2), charge));
        Assert.Equal((LoanState.Settled, Rials.Zero, Rials.Zero), (waived.State, waived.LateDue(day.PlusDays(2)), waived.LateDue(day.PlusDays(3))));
        Assert.Equal(new Rials(500), waived.Receive(new LoanReceipt(day.PlusDays(2), new Rials(500))).Credit);
        Assert.Throws<InvalidOperationException>(() => waived.Decide(new LateDecision(LateDecisionKind.Cost, day.PlusDays(4), new Rials(1))));
    }

    [Fact]
    public void A_cost_is_owed_from_the_day_after_it_was_decided()
    {
        var day = LoanCases.Day("1405-09-10");
        var loan = Open(CostOnly).Decide(new LateDecision(LateDecisionKind.Cost, day, new Rials(250_000)));

        Assert.Equal((Rials.Zero, new Rials(250_000)), (loan.LateDue(day), loan.LateDue(day.PlusDays(1))));
        Assert.Equal(new Rials(250_000), loan.Ledger.LateDue(loan.Standing, day, _ => true));
        var paid = loan.Receive(new LoanReceipt(day.PlusDays(1), new Rials(12_250_000))).After;
        Assert.Equal((LoanState.Settled, new Rials(250_000)), (paid.State, paid.Standing.Late.Paid));
        Assert.Equal(LoanState.Settled, loan.Receive(new LoanReceipt(day, new Rials(12_000_000))).After.State);
    }

    [Fact]
    public void A_waiver_forgives_what_is_unpaid_and_days_go_on_counting()
    {
        var loan = Open(Cbi);
        var day = loan.Ledger.Plan[1].DueDate.PlusDays(10);
        var waived = loan.Decide(new LateDecision(LateDecisionKind.Waiver, day, new Rials(2_777)));

        Assert.Equal((new Rials(2_777), Rials.Zero), (loan.LateDue(day), waived.LateDue(day)));
        Assert.Equal(new Rials(5_555 - 2_777), waived.LateDue(day.PlusDays(10)));
    }

    [Fact]
    public void A_waiver_forgives_what_was_decided_and_no_more_when_a_receipt_is_taken_back()
    {
        var loan = Open(Cbi);
        var day = loan.Ledger.Plan[12].DueDate.PlusDays(100);
        var charge = loan.LateDue(day);
        var cheque = new LoanReceipt(day, loan.Settlement(day) - new Rials(10_000));
        var waived = loan.Receive(cheque).After.Decide(new LateDecision(LateDecisionKind.Waiver, day, new Rials(10_000)));

        var bounced = waived.Reverse([]).After;

        Assert.Equal((LoanState.Settled, LoanState.Active), (waived.State, bounced.State));
        Assert.Equal(charge - new Rials(10_000), bounced.LateDue(day));
        Assert.Equal(waived.Standing, waived.Ledger.Replay([cheque]).Standing);
    }

    [Fact]
    public void Two_decisions_of_a_day_are_told_one_by_one()
    {
        var day = LoanCases.Day("1405-09-10");
        var loan = Open(CostOnly).Decide(new LateDecision(LateDecisionKind.Cost, day.PlusDays(-5), new Rials(100_000)));
        loan = loan.Decide(new LateDecision(LateDecisionKind.Cost, day, new Rials(50_000)))
            .Decide(new LateDecision(LateDecisionKind.Waiver, day, new Rials(70_000)));

        var told = AccountStatement.Of(loan, [], [], null, day, day).Movements.Select(movement => (movement.Index, movement.Change.LateCharged.Value));

        Assert.Equal([(2, -70_000), (1, 50_000)], told);
    }

    [Fact]
    public void A_backdated_receipt_takes_the_charge_of_its_days_away()
    {
        var loan = Open(Cbi);
        var due = loan.Ledger.Plan[1].DueDate;
        var late = new LoanReceipt(due.PlusDays(10), new Rials(1_002_777));
        var charged = loan.Receive(late).After;

        var back = charged.Receive(new LoanReceipt(due, new Rials(1_000_000)), [late]);

        Assert.Equal((new Rials(-2_777), new Rials(1_002_777), Rials.Zero), (back.Late, back.Funders.Total, back.After.LateDue(due.PlusDays(11))));
    }

    [Fact]
    public void A_write_off_ends_the_charges_and_a_return_makes_those_paid_credit()
    {
        var loan = Open(Cbi);
        var day = loan.Ledger.Plan[1].DueDate.PlusDays(10);
        var paid = loan.Receive(new LoanReceipt(day, new Rials(1_002_777))).After;

        Assert.Equal(Rials.Zero, loan.WriteOff(day).After.Settlement(day.PlusDays(900)));
        var back = paid.TakeBack();
        Assert.Equal((new Rials(-2_777), new Rials(1_002_777), Rials.Zero), (back.Late, back.Credit, back.Amount));
    }

    [Fact]
    public void A_holiday_that_is_entered_later_does_not_change_what_was_counted()
    {
        var loan = Open(Cbi);
        var due = loan.Ledger.Plan[1].DueDate;
        var counted = loan.Receive(new LoanReceipt(due.PlusDays(2), new Rials(1))).After;
        var late = counted.Ledger.Late;
        var later = counted with { Ledger = counted.Ledger.With(late with { Grace = late.Grace.Asking(day => day.PlusDays(1)) }) };

        Assert.Equal(counted.LateDue(due.PlusDays(9)), later.LateDue(due.PlusDays(9)));
        Assert.NotEqual(counted.LateDue(due.PlusDays(60)), later.LateDue(due.PlusDays(60)));
    }

    [Theory]
    [InlineData(LatePolicy.None, 0, 0, true)]
    [InlineData(LatePolicy.ActualCostOnly, 0, 0, true)]
    [InlineData(LatePolicy.CbiVajhEltezam, 1_000, 360, true)]
    [InlineData(LatePolicy.CharityCommitment, 600, 365, true)]
    [InlineData(LatePolicy.None, 1, 0, false)]
    [InlineData(LatePolicy.ActualCostOnly, 0, 365, false)]
    [InlineData(LatePolicy.CbiVajhEltezam, 0, 360, false)]
    [InlineData(LatePolicy.CbiVajhEltezam, 1_000, 366, false)]
    [InlineData(LatePolicy.CharityCommitment, 10_001, 365, false)]
    [InlineData((LatePolicy)9, 0, 0, false)]
    public void Terms_have_a_rate_and_a_year_where_days_count_and_only_there(LatePolicy policy, int rate, int yearDays, bool isSound) =>
        Assert.Equal(isSound, new LateTerms(policy, rate, yearDays).IsSound);

    [Theory]
    [InlineData("1/2/3")]
    [InlineData("1/2/3/-4")]
    [InlineData("1/2/3/99999999999999999999")]
    [InlineData("x/2/3/4")]
    public void A_damaged_standing_is_not_read(string text) => Assert.False(LateStanding.TryParse(text, out _));

    [Theory]
    [InlineData("2026-13-01")]
    [InlineData("2026-11-27 2026-11-27")]
    [InlineData("2026-11-27 2026-11-27/2026-11-26")]
    [InlineData("2026-11-27 2026-11-20/2026-11-21 2026-11-20/2026-11-21")]
    public void Damaged_days_of_grace_are_not_read(string text) => Assert.False(GraceDays.TryParse(text, out _));

    [Theory]
    [InlineData("Cost/2026-11-27/0")]
    [InlineData("Waiver/2026-11-27/0")]
    [InlineData("Cost/2026-11-27")]
    [InlineData("1/2026-11-27/1")]
    [InlineData("Cost/2026-11-27/1 Cost/2026-11-26/1")]
    public void Damaged_decisions_are_not_read(string text) => Assert.False(LateCharging.TryParse(text, out _));

    private static Loan Open(LateTerms terms)
    {
        var loan = LoanCases.Open(12_000_000, 12, FeeMethod.NoFee);
        return loan with { Ledger = loan.Ledger.With(new LateCharging(terms, [], GraceDays.None.Asking(LoanCases.AfterFridays))) };
    }
}
