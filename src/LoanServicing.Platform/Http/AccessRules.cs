using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http;

/// <summary>Which roles may call an endpoint. What of its objects a caller may see is the endpoint's own question.</summary>
public static class AccessRules
{
    public static RouteHandlerBuilder Allow(this RouteHandlerBuilder endpoint, params string[] roles) =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var caller = Caller.Of(context.HttpContext);
            if (context.HttpContext.User.Identity?.IsAuthenticated != true || caller.Subject.Length == 0)
            {
                return ApiResults.Problem(ApiProblem.Unauthenticated);
            }

            return caller.HasAny(roles) ? await next(context) : ApiResults.Problem(ApiProblem.Forbidden);
        }).WithMetadata(new AllowedRoles(roles));

    /// <summary>Every role but the applicant's.</summary>
    public static RouteHandlerBuilder AllowStaff(this RouteHandlerBuilder endpoint) =>
        endpoint.Allow([.. Roles.All.Where(role => role != Roles.Applicant)]);
}

/// <summary>For the OpenAPI document, and for a test that finds endpoints without a rule.</summary>
public sealed record AllowedRoles(IReadOnlyList<string> Roles);
