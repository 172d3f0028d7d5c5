using System.Text.Json;
using LoanServicing.Domain.Money;

namespace LoanServicing.Repayment.Tests;

public sealed class QuoteTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [Fact]
    public async Task A_quote_has_every_row_with_both_funders_and_totals_that_close()
    {
        var (status, quote) = await QuoteAsync(new { principalRials = 1_440_000_000, installments = 84, firstDuePersian = "1405-06-31", roundingUnitRials = 1 });

        Assert.Equal(200, status);
        var rows = quote.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(84, rows.Count);
        Assert.Equal(230_400_003, quote.Rials("feeTotalRials"));
        Assert.Equal(1_440_000_000 + 230_400_003, quote.Rials("totalRials"));
        Assert.Equal(57_600_000, rows[0].Rials("feeRials"));
        Assert.Equal(18_701_352, rows[83].Rials("principalRials"));
        Assert.Equal(428_571_429, rows.Sum(row => row.GetProperty("funders").Rials("ALAVI")));
        Assert.Equal(1_011_428_571, rows.Sum(row => row.GetProperty("funders").Rials("SINA")));
        Assert.All(rows, row => Assert.Equal(row.Rials("principalRials"), row.GetProperty("funders").Rials("ALAVI") + row.GetProperty("funders").Rials("SINA")));
        Assert.All(rows, row => Assert.Equal(row.Rials("totalRials"), row.Rials("principalRials") + row.Rials("feeRials")));
    }

    [Fact]
    public async Task The_rows_of_the_funders_follow_the_cumulative_split()
    {
        var (_, quote) = await QuoteAsync(new { principalRials = 1_000_003, installments = 12, firstDuePersian = "1405-01-01", roundingUnitRials = 1 });

        var shares = new FunderShares(new Rials(1_000_003).MulDivHalfUp(25, 84), default);
        shares = shares with { Sina = new Rials(1_000_003) - shares.Alavi };
        var (principal, alavi) = (0L, 0L);
        foreach (var row in quote.GetProperty("rows").EnumerateArray())
        {
            principal += row.Rials("principalRials");
            alavi += row.GetProperty("funders").Rials("ALAVI");
            Assert.Equal(shares.Standing(new Rials(principal)).Alavi.Value, alavi);
        }
    }

    [Fact]
    public async Task Grace_moves_the_first_instalment_and_the_due_day_stays_the_anchor()
    {
        var (_, quote) = await QuoteAsync(new
        {
            principalRials = 100_000_000, installments = 12, feeRateBasisPoints = 400, feeMethod = "CbiAnnual",
            firstDuePersian = "۱۴۰۵/۰۶/۳۱", graceMonths = 6, roundingUnitRials = 10_000,
        });

        var dates = quote.GetProperty("rows").EnumerateArray().Select(row => row.Text("dueDatePersian")).ToList();
        Assert.Equal(["1405-12-29", "1406-01-31"], dates.Take(2));
        Assert.Equal("2027-03-20", quote.GetProperty("rows")[0].Text("dueDate"));
    }

    [Fact]
    public async Task Only_principal_instalments_and_first_due_date_are_needed()
    {
        var (status, quote) = await QuoteAsync(new { principalRials = 24_000_000, installments = 12, firstDuePersian = "1405-01-01" });

        Assert.Equal(200, status);
        Assert.Equal(960_000, quote.Rials("feeTotalRials"));
        Assert.Equal(0, quote.GetProperty("rows")[1].Rials("principalRials") % 10_000);
    }

    [Fact]
    public async Task Without_a_fee_the_method_is_NoFee_and_the_rate_may_be_left_out()
    {
        var (status, quote) = await QuoteAsync(new { principalRials = 12_000_000, installments = 13, feeMethod = "NoFee", firstDuePersian = "1405-01-01" });

        Assert.Equal(200, status);
        Assert.Equal(0, quote.Rials("feeTotalRials"));
    }

    [Fact]
    public async Task A_principal_below_the_default_rounding_unit_is_quoted_to_the_rial()
    {
        var (status, quote) = await QuoteAsync(new { principalRials = 5_000, installments = 2, feeMethod = "nofee", firstDuePersian = "1405-01-01" });

        Assert.Equal(200, status);
        Assert.Equal([2_500L, 2_500L], quote.GetProperty("rows").EnumerateArray().Select(row => row.Rials("principalRials")));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { """{"feeRateBasisPoints":401}""", "feeRateBasisPoints number.out-of-range" },
        { """{"feeRateBasisPoints":-1}""", "feeRateBasisPoints number.out-of-range" },
        { """{"feeRateBasisPoints":0}""", "feeRateBasisPoints fee-rate.required" },
        { """{"feeMethod":"NoFee","feeRateBasisPoints":1}""", "feeRateBasisPoints fee-rate.not-allowed" },
        { """{"feeMethod":"0"}""", "feeMethod fee-method.unknown" },
        { """{"feeMethod":"Interest"}""", "feeMethod fee-method.unknown" },
        { """{"installments":0}""", "installments number.out-of-range" },
        { """{"installments":601}""", "installments number.out-of-range" },
        { """{"installments":"12"}""", "installments integer.expected" },
        { """{"installments":1}""", "installments installments.empty-fee-year" },
        { """{"installments":13}""", "installments installments.empty-fee-year" },
        { """{"installments":61}""", "installments installments.empty-fee-year" },
        { """{"firstDuePersian":"1404-12-30"}""", "firstDuePersian date.invalid-persian" },
        { """{"firstDuePersian":"1405-13-01"}""", "firstDuePersian date.invalid-persian" },
        { """{"firstDuePersian":null}""", "firstDuePersian field.required" },
        { """{"firstDuePersian":"1690-01-01"}""", "firstDuePersian date.out-of-range" },
        { """{"principalRials":0}""", "principalRials amount.out-of-range" },
        { """{"principalRials":-5}""", "principalRials amount.out-of-range" },
        { """{"principalRials":1.5}""", "principalRials integer.expected" },
        { """{"principalRials":1e9}""", "principalRials integer.expected" },
        { """{"principalRials":"12000000"}""", "principalRials integer.expected" },
        { """{"principalRials":9007199254740993}""", "principalRials amount.out-of-range" },
        { """{"principalRials":99999999999999999999}""", "principalRials amount.out-of-range" },
        { """{"principalRials":null}""", "principalRials field.required" },
        { """{"graceMonths":-1}""", "graceMonths number.out-of-range" },
        { """{"roundingUnitRials":0}""", "roundingUnitRials amount.out-of-range" },
    };

    [Theory]
    [InlineData("""{"installments":13,"firstDuePersian":"1404-12-30"}""", "installments installments.empty-fee-year", "firstDuePersian date.invalid-persian")]
    [InlineData("""{"feeMethod":"NoFee","installments":13,"feeRateBasisPoints":1,"graceMonths":-1}""", "feeRateBasisPoints fee-rate.not-allowed", "graceMonths number.out-of-range")]
    [InlineData("""{"installments":1,"feeRateBasisPoints":401,"principalRials":0}""", "principalRials amount.out-of-range", "installments installments.empty-fee-year", "feeRateBasisPoints number.out-of-range")]
    [InlineData("""{"installments":13,"feeMethod":"Interest","feeRateBasisPoints":0}""", "feeMethod fee-method.unknown")]
    [InlineData("""{"feeMethod":"Interest","feeRateBasisPoints":401}""", "feeRateBasisPoints number.out-of-range", "feeMethod fee-method.unknown")]
    [InlineData("""{"installments":13,"firstDuePersian":"1690-01-01","roundingUnitRials":0}""", "installments installments.empty-fee-year", "firstDuePersian date.out-of-range", "roundingUnitRials amount.out-of-range")]
    [InlineData("""{"feeRateBasisPoints":"x","graceMonths":601,"colour":1}""", "colour field.unknown", "feeRateBasisPoints integer.expected", "graceMonths number.out-of-range")]
    public async Task All_that_is_wrong_is_told_together_in_the_order_of_the_fields(string change, params string[] expected)
    {
        var (status, problem) = await QuoteAsync(Changed(change));

        Assert.Equal(400, status);
        Assert.Equal(expected, problem.Errors());
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_cannot_be_quoted_is_refused_with_its_field(string change, string expected)
    {
        var (status, problem) = await QuoteAsync(Changed(change));

        Assert.Equal(400, status);
        Assert.Equal("request.malformed", problem.Text("code"));
        Assert.Equal([expected], problem.Errors());
    }

    private static Dictionary<string, object?> Changed(string change)
    {
        var body = new Dictionary<string, object?> { ["principalRials"] = 12_000_000, ["installments"] = 24, ["firstDuePersian"] = "1405-01-01" };
        foreach (var field in JsonSerializer.Deserialize<JsonElement>(change).EnumerateObject())
        {
            body[field.Name] = field.Value;
        }

        return body;
    }

    private Task<(int Status, JsonElement Body)> QuoteAsync(object body) => RepaymentHost.SendAsync(host.App.Anonymous(), "quotes", body, key: null);
}
