using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Tests.Eligibility;

namespace LoanServicing.Domain.Tests.Programmes;

public class CollateralTests
{
    [Theory]
    [InlineData(115, 500_000_000, 575_000_000)]
    [InlineData(115, 2_000_000_000, 2_300_000_000)]
    [InlineData(115, 1, 2)]
    [InlineData(115, 99, 114)]
    [InlineData(115, 100, 115)]
    [InlineData(115, 101, 117)]
    [InlineData(0, 101, 0)]
    [InlineData(1_000, Rials.MaxAmount, Rials.MaxAmount * 10)]
    public void A_note_covers_so_many_percent_of_the_loan_rounded_up(int percent, long principal, long cover) =>
        Assert.Equal(new Rials(cover), (TestProgramme.Kerman.Products[0] with { NoteCoverPercent = percent }).NoteCoverOf(new Rials(principal)));

    [Fact]
    public void A_product_asks_for_115_percent_and_takes_two_items_unless_it_says_otherwise() =>
        Assert.All(TestProgramme.Kerman.Products, product => Assert.Equal((115, 2), (product.NoteCoverPercent, product.MostCollateral)));

    [Theory]
    [InlineData(-1, 2, "The noteCoverPercent of")]
    [InlineData(1_001, 2, "The noteCoverPercent of")]
    [InlineData(115, -1, "The mostCollateral of")]
    [InlineData(115, 11, "The mostCollateral of")]
    public void A_product_that_cannot_be_meant_is_refused(int percent, int items, string problem)
    {
        var programme = TestProgramme.Kerman with
        {
            Products = [.. TestProgramme.Kerman.Products.Select(product => product with { NoteCoverPercent = percent, MostCollateral = items })],
        };

        Assert.All(programme.Validate(), said => Assert.StartsWith(problem, said, StringComparison.Ordinal));
        Assert.Equal(programme.Products.Count, programme.Validate().Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_001)]
    public void A_number_of_guaranteed_loans_that_cannot_be_meant_is_refused(int loans) => Assert.Equal(
        [$"The mostGuaranteedLoans are {loans}, not 0 (any number) to 1000."], (TestProgramme.Kerman with { MostGuaranteedLoans = loans }).Validate());

    [Theory]
    [InlineData("promissory-note", "promissory-note")]
    [InlineData(" Promissory  Note", "promissory-note")]
    [InlineData("electronic_promissory_note", "promissory-note")]
    [InlineData("Safteh", "promissory-note")]
    [InlineData("سفته", "promissory-note")]
    [InlineData("سفتهٔ الکترونیکی", "promissory-note")]
    [InlineData("Cheque", "cheque")]
    [InlineData("Bank\u200cCheque", "bank-cheque")]
    [InlineData("سند ملکی", "سند-ملکی")]
    [InlineData("-", "-")]
    public void A_kind_has_one_writing_and_a_promissory_note_is_known_in_any_words(string written, string kind) =>
        Assert.Equal(kind, CollateralKind.Of(written));
}
