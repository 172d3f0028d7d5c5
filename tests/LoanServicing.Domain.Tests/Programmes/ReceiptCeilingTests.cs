using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Tests.Eligibility;
using LoanServicing.Domain.Tests.Loans;

namespace LoanServicing.Domain.Tests.Programmes;

public class ReceiptCeilingTests
{
    [Fact]
    public void Unless_it_is_said_a_receipt_is_of_at_most_two_and_a_half_times_the_highest_ceiling() =>
        Assert.Equal(10_000_000_000, TestProgramme.Kerman.HighestReceipt.Value);

    [Theory]
    [InlineData(4_000_000_000)]
    [InlineData(144_000_000_000_000)]
    public void It_is_from_the_highest_ceiling_to_the_pool(long rials)
    {
        var programme = TestProgramme.Kerman with { ReceiptCeiling = new Rials(rials) };

        Assert.Empty(programme.Validate());
        Assert.Equal(rials, programme.HighestReceipt.Value);
    }

    [Theory]
    [InlineData(3_999_999_999)]
    [InlineData(-1)]
    [InlineData(144_000_000_000_001)]
    public void One_that_cannot_be_meant_is_refused(long rials) => Assert.Equal(
        [$"The receiptCeiling is {rials} rials, not from the highest ceiling of a product, 4000000000, to the pool, 144000000000000."],
        (TestProgramme.Kerman with { ReceiptCeiling = new Rials(rials) }).Validate());

    /// <summary>A daily receipt for 40 years; of the largest amount that can be written, 1,025 were more than 64 bits hold.</summary>
    [Fact]
    public void The_receipts_of_a_loan_add_up_however_many_come_at_the_highest_ceiling_that_can_be_set()
    {
        const int Receipts = 15_000;
        var (loan, ceiling) = (LoanCases.Plain, TestProgramme.Kerman.Pool);
        var owed = loan.Receive(new LoanReceipt(loan.Ledger.PaidOutOn, ceiling)).After;

        var last = Enumerable.Range(1, Receipts - 1).Aggregate(owed, (before, _) => before.Receive(new LoanReceipt(loan.Ledger.PaidOutOn, ceiling)).After);

        Assert.Equal(owed.Standing.Credit.Value + ((Receipts - 1) * ceiling.Value), last.Standing.Credit.Value);
        Assert.Throws<OverflowException>(() => Enumerable.Repeat(new Rials(Rials.MaxAmount), 1_025).Sum());
    }
}
