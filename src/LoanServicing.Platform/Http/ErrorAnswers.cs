using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.Platform.Http;

/// <summary>
/// The refusals of each endpoint, for the OpenAPI document. What follows from how an endpoint is mapped is derived here; an endpoint itself names
/// only what its own rules refuse, with <see cref="Refuses"/>.
/// </summary>
public static class ErrorAnswers
{
    private static readonly string[] ContentTypes = ["application/problem+json"];

    /// <summary>These statuses are answered too, as a <see cref="ProblemAnswer"/>.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses) =>
        endpoint.WithMetadata([.. statuses.Select(Answer)]);

    /// <summary>Adds to every endpoint of the group what it refuses by the way it is mapped.</summary>
    internal static void DeriveRefusals(this RouteGroupBuilder api) => ((IEndpointConventionBuilder)api).Finally(endpoint =>
    {
        var known = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => answer.StatusCode).ToHashSet();
        foreach (var status in Of(endpoint).Where(known.Add))
        {
            endpoint.Metadata.Add(Answer(status));
        }
    });

    private static IEnumerable<int> Of(EndpointBuilder endpoint) =>
    [
        .. Has<AllowedRoles>(endpoint) ? (int[])[401, 403] : [],
        .. endpoint is RouteEndpointBuilder { RoutePattern.Parameters.Count: > 0 } ? (int[])[404] : [],
        .. Has<VersionTaken>(endpoint) ? (int[])[400, 412] : [],
        .. Has<IAcceptsMetadata>(endpoint) ? (int[])[400, 413, 415] : [],
        .. Has<KeyTaken>(endpoint) ? (int[])[400, 413, 422, 503] : [],
        500,
    ];

    private static bool Has<T>(EndpointBuilder endpoint) => endpoint.Metadata.OfType<T>().Any();

    private static object Answer(int status) => new ProducesResponseTypeMetadata(status, typeof(ProblemAnswer), ContentTypes);
}
