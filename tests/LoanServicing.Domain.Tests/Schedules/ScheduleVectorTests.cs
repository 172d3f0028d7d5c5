using System.Text.Json;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;

namespace LoanServicing.Domain.Tests.Schedules;

public class ScheduleVectorTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Vectors.Read("schedules.json").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_published_schedule_is_reproduced_row_by_row(int index)
    {
        var vector = Vectors.Read("schedules.json")[index];
        var plan = RepaymentPlan.For(TermsOf(vector));

        var expected = vector.GetProperty("rows").EnumerateArray()
            .Select(row => (row.Int("number"), new Rials(row.Long("principalRials")), new Rials(row.Long("feeRials"))));

        Assert.Equal(expected, plan.Instalments.Select(row => (row.Number, row.Principal, row.Fee)));
        Assert.Equal(vector.Long("feeTotalRials"), plan.FeeTotal.Value);
        Assert.Equal(vector.Long("principalRials") + vector.Long("feeTotalRials"), plan.Total.Value);
    }

    private static LoanTerms TermsOf(JsonElement vector) => Terms.Of(
        vector.Long("principalRials"),
        vector.Int("installments"),
        vector.Int("feeRateBasisPoints"),
        vector.Long("roundingUnitRials"),
        Enum.Parse<FeeMethod>(vector.Text("method")));
}
