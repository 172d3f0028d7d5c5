using System.Text.Json;
using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Tests.Money;

public class FunderSplitVectorTests
{
    public static TheoryData<int> Repayments =>
        [.. Enumerable.Range(0, Vectors.Read("funder-splits.json").GetProperty("repayments").GetArrayLength())];

    [Fact]
    public void The_pool_vectors_are_reproduced_allocation_by_allocation()
    {
        var pool = default(PoolPosition);
        foreach (var vector in Vectors.Read("funder-splits.json").GetProperty("pool").GetProperty("allocations").EnumerateArray())
        {
            var (shares, after, clamped) = pool.Allocate(new Rials(vector.Long("principalRials")), FundingRatio.Programme);
            Assert.Equal(SharesOf(vector), shares);
            Assert.False(clamped);
            pool = after;
        }

        Assert.True(pool.Total.IsPositive);
    }

    [Theory]
    [MemberData(nameof(Repayments))]
    public void The_repayment_vectors_are_reproduced_receipt_by_receipt(int index)
    {
        var loan = Vectors.Read("funder-splits.json").GetProperty("repayments")[index];
        var shares = SharesOf(loan);
        Assert.Equal(loan.Long("principalRials"), shares.Total.Value);

        var applied = Rials.Zero;
        foreach (var receipt in loan.GetProperty("receipts").EnumerateArray())
        {
            var before = shares.Standing(applied);
            applied += new Rials(receipt.Long("principalRials"));
            Assert.Equal(SharesOf(receipt), shares.Standing(applied) - before);
        }
    }

    private static FunderShares SharesOf(JsonElement vector) =>
        new(new Rials(vector.Long("alaviRials")), new Rials(vector.Long("sinaRials")));
}
