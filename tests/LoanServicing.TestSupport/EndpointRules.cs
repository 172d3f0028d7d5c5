using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.TestSupport;

/// <summary>Finds endpoints that anybody may call although nobody decided so.</summary>
public static partial class EndpointRules
{
    /// <summary>What needs no token (contract.md); everything else has an <see cref="AllowedRoles"/> rule.</summary>
    private static readonly string[] Open =
    [
        "POST " + PlatformApplication.ApiPrefix + "/quotes",
        "POST " + PlatformApplication.ApiPrefix + "/dev/tokens",
        "POST " + PlatformApplication.ApiPrefix + "/dev/clock",
        "GET /health/live",
        "GET /health/ready",
        "GET /openapi/{documentName}.json",
    ];

    /// <summary>Endpoints without a rule, or whose rule names no role or one that does not exist, as <c>GET /api/v1/loans/{id}</c>.</summary>
    public static IReadOnlyList<string> WithoutRule(WebApplication app) =>
        [.. Guarded(app).Where(endpoint => !HasRule(endpoint.Endpoint)).Select(endpoint => endpoint.Name)];

    /// <summary>Endpoints that answer a request without a token by anything but 401.</summary>
    public static async Task<IReadOnlyList<string>> AnsweringWithoutTokenAsync(TestApplication app)
    {
        var answering = new List<string>();
        var client = app.Anonymous();
        foreach (var (name, method, endpoint) in Guarded(app.App))
        {
            var address = Parameter().Replace("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), "1");
            using var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(app.Address, address)) { Content = content };
            using var answer = await client.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
            {
                answering.Add(name);
            }
        }

        return answering;
    }

    private static IEnumerable<(string Name, string Method, RouteEndpoint Endpoint)> Guarded(WebApplication app) =>
        from source in ((IEndpointRouteBuilder)app).DataSources
        from endpoint in source.Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let name = $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"
        where !Open.Contains(name)
        select (name, method, endpoint);

    private static bool HasRule(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<AllowedRoles>() is { Roles: { Count: > 0 } roles } && roles.All(Roles.All.Contains);

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
