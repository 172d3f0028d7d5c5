using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Http;

/// <summary>The roles of contract.md.</summary>
public static class Roles
{
    public const string Applicant = "applicant";
    public const string Officer = "officer";
    public const string Supervisor = "supervisor";
    public const string Cashier = "cashier";
    public const string Bank = "bank";
    public const string Finance = "finance";
    public const string Auditor = "auditor";
    public const string Operator = "operator";

    public static IReadOnlyList<string> All { get; } = [Applicant, Officer, Supervisor, Cashier, Bank, Finance, Auditor, Operator];
}

/// <summary>Who calls.</summary>
/// <param name="Subject">The token's subject; of an applicant, the national id.</param>
/// <param name="Counties">The counties a member of staff may see; empty means all.</param>
public sealed record Caller(string Subject, IReadOnlyCollection<string> Roles, IReadOnlyCollection<string> Counties)
{
    public const string RoleClaim = "roles";
    public const string CountyClaim = "counties";

    /// <summary>The national id that the subject is, in ASCII digits whatever keyboard wrote it; null when it is none.</summary>
    public string? NationalId => Domain.Identifiers.NationalId.TryParse(Subject, out var id) ? id.Value : null;

    public bool Has(string role) => Roles.Contains(role);

    public bool HasAny(params IEnumerable<string> roles) => roles.Any(Roles.Contains);

    /// <summary>Whether the caller is this person, in whichever role.</summary>
    /// <param name="nationalId">Ten ASCII digits.</param>
    public bool IsPerson(string nationalId) => NationalId == nationalId;

    /// <summary>True for the person themselves, as an applicant.</summary>
    /// <param name="nationalId">Ten ASCII digits.</param>
    public bool IsApplicant(string nationalId) => Has(Http.Roles.Applicant) && IsPerson(nationalId);

    /// <summary>True for a member of staff whose token does not exclude the county.</summary>
    public bool MaySeeCounty(string county) =>
        Roles.Any(role => role != Http.Roles.Applicant) && (Counties.Count == 0 || Counties.Contains(county));

    /// <summary>Who the token names. Roles that are not of contract.md (<c>offline_access</c>) give nothing, so they are not kept.</summary>
    public static Caller Of(HttpContext http)
    {
        var user = http.User;
        var subjectClaim = http.RequestServices.GetService(typeof(AuthenticationSettings)) is AuthenticationSettings settings
            ? settings.SubjectClaim
            : "sub";
        return new Caller(
            user.FindFirstValue(subjectClaim) ?? "",
            [.. user.FindAll(RoleClaim).Select(claim => claim.Value).Where(Http.Roles.All.Contains)],
            [.. user.FindAll(CountyClaim).Select(claim => claim.Value)]);
    }
}

/// <summary>Where tokens come from.</summary>
/// <param name="SubjectClaim">The claim that holds the subject.</param>
public sealed record AuthenticationSettings(string SubjectClaim);
