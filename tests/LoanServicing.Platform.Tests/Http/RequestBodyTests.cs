using System.Text.Json;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Platform.Tests.Http;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("\"1403-12-30\"", 1403, 12, 30)] // 1403 is a leap year, 1404 is not
    [InlineData("\"1404/12/29\"", 1404, 12, 29)]
    [InlineData("\"۱۴۰۴-۰۱-۳۱\"", 1404, 1, 31)]
    [InlineData("\" 1404-06-31 \"", 1404, 6, 31)]
    public void RequiredPersianDate_DateOfTheCalendar_IsRead(string json, int year, int month, int day)
    {
        var body = Body($$"""{"on":{{json}}}""");
        var date = body.RequiredPersianDate("on");

        Assert.Null(body.Problem);
        Assert.Equal((year, month, day), (date.Year, date.Month, date.Day));
    }

    [Theory]
    [InlineData("\"1404-12-30\"", "date.invalid-persian")]
    [InlineData("\"1404-07-31\"", "date.invalid-persian")]
    [InlineData("\"1404-00-10\"", "date.invalid-persian")]
    [InlineData("\"1404-13-01\"", "date.invalid-persian")]
    [InlineData("\"yesterday\"", "date.invalid-persian")]
    [InlineData("\"\"", "field.required")]
    [InlineData("null", "field.required")]
    [InlineData("14041229", "text.expected")]
    [InlineData("\"1404-12-29T00:00:00.000Z\"", "text.too-long")]
    public void RequiredPersianDate_Anything_Else_IsRefusedOnce(string json, string code)
    {
        var body = Body($$"""{"on":{{json}}}""");
        body.RequiredPersianDate("on");

        Assert.Equal([$"on {code}"], Errors(body));
    }

    [Theory]
    [InlineData("\"2026-02-28\"", null)]
    [InlineData("\"۲۰۲۶-۰۲-۲۸\"", null)]
    [InlineData("\"2026-02-29\"", "date.invalid")]
    [InlineData("\"2026-13-01\"", "date.invalid")]
    [InlineData("\"2026-2-1\"", "date.invalid")]
    [InlineData("\"28/02/2026\"", "date.invalid")]
    [InlineData("\"1405-09-01\"", "date.invalid")]
    [InlineData("\"9999-12-31\"", "date.invalid")]
    [InlineData("\"\"", "field.required")]
    [InlineData("20260228", "text.expected")]
    public void RequiredIsoDate_Matrix(string json, string? code)
    {
        var body = Body($$"""{"on":{{json}}}""");
        var date = body.RequiredIsoDate("on");

        Assert.Equal(code is null ? [] : [$"on {code}"], Errors(body));
        Assert.Equal(code is null ? new LocalDate(2026, 2, 28) : default, date);
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData("60", null)]
    [InlineData("0", "number.out-of-range")]
    [InlineData("61", "number.out-of-range")]
    [InlineData("4294967297", "number.out-of-range")]
    [InlineData("99999999999999999999", "number.out-of-range")]
    [InlineData("12.0", "integer.expected")]
    [InlineData("\"12\"", "integer.expected")]
    [InlineData("null", "field.required")]
    public void RequiredInt_Matrix(string json, string? code)
    {
        var body = Body($$"""{"installments":{{json}}}""");
        body.RequiredInt("installments", 1, 60);

        Assert.Equal(code is null ? [] : [$"installments {code}"], Errors(body));
    }

    [Theory]
    [InlineData("true", null)]
    [InlineData("false", null)]
    [InlineData("\"true\"", "boolean.expected")]
    [InlineData("1", "boolean.expected")]
    [InlineData("null", "field.required")]
    public void RequiredBool_Matrix(string json, string? code)
    {
        var body = Body($$"""{"rural":{{json}}}""");

        Assert.Equal(json == "true", body.RequiredBool("rural"));
        Assert.Equal(code is null ? [] : [$"rural {code}"], Errors(body));
    }

    [Fact]
    public void Optional_Absent_IsNullWithoutError()
    {
        var body = Body("""{"nothing":null,"blank":"  "}""");

        Assert.Null(body.OptionalRials("nothing"));
        Assert.Null(body.OptionalInt("missing", 1, 2));
        Assert.Null(body.OptionalText("blank"));
        Assert.Empty(body.OptionalArray("missing", 3, item => item.RequiredText("x")));
        Assert.Null(body.Problem);
    }

    [Fact]
    public void OptionalArray_ErrorInAnItem_NamesItsPlace()
    {
        var body = Body("""{"collateral":[{"kind":"cheque","amountRials":5},{"kind":"","amountRials":1.5}]}""");
        var kinds = body.OptionalArray("collateral", 5, item => (item.RequiredText("kind"), item.RequiredRials("amountRials")));

        Assert.Equal(2, kinds.Count);
        Assert.Equal(["collateral[1].kind field.required", "collateral[1].amountRials integer.expected"], Errors(body));
    }

    [Theory]
    [InlineData("""{"items":[]}""", null)]
    [InlineData("""{"items":[{},{},{}]}""", null)]
    [InlineData("""{"items":[{},{},{},{}]}""", "items array.invalid")]
    [InlineData("""{"items":[1]}""", "items array.invalid")]
    [InlineData("""{"items":{}}""", "items array.invalid")]
    [InlineData("""{"items":null}""", null)]
    [InlineData("""{}""", null)]
    public void OptionalArray_Matrix(string json, string? error)
    {
        var body = Body(json);
        body.OptionalArray("items", 3, item => item);

        Assert.Equal(error is null ? [] : [error], Errors(body));
    }

    [Theory]
    [InlineData("123")]
    [InlineData("۱۲۳")]
    [InlineData(" ١٢٣ ")]
    public void RequiredBankReference_InAnyDigits_IsOneReference(string text) =>
        Assert.Equal("123", Body($$"""{"bankReference":"{{text}}"}""").RequiredBankReference("bankReference"));

    [Theory]
    [InlineData(null, 50)]
    [InlineData("", 50)]
    [InlineData("1", 1)]
    [InlineData("۵۰۰", 500)]
    [InlineData("0", null)]
    [InlineData("501", null)]
    [InlineData("-1", null)]
    [InlineData("abc", null)]
    [InlineData("1.5", null)]
    [InlineData("99999999999", null)]
    public void Cursor_ALimit_IsANumberOfRowsOrNamesItsField(string? limit, int? expected)
    {
        var problem = Cursor.Read(null, limit, out _, out var rows);

        Assert.Equal(expected is null ? ["limit number.out-of-range"] : [], problem?.Errors.Select(error => $"{error.Field} {error.Code}") ?? []);
        Assert.True(expected is null || rows == expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Cursor_ComesBackAsItWentOut(long position)
    {
        Assert.True(Cursor.TryDecode(Cursor.Encode(position), out var decoded));
        Assert.Equal(position, decoded);
    }

    [Theory]
    [InlineData("Y")]
    [InlineData("Yw")]
    [InlineData("Yy0x")] // "c-1"
    [InlineData("not base64 !!")]
    [InlineData("eDE")]
    [InlineData("مکان")]
    [InlineData("Yzk5OTk5OTk5OTk5OTk5OTk5OTk5")] // "c99999999999999999999"
    public void Cursor_AnythingElse_IsRefused(string cursor)
    {
        Assert.False(Cursor.TryDecode(cursor, out _));
        Assert.Equal("cursor.invalid", Cursor.Read(cursor, "10", out _, out _)!.Errors[0].Code);
    }

    [Theory]
    [InlineData(null, 50, null)]
    [InlineData(1, 1, null)]
    [InlineData(500, 500, null)]
    [InlineData(0, 0, "number.out-of-range")]
    [InlineData(501, 501, "number.out-of-range")]
    public void Cursor_Limits(int? limit, int rows, string? code)
    {
        var problem = Cursor.Read(null, limit?.ToString(System.Globalization.CultureInfo.InvariantCulture), out var position, out var read);
        Assert.Equal((0, rows, code), (position, read, problem?.Errors[0].Code));
    }

    private static RequestBody Body(string json) => new(JsonDocument.Parse(json).RootElement);

    private static IEnumerable<string> Errors(RequestBody body) => body.Problem?.Errors.Select(error => $"{error.Field} {error.Code}") ?? [];
}
