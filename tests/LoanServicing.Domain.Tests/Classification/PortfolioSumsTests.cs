using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Tests.Loans;
using NodaTime;

namespace LoanServicing.Domain.Tests.Classification;

public class PortfolioSumsTests
{
    private static readonly LocalDate Due = LoanCases.Day("1405-01-31");
    private static readonly ProvisionRates Rates = new(new LocalDate(2021, 3, 21), 150, 1_000, 2_000, 5_000);

    /// <summary>Loans with what is owed, what has matured of it and how many days ago the oldest instalment was due (negative: in the future).</summary>
    private static Gen<(string Tranche, long Owed, long Matured, int Days)[]> Books =>
        (from tranche in Gen.Elements("employment", "health", "housing")
         from owed in Generators.Between(1, 4_000_000_000)
         from matured in Generators.Between(1, owed)
         from days in Gen.OneOf(Gen.Choose(-30, 700), Gen.Choose(0, 100))
         select (tranche, owed, matured, days)).ArrayOf();

    [Fact]
    public void Every_loan_is_in_one_class_and_tranche_and_all_of_them_make_the_whole() => Generators.Check(Books, loans =>
    {
        var sums = SumOf(loans);
        var classes = sums.Classes.ToList();

        Assert.Equal(loans.Length, sums.Whole.Loans);
        Assert.Equal(loans.Sum(loan => loan.Owed), sums.Whole.Outstanding.Total.Value);
        Assert.Equal(sums.Whole.Loans, classes.Sum(one => one.Sums.Loans));
        Assert.Equal(sums.Whole.Outstanding.Alavi, classes.Select(one => one.Sums.Outstanding.Alavi).Sum());
        Assert.Equal(sums.Whole.Outstanding.Sina, classes.Select(one => one.Sums.Outstanding.Sina).Sum());
        Assert.Equal(sums.Whole.Provision.Total, classes.Select(one => one.Sums.Provision.Total).Sum());
        Assert.Equal(classes.Count, classes.DistinctBy(one => (one.Class, one.Tranche)).Count());
    });

    [Fact]
    public void Every_loan_of_which_something_has_matured_is_of_one_age() => Generators.Check(Books, loans =>
    {
        var ageing = SumOf(loans).Ageing.ToList();

        Assert.Equal(["0", "1", "2", "3-6", "7-12", "13-17", "18+"], ageing.Select(one => one.Months.Code));
        Assert.Equal(loans.Count(loan => loan.Days >= 0), ageing.Sum(one => one.Sums.Loans));
        Assert.Equal(loans.Where(loan => loan.Days >= 0).Sum(loan => loan.Matured), ageing.Select(one => one.Sums.MaturedPrincipal).Sum().Value);
        Assert.Equal(SumOf(loans).Classes.Where(one => one.Class == LoanClass.Doubtful).Sum(one => one.Sums.Loans), ageing[^1].Sums.Loans);
    });

    [Fact]
    public void Principal_at_risk_is_that_of_loans_with_more_days_overdue() => Generators.Check(Books, loans =>
    {
        var sums = SumOf(loans);

        Assert.Equal([1, 30, 60, 90], sums.AtRisk.Select(one => one.OverDays));
        Assert.All(sums.AtRisk, one =>
        {
            var late = loans.Where(loan => loan.Days > one.OverDays).ToList();
            Assert.Equal((late.Count, late.Sum(loan => loan.Owed)), (one.Loans, one.Outstanding.Value));
            Assert.InRange(one.PartsPerMillion, 0, 1_000_000);
        });
        Assert.Equal(sums.AtRisk.Select(one => one.PartsPerMillion).OrderDescending(), sums.AtRisk.Select(one => one.PartsPerMillion));
    });

    [Theory]
    [InlineData(1, 3, 333_333)]
    [InlineData(2, 3, 666_667)]
    [InlineData(3, 3, 1_000_000)]
    public void Parts_of_a_million_are_rounded_to_the_nearest(int late, int all, long parts)
    {
        var loans = Enumerable.Range(0, all).Select(number => ("health", 100L, 10L, number < late ? 31 : 0)).ToArray();

        Assert.Equal([parts, parts, 0, 0], SumOf(loans).AtRisk.Select(one => one.PartsPerMillion));
    }

    [Fact]
    public void Nothing_owed_is_nothing_at_risk() => Assert.All(new PortfolioSums().AtRisk, one => Assert.Equal((0, 0L), (one.Loans, one.PartsPerMillion)));

    private static PortfolioSums SumOf((string Tranche, long Owed, long Matured, int Days)[] loans)
    {
        var sums = new PortfolioSums();
        foreach (var (tranche, owed, matured, days) in loans)
        {
            var arrears = days < 0 ? Arrears.None : Arrears.Since(Due, Due.PlusDays(days), LoanCases.NoHolidays, (new Rials(matured), Rials.Zero));
            var shares = new FunderShares(new Rials(owed).MulDivHalfUp(25, 84), new Rials(owed) - new Rials(owed).MulDivHalfUp(25, 84));
            sums.Add(tranche, Provisions.Of(arrears.Class, shares, shares.Standing(new Rials(days < 0 ? 0 : matured)), Rates), arrears);
        }

        return sums;
    }
}
