using LoanServicing.Host.Tests.Support;

namespace LoanServicing.Host.Tests;

/// <summary>What the OpenAPI document says of refusals, and of the headers that carry a version.</summary>
[Collection(SharedProgramme.Name)]
public sealed class OpenApiAnswerTests(SharedProgramme shared)
{
    private const string Prefix = Route.ApiPrefix;

    private const string ProblemType = "application/problem+json";

    [Fact]
    public async Task Document_DeclaresIfMatch_WhereAVersionIsTaken()
    {
        var taking = (await DocumentAsync()).Operations
            .Where(one => ApiDocument.Parameters(one.Operation, "header").Any(header => (string)header["name"]! == "If-Match"))
            .ToList();

        Assert.Equal(
            [
                $"POST {Prefix}/applications/{{id}}/approvals",
                $"POST {Prefix}/applications/{{id}}/cancellation",
                $"POST {Prefix}/applications/{{id}}/contract",
                $"POST {Prefix}/applications/{{id}}/disbursement",
                $"POST {Prefix}/applications/{{id}}/payout-account",
                $"POST {Prefix}/applications/{{id}}/rejection",
                $"POST {Prefix}/applications/{{id}}/resubmission",
                $"POST {Prefix}/applications/{{id}}/return",
                $"POST {Prefix}/applications/{{id}}/withdrawal",
                $"POST {Prefix}/loans/{{id}}/receipts",
            ],
            taking.Select(one => one.Name));
        Assert.All(taking, one => Assert.NotNull(one.Operation["responses"]!["412"]));
    }

    [Fact]
    public async Task Document_DeclaresTheETag_WhereAVersionIsShown()
    {
        var showing = (await DocumentAsync()).Operations.Where(one => one.Operation["responses"]!["200"]?["headers"]?["ETag"] is not null);

        Assert.Equal([$"GET {Prefix}/applications/{{id}}", $"GET {Prefix}/loans/{{id}}"], showing.Select(one => one.Name));
    }

    [Fact]
    public async Task Document_DeclaresTheKey_OnEveryPostThatReadsOne()
    {
        // A statement is known by its bytes: they are its key.
        string[] without = [$"POST {Prefix}/dev/clock", $"POST {Prefix}/dev/tokens", $"POST {Prefix}/funding/statements", $"POST {Prefix}/quotes"];
        var posts = (await DocumentAsync()).Operations.Where(one => one.Name.StartsWith("POST", StringComparison.Ordinal));

        Assert.Equal(without, posts
            .Where(one => ApiDocument.Parameters(one.Operation, "header").All(header => (string)header["name"]! != "Idempotency-Key"))
            .Select(one => one.Name));
    }

    [Theory]
    [InlineData("POST", "/payment-orders/{id}/resolution", "202 400 401 403 404 409 413 415 422 500 503")]
    [InlineData("POST", "/applications/{id}/approvals", "200 202 400 401 403 404 409 412 413 415 422 500 503")]
    [InlineData("POST", "/applications/{id}/disbursement", "200 400 401 403 404 409 412 413 422 500 503")]
    [InlineData("POST", "/checks/{requestId}/approval", "200 400 401 403 404 409 413 422 500 503")]
    [InlineData("POST", "/loans/{id}/receipts", "200 201 400 401 403 404 409 412 413 415 422 500 503")]
    [InlineData("POST", "/quotes", "200 400 413 415 500")]
    [InlineData("POST", "/funding/periods/{period}/close", "202 400 401 403 404 409 413 415 422 500 503")]
    [InlineData("GET", "/funding/ledger", "200 400 401 403 500")]
    [InlineData("GET", "/loans/{id}", "200 401 403 404 500")]
    [InlineData("GET", "/loans/{id}/statement", "200 400 401 403 404 500")]
    [InlineData("GET", "/loans/{id}/settlement-letter", "200 401 403 404 409 500")]
    [InlineData("GET", "/checks", "200 401 403 500 503")]
    public async Task Document_ListsEveryAnswerOfAnOperation(string method, string path, string statuses) =>
        Assert.Equal(statuses.Split(' '), (await DocumentAsync()).Statuses($"{method} {Prefix}{path}"));

    [Fact]
    public async Task Document_SaysWhichAnswersCanBeAPage() => Assert.Equal(
        [$"GET {Prefix}/loans/{{id}}/settlement-letter", $"GET {Prefix}/loans/{{id}}/statement"],
        (await DocumentAsync()).Operations.Where(one => one.Operation["responses"]!["200"]?["content"]?["text/html"] is not null).Select(one => one.Name));

    [Fact]
    public async Task Document_ListsThatAQueryMayBeMalformed()
    {
        var queries = (await DocumentAsync()).Operations.Where(one => ApiDocument.Parameters(one.Operation, "query").Any()).ToList();

        Assert.NotEmpty(queries);
        Assert.Empty(queries.Where(one => one.Operation["responses"]!["400"] is null).Select(one => one.Name));
    }

    [Fact]
    public async Task Document_GivesEveryRefusalTheSchemaOfWhatIsSent()
    {
        var document = await DocumentAsync();
        foreach (var (name, operation) in document.Operations)
        {
            foreach (var (status, answer) in operation["responses"]!.AsObject().Where(answer => answer.Key[0] is '4' or '5'))
            {
                var content = Assert.Single(answer!["content"]!.AsObject());
                Assert.Equal((ProblemType, "#/components/schemas/ProblemAnswer"), (content.Key, (string?)content.Value!["schema"]!["$ref"]));
                Assert.False(string.IsNullOrWhiteSpace((string?)answer["description"]), $"{name} {status}");
            }
        }

        var reply = await shared.Programme.Application.Anonymous().SendAsync("quotes", new { installments = 0 });
        var schema = document.Schemas["ProblemAnswer"]!;
        Assert.Equal(["code", "status", "title", "traceId", "type"], schema["required"]!.AsArray().Select(field => (string)field!).Order(StringComparer.Ordinal));
        Assert.Equal(
            reply.Json!.AsObject().Select(member => member.Key).Append("state").Order(StringComparer.Ordinal),
            schema["properties"]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["field", "code", "message"], document.Schemas["FieldAnswer"]!["properties"]!.AsObject().Select(member => member.Key));
    }

    private Task<ApiDocument> DocumentAsync() => ApiDocument.OfAsync(shared.Programme.Application);
}
