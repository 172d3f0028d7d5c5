using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Tests.Schedules;

public class RepaymentPlanPropertyTests
{
    private static Gen<LoanTerms> AnyTerms =>
        from principal in Generators.Principal
        from installments in Gen.OneOf(Gen.Choose(1, 60), Gen.Choose(1, LoanTerms.MaxInstallments))
        from method in Gen.Elements(FeeMethod.CbiAnnual, FeeMethod.NoFee)
        from rate in Gen.Choose(1, ServiceFee.MaxRateBasisPoints)
        from unit in Gen.OneOf(Gen.Elements(1L, 100L, 1_000L, 10_000L), Generators.Between(1, principal))
        from dueDay in Gen.Choose(1, 31)
        from month in Generators.LoanDay
        let cbi = method == FeeMethod.CbiAnnual
        select new LoanTerms(
            new Rials(principal),
            cbi && installments % 12 == 1 ? installments + 1 : installments,
            method,
            cbi ? rate : 0,
            new Rials(Math.Min(unit, principal)),
            DueDates.DueDate(month, dueDay, 1),
            dueDay);

    [Fact]
    public void Principal_lines_sum_to_the_principal_and_no_line_is_negative() => CheckPlans(plan =>
    {
        Assert.Equal(plan.Terms.Principal, plan.Instalments.Select(row => row.Principal).Sum());
        Assert.Equal(plan.FeeTotal, plan.Instalments.Select(row => row.Fee).Sum());
        Assert.Equal(plan.Total, plan.Instalments.Select(row => row.Total).Sum());
        Assert.All(plan.Instalments, row => Assert.False(row.Principal.IsNegative || row.Fee.IsNegative));
    });

    [Fact]
    public void Principal_lines_but_the_last_are_equal_and_the_last_is_the_largest() => CheckPlans(plan =>
    {
        var lines = plan.Instalments.Where(row => !plan.IsFeeInstalment(row.Number)).Select(row => row.Principal).ToArray();
        var even = plan.Terms.Principal.MulDivFloor(1, lines.Length);

        Assert.True(lines[..^1].Distinct().Count() <= 1);
        Assert.All(lines[..^1], line => Assert.True(line <= lines[^1]));
        if (lines.Length > 1 && even >= plan.Terms.RoundingUnit)
        {
            Assert.Equal(0, lines[0].Value % plan.Terms.RoundingUnit.Value);
            Assert.True(even - lines[0] < plan.Terms.RoundingUnit);
        }
    });

    [Fact]
    public void Each_fee_line_is_under_the_cap_of_the_principal_outstanding_then() => CheckPlans(plan =>
    {
        var outstanding = (Int128)plan.Terms.Principal.Value;
        foreach (var row in plan.Instalments)
        {
            var months = plan.MonthsInLoanYear(plan.LoanYearOf(row.Number));
            Assert.True((Int128)row.Fee.Value * 120_000 <= outstanding * 400 * months);
            Assert.True(row.Principal.IsZero || row.Fee.IsZero);
            Assert.True(row.Fee.IsZero || plan.IsFeeInstalment(row.Number));
            outstanding -= row.Principal.Value;
        }
    });

    [Fact]
    public void Due_dates_rise_month_by_month_on_the_anchor() => CheckPlans(plan =>
    {
        var first = SolarHijriDate.FromIso(plan.Terms.FirstDue);
        var previous = default(LocalDate?);
        foreach (var row in plan.Instalments)
        {
            var due = SolarHijriDate.FromIso(row.DueDate);
            Assert.True(previous is null || previous < row.DueDate);
            Assert.Equal((first.Year * 12) + first.Month + row.Number - 1, (due.Year * 12) + due.Month);
            Assert.Equal(Math.Min(plan.Terms.DueDay, SolarHijriDate.MonthLength(due.Year, due.Month)), due.Day);
            previous = row.DueDate;
        }

        Assert.Equal(plan.Terms.FirstDue, plan[1].DueDate);
    });

    [Fact]
    public void What_is_due_through_an_instalment_is_the_running_sum() => CheckPlans(plan =>
    {
        var (principal, fee) = (plan.PrincipalDueThrough(0), plan.FeeDueThrough(0));
        foreach (var row in plan.Instalments)
        {
            (principal, fee) = (principal + row.Principal, fee + row.Fee);
            Assert.Equal(principal, plan.PrincipalDueThrough(row.Number));
            Assert.Equal(fee, plan.FeeDueThrough(row.Number));
        }
    });

    [Fact]
    public void The_count_due_on_a_day_is_what_counting_the_rows_gives() => Generators.Check(
        from terms in AnyTerms
        from number in Gen.Choose(1, terms.Installments)
        from days in Gen.Choose(-40, 40)
        select (terms, number, days),
        x =>
        {
            var plan = RepaymentPlan.For(x.terms);
            var day = plan[x.number].DueDate.PlusDays(x.days);
            Assert.Equal(plan.Instalments.Count(row => row.DueDate <= day), plan.CountDueOn(day));
            Assert.Equal(x.number, plan.CountDueOn(plan[x.number].DueDate));
            Assert.Equal(x.number - 1, plan.CountDueOn(plan[x.number].DueDate.PlusDays(-1)));
        });

    [Fact]
    public void Days_far_outside_the_calendar_count_nothing_or_everything()
    {
        var plan = RepaymentPlan.For(Terms.Of(1_000_000_000, 60));
        Assert.Equal(0, plan.CountDueOn(LocalDate.MinIsoValue));
        Assert.Equal(60, plan.CountDueOn(LocalDate.MaxIsoValue));
    }

    [Fact]
    public void Numbers_outside_the_plan_are_bugs()
    {
        var plan = RepaymentPlan.For(Terms.Of(1_000_000_000, 18));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => plan[19]);
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.PrincipalDueThrough(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.FeeDueThrough(19));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.MonthsInLoanYear(3));
        Assert.Equal((12, 6), (plan.MonthsInLoanYear(1), plan.MonthsInLoanYear(2)));
        Assert.Equal((1, 2), (plan.LoanYearOf(12), plan.LoanYearOf(13)));
    }

    private static void CheckPlans(Action<RepaymentPlan> property) => Generators.Check(AnyTerms, terms => property(RepaymentPlan.For(terms)));
}
