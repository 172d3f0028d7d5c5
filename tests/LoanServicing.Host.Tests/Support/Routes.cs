using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Host.Tests.Support;

/// <summary>One endpoint of the running application.</summary>
/// <param name="Roles">Who may call it; null when it has no rule.</param>
internal sealed record Route(string Method, string Pattern, IReadOnlyList<string>? Roles)
{
    public const string ApiPrefix = "/api/v1";

    public string Name => $"{Method} {Pattern}";

    public bool IsApi => Pattern.StartsWith(ApiPrefix, StringComparison.Ordinal);

    /// <summary>An address of this route; ids in it are of nothing.</summary>
    public string Address => string.Join('/', Pattern.Split('/').Select(part => part.StartsWith('{') ? Guid.Empty.ToString() : part));

    public static IReadOnlyList<Route> Of(TestApplication application) =>
    [
        .. application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => Methods(endpoint), (endpoint, method) => new Route(
                method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint.Metadata.GetMetadata<AllowedRoles>()?.Roles))
            .OrderBy(route => route.Name, StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
}
