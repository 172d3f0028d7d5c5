using System.Net;
using System.Text.Json;

namespace LoanServicing.Intake.Tests;

public sealed class BadInputTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Theory]
    [InlineData("amountRials", "0", "amount.out-of-range")]
    [InlineData("amountRials", "-1", "amount.out-of-range")]
    [InlineData("amountRials", "9007199254740993", "amount.out-of-range")]
    [InlineData("amountRials", "99999999999999999999", "amount.out-of-range")]
    [InlineData("amountRials", "380000000.5", "integer.expected")]
    [InlineData("amountRials", "380000000.0", "integer.expected")]
    [InlineData("amountRials", "3.8e8", "integer.expected")]
    [InlineData("amountRials", "\"380000000\"", "integer.expected")]
    [InlineData("amountRials", "null", "field.required")]
    [InlineData("amountRials", "[1]", "integer.expected")]
    [InlineData("installments", "0", "number.out-of-range")]
    [InlineData("installments", "601", "number.out-of-range")]
    [InlineData("installments", "24.5", "integer.expected")]
    [InlineData("incomeDecile", "0", "number.out-of-range")]
    [InlineData("incomeDecile", "11", "number.out-of-range")]
    [InlineData("incomeDecile", "\"3\"", "integer.expected")]
    [InlineData("jobs", "-1", "number.out-of-range")]
    [InlineData("rural", "\"true\"", "boolean.expected")]
    [InlineData("rural", "1", "boolean.expected")]
    [InlineData("birthDate", "\"1404-12-30\"", "date.invalid-persian")]
    [InlineData("birthDate", "\"1404/13/01\"", "date.invalid-persian")]
    [InlineData("birthDate", "\"1370-07-31\"", "date.invalid-persian")]
    [InlineData("birthDate", "\"1991-06-29T00:00\"", "date.invalid-persian")]
    [InlineData("birthDate", "\"\"", "field.required")]
    [InlineData("birthDate", "13700408", "text.expected")]
    [InlineData("tranche", "\"agriculture\"", "tranche.unknown")]
    [InlineData("tranche", "\"\"", "field.required")]
    [InlineData("nationalId", "\"0684159415\"", "identity.national-id")]
    [InlineData("nationalId", "\"1111111111\"", "identity.national-id")]
    [InlineData("nationalId", "\"49937089\"", "identity.national-id")]
    [InlineData("nationalId", "499370899", "text.expected")]
    [InlineData("iban", "\"IR820540102680020817909003\"", "identity.iban")]
    [InlineData("iban", "\"IR06296000000010032420000\"", "identity.iban")]
    [InlineData("iban", "\"DE89370400440532013000\"", "identity.iban")]
    [InlineData("iban", "\"IR390590990000000000084025\"", "identity.iban-of-pool")]
    [InlineData("iban", "\"ir39-0590-9900-0000-0000-0840-۲۵\"", "identity.iban-of-pool")]
    [InlineData("mobile", "\"08122002580\"", "contact.mobile")]
    [InlineData("firstName", "\"   \"", "field.required")]
    [InlineData("firstName", "\"a\\u0000b\"", "text.control-character")]
    [InlineData("lastName", "null", "field.required")]
    [InlineData("county", "\"\"", "field.required")]
    public async Task A_bad_field_is_refused_by_name_and_nothing_is_stored(string field, string json, string code)
    {
        var body = Bodies.Application().With("externalRef", "bad-" + Guid.CreateVersion7().ToString("N"))
            .With(field, JsonSerializer.Deserialize<JsonElement>(json));

        var answer = await host.Officer.SendRawAsync("applications", JsonSerializer.Serialize(body));

        Assert.Equal([$"{field}:{code}"], await answer.ErrorsAsync());
        Assert.Equal(
            0, await host.CountAsync("select count(*) from application where external_ref = @reference", new { reference = body["externalRef"] }));
    }

    [Fact]
    public async Task All_bad_fields_are_told_at_once_and_in_Persian_when_asked()
    {
        var client = host.Officer;
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fa-IR");

        var answer = await client.SendAsync(
            "applications", Bodies.Application().With("amountRials", 0).With("nationalId", "1234567890").With("iban", "x"));

        Assert.Equal(["nationalId:identity.national-id", "iban:identity.iban", "amountRials:amount.out-of-range"], await answer.ErrorsAsync());
        var problem = await answer.ReadAsync(HttpStatusCode.BadRequest);
        Assert.Contains("کد ملی", problem.GetProperty("errors")[0].Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "body.empty")]
    [InlineData("{", "body.not-json")]
    [InlineData("<xml/>", "body.not-json")]
    [InlineData("[]", "body.not-an-object")]
    public async Task A_body_that_is_no_JSON_object_is_refused(string body, string code) =>
        Assert.Equal(code, await (await host.Officer.SendRawAsync("applications", body)).CodeAsync(HttpStatusCode.BadRequest));

    [Fact]
    public async Task A_field_that_is_there_twice_is_refused()
    {
        var answer = await host.Officer.SendRawAsync("applications", """{"nationalId":"0499370899","nationalId":"0790419904"}""");

        Assert.Equal(["nationalId:field.duplicate"], await answer.ErrorsAsync());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var answer = await host.Officer.SendRawAsync("applications", $"{{\"purpose\":\"{new string('x', 70_000)}\"}}");

        Assert.Equal("body.too-large", await answer.CodeAsync(HttpStatusCode.RequestEntityTooLarge));
    }

    [Theory]
    [InlineData(9_007_199_254_740_992)]
    [InlineData(1)]
    public async Task The_largest_and_the_smallest_amount_are_taken_and_left_to_the_rules(long amount)
    {
        var id = await host.SubmitAsync(Bodies.Application(amount: amount));

        Assert.Equal(amount, (await host.GetAsync(id)).GetProperty("amountRials").GetInt64());
    }
}
