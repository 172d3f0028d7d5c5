using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LoanServicing.Host.Tests.Support;

namespace LoanServicing.Host.Tests;

/// <summary>The OpenAPI document and the application say the same, and use the names of contract.md.</summary>
[Collection(SharedProgramme.Name)]
public sealed partial class OpenApiTests(SharedProgramme shared)
{
    /// <summary>The routes of contract.md that exist. Clients are written against them: none may go, none may change its name.</summary>
    private static readonly string[] Promised =
    [
        "GET /api/v1/applications",
        "GET /api/v1/applications/{id}",
        "GET /api/v1/checks",
        "GET /api/v1/funding/breaks",
        "GET /api/v1/funding/funders/{code}/statement",
        "GET /api/v1/funding/journal",
        "GET /api/v1/funding/position",
        "GET /api/v1/funding/proof",
        "GET /api/v1/funding/statements/{id}",
        "GET /api/v1/funding/trial-balance",
        "GET /api/v1/loans",
        "GET /api/v1/loans/{id}",
        "GET /api/v1/loans/{id}/arrears",
        "GET /api/v1/loans/{id}/receipts",
        "GET /api/v1/loans/{id}/schedule",
        "GET /api/v1/payment-orders",
        "GET /api/v1/waiting-list",
        "POST /api/v1/applications",
        "POST /api/v1/applications/{id}/approvals",
        "POST /api/v1/applications/{id}/cancellation",
        "POST /api/v1/applications/{id}/contract",
        "POST /api/v1/applications/{id}/disbursement",
        "POST /api/v1/applications/{id}/payout-account",
        "POST /api/v1/applications/{id}/rejection",
        "POST /api/v1/applications/{id}/resubmission",
        "POST /api/v1/applications/{id}/return",
        "POST /api/v1/applications/{id}/withdrawal",
        "POST /api/v1/checks/{requestId}/approval",
        "POST /api/v1/checks/{requestId}/refusal",
        "POST /api/v1/dev/clock",
        "POST /api/v1/dev/tokens",
        "POST /api/v1/funding/breaks/{id}/resolution",
        "POST /api/v1/funding/contributions",
        "POST /api/v1/funding/reallocations",
        "POST /api/v1/funding/remittances",
        "POST /api/v1/funding/statements",
        "POST /api/v1/loans/{id}/plan-changes",
        "POST /api/v1/loans/{id}/receipts",
        "POST /api/v1/loans/{id}/write-off",
        "POST /api/v1/quotes",
        "POST /api/v1/receipts/{id}/reversal",
    ];

    /// <summary>What exists besides.</summary>
    private static readonly string[] Besides =
    [
        "GET /api/v1/applications/{id}/collateral", "POST /api/v1/applications/{id}/collateral/release", "GET /api/v1/guarantors/{nationalId}/exposure",
        "GET /api/v1/applications/{id}/milestones", "GET /api/v1/milestones", "POST /api/v1/applications/{id}/milestones",
        "GET /api/v1/applications/{id}/notifications", "GET /api/v1/notifications", "POST /api/v1/notifications/{id}/sending",
        "GET /api/v1/funding/accounts", "GET /api/v1/funding/forecast", "GET /api/v1/funding/journal/{entryId}",
        "GET /api/v1/funding/journal/{entryId}/origin", "GET /api/v1/funding/ledger", "GET /api/v1/funding/periods", "GET /api/v1/funding/reconciliation",
        "GET /api/v1/funding/statements", "GET /api/v1/payment-orders/problems", "GET /api/v1/portfolio/arrears", "GET /api/v1/portfolio/arrears/loans", "POST /api/v1/funding/fee-settlements", "POST /api/v1/funding/periods/{period}/close",
        "POST /api/v1/funding/refunds", "POST /api/v1/funding/late-charge-settlements", "POST /api/v1/funding/charity-payments", "GET /api/v1/close-of-day",
        "GET /api/v1/loans/{id}/late-charges", "POST /api/v1/loans/{id}/late-charges",
        "GET /api/v1/loans/{id}/plan-changes", "GET /api/v1/loans/{id}/settlement", "GET /api/v1/loans/{id}/settlement-letter", "GET /api/v1/loans/{id}/statement", "POST /api/v1/loans/{id}/plan-changes/preview",
        "POST /api/v1/payment-orders/{id}/resolution",
        "GET /api/v1/salary-deductions", "GET /api/v1/salary-deductions/{id}", "POST /api/v1/salary-deductions",
    ];

    private IEnumerable<string> Endpoints => Route.Of(shared.Programme.Application).Where(route => route.IsApi).Select(route => route.Name);

    [Fact]
    public void Application_HasTheRoutesOfTheContract() =>
        Assert.Equal(Promised.Concat(Besides).Order(StringComparer.Ordinal), Endpoints);

    [Fact]
    public async Task Document_ListsEveryEndpointAndNothingElse() => Assert.Equal(Endpoints, (await DocumentAsync()).Operations.Select(one => one.Name));

    [Fact]
    public async Task Document_DeclaresEveryPartOfAPath_AndTheKeyWhereMoneyMoves()
    {
        var operations = (await DocumentAsync()).Operations;

        Assert.All(operations, one => Assert.Equal(
            Placeholder().Matches(one.Name).Select(part => part.Groups["name"].Value), ApiDocument.Parameters(one.Operation, "path").Select(part => (string)part["name"]!)));
        var paying = operations.Single(one => one.Name == "POST /api/v1/loans/{id}/receipts");
        var key = ApiDocument.Parameters(paying.Operation, "header").Single(header => (string)header["name"]! == "Idempotency-Key");
        Assert.True((bool)key["required"]!);
    }

    [Fact]
    public async Task Document_DescribesEveryOperation()
    {
        foreach (var (name, operation) in (await DocumentAsync()).Operations)
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)operation["operationId"]), name);
            Assert.False(string.IsNullOrWhiteSpace((string?)operation["summary"]), name);
            Assert.True(
                operation["responses"]!.AsObject().Any(response => response.Key.StartsWith('2') && response.Value!["content"] is not null), $"{name} shows no answer");
        }
    }

    [Fact]
    public async Task Document_ShowsABodyWhereOneIsTaken()
    {
        string[] withoutBody =
            ["POST /api/v1/applications/{id}/disbursement", "POST /api/v1/checks/{requestId}/approval"];
        var posts = (await DocumentAsync()).Operations.Where(one => one.Name.StartsWith("POST", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(posts);
        Assert.Equal(withoutBody, posts.Where(one => one.Operation["requestBody"] is null).Select(one => one.Name));
    }

    [Fact]
    public async Task Document_SaysMoneyIsIntegersAndDatesAreDates()
    {
        var schemas = (await DocumentAsync()).Schemas;
        var fields = schemas.SelectMany(schema => schema.Value!["properties"]?.AsObject() ?? []).ToList();
        var money = fields.Where(field => field.Key.EndsWith("Rials", StringComparison.Ordinal)).ToList();
        var dates = fields.Where(field => field.Key.EndsWith("Date", StringComparison.Ordinal) && field.Key != "birthDate").ToList();

        Assert.NotEmpty(money);
        Assert.NotEmpty(dates);
        Assert.All(money, field => Assert.Contains("\"integer\"", Described(field.Value!, schemas)));
        Assert.All(dates, field => Assert.Contains("\"date\"", Described(field.Value!, schemas)));
    }

    [Theory]
    [InlineData("ApplicationRequest", "tranche", "employment health housing")]
    [InlineData("ContributionRequest", "funder", "ALAVI SINA")]
    [InlineData("QuoteRequest", "feeMethod", "CbiAnnual NoFee")]
    public async Task Document_ListsTheCodesOfAClosedField(string schema, string field, string codes) => Assert.Equal(
        codes,
        string.Join(' ', (await DocumentAsync()).Schemas[schema]!["properties"]![field]!["enum"]!.AsArray().Select(code => (string)code!)));

    [Fact]
    public async Task Document_NamesNoInterest() =>
        Assert.DoesNotContain("interest\"", (await DocumentAsync()).Json["components"]!.ToJsonString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>A field's schema, and those that it refers to.</summary>
    private static string Described(JsonNode field, JsonObject schemas)
    {
        var references = new[] { field }.Concat(field["oneOf"]?.AsArray().OfType<JsonNode>() ?? [])
            .Select(schema => (string?)schema["$ref"])
            .OfType<string>()
            .Select(reference => schemas[reference.Split('/')[^1]]!.ToJsonString());
        return field.ToJsonString() + string.Concat(references);
    }

    private Task<ApiDocument> DocumentAsync() => ApiDocument.OfAsync(shared.Programme.Application);

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
