using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Domain.Tests.Schedules;

public class LoanTermsTests
{
    private static readonly LoanTerms Good = Terms.Of(1_440_000_000, 84, 400, 10_000);

    [Fact]
    public void Ordinary_terms_have_no_problem() => Assert.Empty(LoanTerms.Validate(Good));

    [Theory]
    [InlineData(1, true)]
    [InlineData(Rials.MaxAmount, true)]
    [InlineData(0, false)]
    [InlineData(Rials.MaxAmount + 1, false)]
    public void Principal_is_1_rial_to_the_largest_amount(long principal, bool accepted) =>
        AssertProblem(Good with { Principal = new Rials(principal), RoundingUnit = new Rials(1) }, accepted, TermsProblem.PrincipalOutOfRange);

    [Theory]
    [InlineData(1, true)]
    [InlineData(600, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(601, false)]
    public void Instalments_are_1_to_600(int installments, bool accepted) => AssertProblem(
        Good with { Installments = installments, FeeMethod = FeeMethod.NoFee, FeeRateBasisPoints = 0 },
        accepted,
        TermsProblem.InstallmentsOutOfRange);

    [Theory]
    [InlineData(2, true)]
    [InlineData(12, true)]
    [InlineData(14, true)]
    [InlineData(1, false)]
    [InlineData(13, false)]
    [InlineData(25, false)]
    [InlineData(589, false)]
    public void CbiAnnual_has_no_fee_year_without_principal(int installments, bool accepted) =>
        AssertProblem(Good with { Installments = installments }, accepted, TermsProblem.EmptyFeeYear);

    [Theory]
    [InlineData(1, null)]
    [InlineData(400, null)]
    [InlineData(0, TermsProblem.FeeRateRequired)]
    [InlineData(-1, TermsProblem.FeeRateOutOfRange)]
    [InlineData(401, TermsProblem.FeeRateOutOfRange)]
    public void CbiAnnual_takes_a_rate_above_0_and_up_to_4_percent(int rate, TermsProblem? problem) =>
        Assert.Equal(problem is { } one ? [one] : [], LoanTerms.Validate(Good with { FeeRateBasisPoints = rate }));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void NoFee_takes_a_rate_of_0_only(int rate, bool accepted) => AssertProblem(
        Good with { FeeMethod = FeeMethod.NoFee, FeeRateBasisPoints = rate }, accepted, TermsProblem.FeeRateNotAllowed);

    [Theory]
    [InlineData(1, true)]
    [InlineData(1_440_000_001, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    public void The_rounding_unit_is_1_rial_or_more(long unit, bool accepted) =>
        AssertProblem(Good with { RoundingUnit = new Rials(unit) }, accepted, TermsProblem.RoundingUnitOutOfRange);

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, TermsProblem.FirstDueNotOnDueDay)]
    [InlineData(0, TermsProblem.DueDayOutOfRange)]
    [InlineData(32, TermsProblem.DueDayOutOfRange)]
    public void The_first_due_date_lies_on_the_due_day(int dueDay, TermsProblem? problem) =>
        Assert.Equal(problem is { } one ? [one] : [], LoanTerms.Validate(Good with { DueDay = dueDay }));

    [Theory]
    [InlineData("1403-12-30", 31)]
    [InlineData("1404-12-29", 30)]
    public void The_last_day_of_a_shorter_month_stands_for_the_due_day(string firstDue, int dueDay) =>
        Assert.Empty(LoanTerms.Validate(Good with { FirstDue = Vectors.PersianAsIso(firstDue), DueDay = dueDay }));

    [Theory]
    [InlineData("1200-01-01", 1, true)]
    [InlineData("1650-12-29", 29, true)]
    [InlineData("1651-01-01", 1, false)]
    public void The_first_due_date_leaves_room_for_the_longest_plan(string firstDue, int dueDay, bool accepted) => AssertProblem(
        Good with { FirstDue = Vectors.PersianAsIso(firstDue), DueDay = dueDay }, accepted, TermsProblem.FirstDueOutOfRange);

    [Fact]
    public void A_date_that_was_never_set_is_a_problem_and_not_a_crash() =>
        Assert.Equal([TermsProblem.FirstDueOutOfRange], LoanTerms.Validate(Good with { FirstDue = default(LocalDate) }));

    [Fact]
    public void A_method_of_another_version_is_a_problem() =>
        Assert.Equal([TermsProblem.FeeMethodUnknown], LoanTerms.Validate(Good with { FeeMethod = (FeeMethod)99 }));

    [Fact]
    public void A_plan_for_terms_with_a_problem_is_a_bug_that_names_it()
    {
        var thrown = Assert.Throws<ArgumentException>(() => RepaymentPlan.For(Good with { Installments = 13 }));
        Assert.Contains(nameof(TermsProblem.EmptyFeeYear), thrown.Message, StringComparison.Ordinal);
    }

    private static void AssertProblem(LoanTerms terms, bool accepted, TermsProblem problem)
    {
        if (accepted)
        {
            Assert.Empty(LoanTerms.Validate(terms));
        }
        else
        {
            Assert.Contains(problem, LoanTerms.Validate(terms));
        }
    }
}
