using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Money;

public class FunderSharesTests
{
    private static Gen<FunderShares> Loans =>
        from whole in Generators.Principal
        from alavi in Gen.OneOf(Generators.Between(0, whole), Gen.Elements(0L, whole, ((25 * whole) + 42) / 84))
        select new FunderShares(new Rials(alavi), new Rials(whole - alavi));

    // Cumulative principal after each receipt of a loan that is paid off in the end.
    private static Gen<(FunderShares Loan, Rials[] Applied)> PaidLoans =>
        from loan in Loans
        from cuts in Gen.OneOf(Generators.Between(0, loan.Total.Value), Generators.Between(0, Math.Min(100, loan.Total.Value))).ArrayOf()
        select (loan, cuts.Order().Append(loan.Total.Value).Select(cut => new Rials(cut)).ToArray());

    [Fact]
    public void Receipts_of_any_size_end_exactly_at_the_shares_and_never_take_back() => Generators.Check(PaidLoans, paid =>
    {
        var (posted, before) = (FunderShares.Zero, Rials.Zero);
        foreach (var applied in paid.Applied)
        {
            var posting = paid.Loan.Standing(applied) - paid.Loan.Standing(before);
            Assert.False(posting.Alavi.IsNegative || posting.Sina.IsNegative);
            Assert.Equal(applied - before, posting.Total);
            (posted, before) = (posted + posting, applied);
        }

        Assert.Equal(paid.Loan, posted);
    });

    [Fact]
    public void The_order_of_receipts_and_reversals_leaves_no_trace() => Generators.Check(
        from paid in PaidLoans
        from shuffled in Gen.Shuffle(paid.Applied)
        select (paid.Loan, shuffled),
        x =>
        {
            var (posted, before) = (FunderShares.Zero, Rials.Zero);
            foreach (var applied in x.shuffled)
            {
                posted += x.Loan.Standing(applied) - x.Loan.Standing(before);
                before = applied;
                Assert.Equal(x.Loan.Standing(applied), posted);
            }
        });

    [Fact]
    public void A_standing_is_the_nearest_rial_to_the_exact_proportion() => Generators.Check(PaidLoans, paid =>
    {
        foreach (var applied in paid.Applied)
        {
            var standing = paid.Loan.Standing(applied);
            var whole = (Int128)paid.Loan.Total.Value;
            var error = (standing.Alavi.Value * whole) - ((Int128)paid.Loan.Alavi.Value * applied.Value);
            Assert.InRange(2 * error, 1 - whole, whole);
            Assert.InRange(standing.Alavi.Value, 0, paid.Loan.Alavi.Value);
            Assert.InRange(standing.Sina.Value, 0, paid.Loan.Sina.Value);
        }
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(85)]
    public void More_than_the_loan_or_less_than_nothing_is_a_bug(long applied) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FunderShares(new Rials(25), new Rials(59)).Standing(new Rials(applied)));

    [Fact]
    public void A_loan_of_nothing_stands_at_nothing() => Assert.Equal(FunderShares.Zero, FunderShares.Zero.Standing(Rials.Zero));

    [Fact]
    public void A_negative_share_is_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FunderShares(new Rials(-1), new Rials(2)).Standing(new Rials(1)));

    [Fact]
    public void Shares_are_read_by_the_funders_code_and_the_servicer_has_none()
    {
        var shares = new FunderShares(new Rials(25), new Rials(59));

        Assert.Equal(25, shares.Of(Funders.Alavi).Value);
        Assert.Equal(59, shares.Of(Funders.Sina).Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => shares.Of(Funders.Servicer));
    }

    [Fact]
    public void The_programme_ratio_is_five_to_eleven_point_eight()
    {
        Assert.Equal(84, FundingRatio.Programme.Whole);
        Assert.Equal(FundingRatio.Programme.Alavi * 118, FundingRatio.Programme.Sina * 50);
    }
}
