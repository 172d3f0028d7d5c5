using LoanServicing.Domain;
using LoanServicing.Platform.Http;

namespace LoanServicing.Platform.Checks;

/// <summary>Who may see a request and who may decide it; one answer for the list, the approval and the refusal.</summary>
internal static class CheckAccess
{
    /// <summary>The maker, and in the county auditors and whoever may decide it.</summary>
    public static bool MaySee(Caller caller, CheckRequest request, CheckKind? kind) =>
        IsOwn(caller, request)
        || (caller.Has(Roles.Auditor) && IsIn(caller, request) && !IsAbout(caller, request))
        || ForDecision(caller, request, kind) is null;

    /// <summary>Null when the caller may decide it.</summary>
    public static ApiProblem? ForDecision(Caller caller, CheckRequest request, CheckKind? kind)
    {
        if (kind is null || !caller.HasAny(kind.CheckerRoles))
        {
            return ApiProblem.Forbidden;
        }

        if (!IsIn(caller, request))
        {
            return ApiProblem.OutsideCounties;
        }

        return IsOwn(caller, request) || IsAbout(caller, request) ? OwnRequest : null;
    }

    private static bool IsOwn(Caller caller, CheckRequest request) => !TwoPeople.Are(request.Maker, caller.Subject);

    private static bool IsIn(Caller caller, CheckRequest request) => request.County is not { } county || caller.MaySeeCounty(county);

    private static bool IsAbout(Caller caller, CheckRequest request) => request.Person is { } person && caller.IsPerson(person);

    private static ApiProblem OwnRequest { get; } = new(403, "check.own-request", new Bilingual(
        "Nobody checks what they asked for or what is about themselves; another person must decide it.",
        "هیچ‌کس درخواست خودش یا آنچه دربارهٔ خودش است را تأیید نمی‌کند؛ شخص دیگری باید تصمیم بگیرد."));
}
