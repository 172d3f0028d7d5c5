using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Tests.Loans;

/// <summary>Whatever is changed and paid in whatever order, nothing has a price and a replay from the beginning gives the same loan.</summary>
public class PlanChangePropertyTests
{
    private static readonly PlanLimits Limits = new(240, 12);

    /// <summary>A loan, and things that happen to it so many days after one another; a change that cannot be made is left out.</summary>
    private static Gen<(Loan Loan, IReadOnlyList<Step> Steps)> AnyLife =>
        from start in LoanCases.Any
        from orders in LoanCases.AnyOrder.ArrayOf(start.Receipts.Count)
        from days in Gen.Choose(0, 200).ArrayOf(start.Receipts.Count)
        from changes in Gen.Elements(true, false, false).ArrayOf(start.Receipts.Count)
        select (start.Loan, (IReadOnlyList<Step>)[.. start.Receipts.Select((receipt, index) => new Step(receipt.Amount, changes[index] ? orders[index] : null, days[index]))]);

    [Fact]
    public void Principal_and_fees_never_grow_by_a_change() => Generators.Check(AnyLife, x =>
    {
        foreach (var (before, after) in Live(x.Loan, x.Steps).Changes)
        {
            var (old, plan) = (before.Ledger.Plan, after.Ledger.Plan);
            Assert.Equal(x.Loan.Ledger.Principal, plan.Instalments.Select(row => row.Principal).Sum());
            Assert.True(plan.FeeTotal <= old.FeeTotal);
            Assert.All(plan.Instalments, row => Assert.False(row.Principal.IsNegative || row.Fee.IsNegative));
            Assert.Equal(before.Standing, after.Standing);
            Assert.Equal(before.OutstandingShares, after.OutstandingShares);
            Assert.True(plan.Changes[^1].Kind == PlanChangeKind.CallIn || plan[plan.Count].DueDate >= old[old.Count].DueDate);
            var day = plan.Changes[^1].EffectiveOn;
            Assert.All([day, day.PlusDays(200), day.PlusDays(700)], when => Assert.True(after.FeeDue(when) <= before.FeeDue(when)));
            Assert.Equal(plan.Instalments.Select(row => row.DueDate).Order(), plan.Instalments.Select(row => row.DueDate));
        }
    });

    [Fact]
    public void Until_the_day_of_a_change_both_plans_have_the_same_due_dates() => Generators.Check(AnyLife, x =>
    {
        foreach (var (before, after) in Live(x.Loan, x.Steps).Changes)
        {
            var change = after.Ledger.Plan.Changes[^1];
            var day = change.Kind == PlanChangeKind.CallIn ? change.EffectiveOn.PlusDays(-1) : change.EffectiveOn;
            Assert.Equal(before.Ledger.Plan.CountDueOn(day), after.Ledger.Plan.CountDueOn(day));
            Assert.Equal(
                before.Ledger.Plan.Instalments.Take(change.From - 1).Select(row => row.DueDate), after.Ledger.Plan.Instalments.Take(change.From - 1).Select(row => row.DueDate));
        }
    });

    [Fact]
    public void A_replay_from_the_beginning_gives_the_loan_as_it_lived() => Generators.Check(AnyLife, x =>
    {
        var (receipts, _, loan) = Live(x.Loan, x.Steps);

        Assert.Equal(loan.Standing, loan.Ledger.Replay(receipts).Standing);
        Assert.Equal(loan.State == LoanState.Settled, loan.Ledger.IsSettled(loan.Standing));
    });

    [Fact]
    public void Receipts_taken_back_in_any_order_leave_the_loan_of_those_that_remain() => Generators.Check(
        from life in AnyLife
        from order in Gen.Choose(0, int.MaxValue).ArrayOf(life.Steps.Count)
        from keep in Gen.Choose(0, 4)
        select (life.Loan, life.Steps, order, keep),
        x =>
        {
            var (receipts, _, loan) = Live(x.Loan, x.Steps);
            foreach (var receipt in receipts.Zip(x.order).OrderBy(pair => pair.Second).Select(pair => pair.First).SkipLast(x.keep).ToList())
            {
                receipts.Remove(receipt);
                var posting = loan.Reverse(receipts);
                Assert.Equal(-receipt.Amount, posting.Amount);
                loan = posting.After;
                Assert.Equal(loan.Ledger.Replay(receipts).Standing, loan.Standing);
                Assert.Equal(loan.State == LoanState.Settled, loan.Ledger.IsSettled(loan.Standing));
            }
        });

    [Fact]
    public void The_text_form_is_read_back() => Generators.Check(AnyLife, x =>
    {
        var changes = Live(x.Loan, x.Steps).End.Ledger.Plan.Changes;

        Assert.True(PlanChanges.TryParse(PlanChanges.Write(changes), out var read));
        Assert.Equal(changes, read);
        Assert.True(PlanChanges.Fit(x.Loan.Ledger.Plan.Terms, read));
    });

    private static Life Live(Loan loan, IReadOnlyList<Step> steps)
    {
        var (receipts, changes, today) = (new List<LoanReceipt>(), new List<(Loan Before, Loan After)>(), loan.Ledger.PaidOutOn);
        foreach (var step in steps)
        {
            today = today.PlusDays(step.Days);
            if (step.Order is null)
            {
                receipts.Add(new LoanReceipt(today, step.Amount));
                loan = loan.Receive(receipts[^1]).After;
            }
            else if (loan.State == LoanState.Active
                && PlanChanges.Make(loan.Ledger.Plan, loan.Standing.PrincipalRepaid, today, step.Order, Limits).Change is { } change)
            {
                changes.Add((loan, loan.Change(change)));
                loan = changes[^1].After;
            }
        }

        return new Life(receipts, changes, loan);
    }

    private sealed record Step(Rials Amount, PlanChangeOrder? Order, int Days);

    private sealed record Life(List<LoanReceipt> Receipts, List<(Loan Before, Loan After)> Changes, Loan End);
}
