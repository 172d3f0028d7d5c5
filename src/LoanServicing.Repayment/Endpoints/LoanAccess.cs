using LoanServicing.Domain;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>Who may see which loan: staff by county, an applicant their own. To an applicant, another's loan does not exist.</summary>
internal static class LoanAccess
{
    public static ApiProblem NoSuchLoan { get; } = ApiProblem.NotFound("loan", "تسهیلات");

    /// <summary>Staff who may read loans; other staff have no business with them (contract.md), whatever else they may do.</summary>
    private static readonly string[] ReaderRoles = [Roles.Officer, Roles.Supervisor, Roles.Auditor];

    /// <summary>Who may call the reads at all.</summary>
    public static string[] Callers { get; } = [.. ReaderRoles, Roles.Applicant];

    public static bool IsReader(Caller caller) => caller.HasAny(ReaderRoles);

    /// <summary>Null when the caller may see the loan.</summary>
    public static ApiProblem? Refuse(Caller caller, LoanRow loan)
    {
        if ((IsReader(caller) && caller.MaySeeCounty(loan.County)) || caller.IsApplicant(loan.NationalId))
        {
            return null;
        }

        return IsReader(caller) ? ApiProblem.OutsideCounties : NoSuchLoan;
    }

    /// <summary>Null when a member of staff may do something with the loan, or ask for it: in the county, and not about themselves.</summary>
    public static ApiProblem? RefuseStaff(Caller caller, LoanRow loan)
    {
        if (!caller.MaySeeCounty(loan.County))
        {
            return ApiProblem.OutsideCounties;
        }

        return caller.IsPerson(loan.NationalId) ? OwnLoan : null;
    }

    /// <summary>For a moment the services may have different business dates.</summary>
    public static ApiProblem ReceiptAhead { get; } = new(409, "loan.receipt-ahead", new Bilingual(
        "The loan has a receipt with a value date after the business date; decide once that day has come.", "این تسهیلات رسیدی با تاریخ ارزش پس از تاریخ کاری دارد؛ پس از رسیدن آن روز تصمیم بگیرید."));

    public static ApiProblem OwnLoan { get; } = new(403, "loan.own", new Bilingual(
        "Nobody decides about their own loan.", "هیچ‌کس دربارهٔ تسهیلات خودش تصمیم نمی‌گیرد."));
}
