using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Classification;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Tests.Loans;
using NodaTime;

namespace LoanServicing.Domain.Tests.Classification;

public class ProvisionsTests
{
    private static readonly ProvisionRates Rates = new(new LocalDate(2021, 3, 21), 150, 1_000, 2_000, 5_000);

    private static Gen<ProvisionRates> AnyRates =>
        from rates in Gen.Choose(0, ProvisionRates.Whole).ArrayOf(4)
        let sorted = rates.Order().ToList()
        select new ProvisionRates(Rates.EffectiveFrom, sorted[0], sorted[1], sorted[2], sorted[3]);

    /// <summary>What two funders are owed, and what of it has matured.</summary>
    private static Gen<(FunderShares Owed, FunderShares Matured, ProvisionRates Rates)> Any =>
        from alavi in Amount
        from sina in Amount
        from maturedAlavi in Generators.Between(0, alavi)
        from maturedSina in Generators.Between(0, sina)
        from rates in Gen.OneOf(AnyRates, Gen.Constant(Rates))
        select (Shares(alavi, sina), Shares(maturedAlavi, maturedSina), rates);

    private static Gen<long> Amount => Gen.OneOf(Generators.Between(0, 200), Generators.Between(0, 4_000_000_000), Generators.Between(0, Rials.MaxAmount));

    [Theory]
    [InlineData(LoanClass.Current, 0, 0, 25_200 * 15 / 1_000)]
    [InlineData(LoanClass.PastDue, 2_500, 5_900, (8_400 / 10) + (16_800 * 15 / 1_000))]
    [InlineData(LoanClass.Overdue, 2_500, 5_900, (8_400 / 5) + (16_800 * 15 / 1_000))]
    [InlineData(LoanClass.Doubtful, 7_500, 17_700, 12_600)]
    public void Only_what_has_matured_moves_to_past_due_and_overdue_and_all_of_it_to_doubtful(LoanClass loanClass, long alavi, long sina, long provision)
    {
        var found = Provisions.Of(loanClass, Shares(7_500, 17_700), Shares(2_500, 5_900), Rates);

        Assert.Equal((loanClass, Shares(7_500, 17_700), Shares(alavi, sina)), (found.Class, found.Outstanding, found.Classified));
        Assert.Equal(new Rials(provision), found.Provision.Total);
    }

    [Theory]
    [InlineData(33, 0, 0)] // 0.495
    [InlineData(34, 0, 1)] // 0.51
    [InlineData(0, 34, 1)]
    [InlineData(17, 17, 1)]
    [InlineData(100, 0, 2)] // 1.5
    public void Half_a_rial_goes_up_once_for_the_loan(long alavi, long sina, long provision) =>
        Assert.Equal(new Rials(provision), Provisions.Of(LoanClass.Current, Shares(alavi, sina), FunderShares.Zero, Rates).Provision.Total);

    [Fact]
    public void The_funders_parts_make_the_whole_and_neither_is_negative_or_above_what_is_owed() => Generators.Check(Any, x =>
        Assert.All(Enum.GetValues<LoanClass>(), loanClass =>
        {
            var provision = Provisions.Of(loanClass, x.Owed, x.Matured, x.Rates).Provision;
            var whole = Provisions.Of(loanClass, Shares(x.Owed.Total.Value, 0), Shares(x.Matured.Total.Value, 0), x.Rates).Provision.Total;

            Assert.Equal(whole, provision.Total);
            Assert.InRange(provision.Alavi.Value, 0, x.Owed.Alavi.Value);
            Assert.InRange(provision.Sina.Value, 0, x.Owed.Sina.Value);
        }));

    [Fact]
    public void A_worse_class_never_has_less_set_aside() => Generators.Check(Any, x =>
    {
        var totals = Enum.GetValues<LoanClass>().Select(loanClass => Provisions.Of(loanClass, x.Owed, x.Matured, x.Rates).Provision).ToList();

        Assert.Equal(totals.Select(one => one.Total).Order(), totals.Select(one => one.Total));
        Assert.Equal(totals.Select(one => one.Alavi).Order(), totals.Select(one => one.Alavi));
    });

    [Fact]
    public void What_has_matured_of_a_loan_is_within_what_each_funder_is_owed() => Generators.Check(LoanCases.Any, x =>
    {
        var loan = x.Loan with { Standing = x.Loan.Ledger.Replay(x.Receipts).Standing };
        var asOf = (loan.Standing.LatestValueDate ?? loan.Ledger.PaidOutOn).PlusDays(x.Receipts.Count * 40);
        var arrears = loan.ArrearsOn(asOf, LoanCases.NoHolidays);
        var matured = loan.MaturedShares(arrears);
        var found = Provisions.Of(loan, arrears, asOf, Rates);

        Assert.Equal(arrears.MaturedPrincipal, matured.Total);
        Assert.InRange(matured.Alavi.Value, 0, loan.OutstandingShares.Alavi.Value);
        Assert.InRange(matured.Sina.Value, 0, loan.OutstandingShares.Sina.Value);
        Assert.Equal((arrears.Class, loan.OutstandingShares), (found.Class, found.Outstanding));
        Assert.Equal(found.Class is LoanClass.Current ? FunderShares.Zero : found.Class is LoanClass.Doubtful ? loan.OutstandingShares : matured, found.Classified);
    });

    [Fact]
    public void The_rates_of_a_day_are_those_of_the_latest_version_that_had_begun()
    {
        var later = Rates with { EffectiveFrom = new LocalDate(2027, 3, 21), DoubtfulBasisPoints = 10_000 };
        var table = new ProvisionTable([later, Rates]);

        Assert.Empty(table.Validate());
        Assert.Equal(Rates, table.On(later.EffectiveFrom.PlusDays(-1)));
        Assert.Equal(later, table.On(later.EffectiveFrom));
        Assert.Equal(Rates, table.On(Rates.EffectiveFrom.PlusDays(-1)));
    }

    [Fact]
    public void Rates_that_cannot_be_are_named()
    {
        Assert.Equal(["There are no provision rates; write one version at least."], new ProvisionTable([]).Validate());
        Assert.Equal(
            [
                "The provision rates from 2021-03-21 are not all 0 to 10000 basis points.",
                "The provision rates from 2021-03-21 fall: a worse class has a lower rate than a better one.",
                "The provision rates from 2021-03-21 are written twice.",
            ],
            new ProvisionTable([Rates with { DoubtfulBasisPoints = 10_001 }, Rates with { GeneralBasisPoints = 1_001 }]).Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => Rates.Of((LoanClass)99));
    }

    private static FunderShares Shares(long alavi, long sina) => new(new Rials(alavi), new Rials(sina));
}
