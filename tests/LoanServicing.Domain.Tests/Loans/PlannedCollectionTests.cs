using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Domain.Tests.Schedules;

namespace LoanServicing.Domain.Tests.Loans;

public class PlannedCollectionTests
{
    private sealed record Case(RepaymentPlan Plan, FunderShares Shares, Rials First, Rials Second);

    private static Gen<Case> AnyCase =>
        from principal in Generators.Principal
        from installments in Gen.Choose(1, 60).Where(count => count % 12 != 1)
        from method in Gen.Elements(FeeMethod.CbiAnnual, FeeMethod.NoFee)
        from unit in Gen.Elements(1L, 10_000L)
        from alavi in Generators.Between(0, principal)
        from first in Generators.Between(0, principal)
        from second in Generators.Between(0, principal)
        let plan = RepaymentPlan.For(Terms.Of(principal, installments, method == FeeMethod.NoFee ? 0 : 400, unit, method))
        select new Case(plan, new FunderShares(new Rials(alavi), new Rials(principal - alavi)), new Rials(first), new Rials(second));

    [Fact]
    public void The_whole_plan_is_its_principal_on_its_due_dates_and_each_funder_gets_its_share() => Generators.Check(AnyCase, each =>
    {
        var planned = PlannedCollection.Between(each.Plan, each.Shares, Rials.Zero, each.Shares.Total);

        Assert.Equal(
            each.Plan.Instalments.Where(row => row.Principal.IsPositive).Select(row => (row.DueDate, row.Principal)),
            planned.Select(due => (due.DueDate, due.Shares.Total)));
        Assert.Equal(each.Shares, Sum(planned));
    });

    [Fact]
    public void What_one_receipt_takes_and_what_is_left_are_the_plan_and_no_amount_is_negative() => Generators.Check(AnyCase, each =>
    {
        var (low, high) = (Rials.Min(each.First, each.Second), Rials.Max(each.First, each.Second));

        var parts = new[] { (Rials.Zero, low), (low, high), (high, each.Shares.Total) }
            .Select(part => PlannedCollection.Between(each.Plan, each.Shares, part.Item1, part.Item2)).ToList();

        Assert.All(parts.SelectMany(part => part), due => Assert.False(due.Shares.Alavi.IsNegative || due.Shares.Sina.IsNegative));
        Assert.Equal(
            PlannedCollection.Between(each.Plan, each.Shares, Rials.Zero, each.Shares.Total),
            parts.SelectMany(part => part).GroupBy(due => due.DueDate).Select(day => new PlannedCollection(day.Key, Sum(day))));
        Assert.Equal(each.Shares.Standing(high) - each.Shares.Standing(low), Sum(parts[1]));
    });

    [Fact]
    public void Backwards_it_is_the_same_with_the_other_sign() => Generators.Check(AnyCase, each =>
    {
        var there = PlannedCollection.Between(each.Plan, each.Shares, each.First, each.Second);
        var back = PlannedCollection.Between(each.Plan, each.Shares, each.Second, each.First);

        Assert.Equal(there, back.Select(due => due with { Shares = FunderShares.Zero - due.Shares }));
    });

    [Fact]
    public void Another_plan_moves_what_is_left_to_its_due_dates_and_takes_nothing_away() => Generators.Check(AnyCase, each =>
    {
        var order = new PlanChangeOrder(PlanChangeKind.Holiday, Months: 3);
        var decided = each.Plan[1].DueDate.PlusDays(-1);
        if (PlanChanges.Make(each.Plan, each.First, decided, order, new PlanLimits(each.Plan.Count, 3)).Change is not { } change)
        {
            return;
        }

        var after = RepaymentPlan.For(each.Plan.Terms, [change]);
        var left = PlannedCollection.Between(each.Plan, each.Shares, each.First, each.Shares.Total);

        var moved = left.Concat(PlannedCollection.Changed(each.Plan, after, each.Shares, each.First)).GroupBy(due => due.DueDate)
            .Select(day => new PlannedCollection(day.Key, Sum(day))).Where(day => day.Shares != FunderShares.Zero).OrderBy(day => day.DueDate);

        Assert.Equal(PlannedCollection.Between(after, each.Shares, each.First, each.Shares.Total), moved);
        Assert.Equal(FunderShares.Zero, Sum(PlannedCollection.Changed(each.Plan, after, each.Shares, each.First)));
    });

    private static FunderShares Sum(IEnumerable<PlannedCollection> planned) => planned.Aggregate(FunderShares.Zero, (sum, due) => sum + due.Shares);
}
