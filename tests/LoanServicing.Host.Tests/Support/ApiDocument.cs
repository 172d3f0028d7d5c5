using System.Net;
using System.Text.Json.Nodes;
using LoanServicing.TestSupport;

namespace LoanServicing.Host.Tests.Support;

/// <summary>The OpenAPI document of a running application.</summary>
internal sealed record ApiDocument(JsonNode Json)
{
    public static async Task<ApiDocument> OfAsync(TestApplication application) =>
        new((await application.Anonymous().ReadAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK).Json!);

    public JsonObject Schemas => Json["components"]!["schemas"]!.AsObject();

    /// <summary>By name, as <c>GET /api/v1/loans/{id}</c>.</summary>
    public IReadOnlyList<(string Name, JsonNode Operation)> Operations =>
    [
        .. Json["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject(), (path, operation) => ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!))
            .OrderBy(one => one.Item1, StringComparer.Ordinal),
    ];

    public JsonNode Operation(string name) => Operations.Single(one => one.Name == name).Operation;

    /// <summary>The statuses that an operation is said to answer.</summary>
    public IReadOnlyList<string> Statuses(string name) => [.. Operation(name)["responses"]!.AsObject().Select(answer => answer.Key).Order(StringComparer.Ordinal)];

    public static IEnumerable<JsonNode> Parameters(JsonNode operation, string where) =>
        (operation["parameters"]?.AsArray() ?? []).Select(parameter => parameter!).Where(parameter => (string)parameter["in"]! == where);
}
