using System.Net;
using System.Text;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Http.Csv;
using LoanServicing.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Platform.Tests.Http;

public sealed class CsvTests
{
    private static readonly Sample First = new(
        1, "=SUM(A1)", new Rials(-5), new LocalDate(2026, 11, 22), Instant.FromUtc(2026, 11, 22, 8, 0), true, null, ["a", "b"],
        [new Part("CASH", new Rials(7)), new Part("DEPOSITED, \"all\"", new Rials(8))]);

    [Fact]
    public async Task Columns_AreTheJsonNames_NestedOnesAfterADot_AndEachMarkedItemHasARow()
    {
        var rows = await WriteAsync([First]);

        Assert.Equal("number,text,amountRials,date,at,flag,inner.name,inner.amountRials,list,parts.name,parts.amountRials", rows[0]);
        Assert.Equal("1,'=SUM(A1),-5,2026-11-22,2026-11-22T08:00:00Z,true,,,\"[\"\"a\"\",\"\"b\"\"]\",CASH,7", rows[1]);
        Assert.Equal("1,'=SUM(A1),-5,2026-11-22,2026-11-22T08:00:00Z,true,,,\"[\"\"a\"\",\"\"b\"\"]\",\"DEPOSITED, \"\"all\"\"\",8", rows[2]);
        Assert.Equal(("", 4), (rows[3], rows.Length));
    }

    [Fact]
    public async Task ARecordWithoutItems_HasARowAllTheSame()
    {
        var rows = await WriteAsync([First with { Parts = [], Inner = new Part("n", new Rials(3)) }]);

        Assert.EndsWith(",true,n,3,\"[\"\"a\"\",\"\"b\"\"]\",,", rows[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("رضا", "رضا")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+98", "'+98")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM", "'@SUM")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a=b", "a=b")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("=1,2", "\"'=1,2\"")]
    [InlineData(" a", "\" a\"")]
    public void Text_NeitherEndsItsCellNorRunsAsAFormula(string text, string cell) => Assert.Equal(cell, CsvText.Text(text));

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html", "application/json")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("TEXT/CSV", "text/csv")]
    [InlineData("text/csv;q=0.5, application/json", "application/json")]
    [InlineData("text/csv, application/json;q=0.5", "text/csv")]
    [InlineData("text/csv;q=0", "application/json")]
    [InlineData("text/html, text/csv;q=0.9, */*;q=0.8", "text/csv")]
    public void TheForm_IsTheOneThatTheCallerRanksHighest(string? accept, string form)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Accept = accept;

        Assert.Equal(form, AcceptedTypes.Preferred(http, AcceptedTypes.Csv));
    }

    [Fact]
    public async Task AList_IsCsvWithAMarkForExcel_AndNamesTheNextPageInItsHeaders()
    {
        await using var app = await StartAsync();
        using var answer = await GetAsync(app, "samples?limit=2&cursor=abc", "text/csv");

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("samples.csv", answer.Content.Headers.ContentDisposition!.FileName?.Trim('"'));
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.StartsWith("number,text,", Encoding.UTF8.GetString(bytes[3..]), StringComparison.Ordinal);
        Assert.Equal("next-1", answer.Headers.GetValues(Lists.NextCursorHeader).Single());
        Assert.Equal("</api/v1/samples?limit=2&cursor=next-1>; rel=\"next\"", answer.Headers.GetValues("Link").Single());
    }

    [Fact]
    public async Task AList_IsJsonWhereNothingElseIsAskedFor()
    {
        await using var app = await StartAsync();
        using var answer = await GetAsync(app, "samples", "*/*");

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.False(answer.Headers.Contains(Lists.NextCursorHeader));
    }

    private static async Task<string[]> WriteAsync(IEnumerable<Sample> rows)
    {
        await using var writer = new StringWriter();
        await CsvWriting.WriteAsync(writer, rows.ToAsyncEnumerable(), CancellationToken.None);
        return writer.ToString().Split("\r\n");
    }

    private static Task<TestApplication> StartAsync() => TestApplication.StartAsync(
        [TestModules.AlphaModule(MapSamples)]);

    private static void MapSamples(IEndpointRouteBuilder api) => api
        .MapGet("/samples", (HttpContext http) => Lists.Of(http, new { items = new[] { First } }, [First], "next-1"))
        .Allow(Roles.Finance).WithName("ListSamples").ShowsCsv();

    private static Task<HttpResponseMessage> GetAsync(TestApplication app, string path, string accept)
    {
        var client = app.Client("finance-1", Roles.Finance);
        client.DefaultRequestHeaders.Add("Accept", accept);
        return client.GetAsync(new Uri(path, UriKind.Relative));
    }

    private sealed record Part(string Name, Rials AmountRials);

    private sealed record Sample(
        int Number, string Text, Rials AmountRials, LocalDate Date, Instant At, bool Flag, Part? Inner, IReadOnlyList<string> List,
        [property: OneRowEach] IReadOnlyList<Part> Parts);
}
