using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>Who may see which loan: staff by county, an applicant their own. To an applicant, another's loan does not exist.</summary>
internal static class LoanAccess
{
    public static ApiProblem NoSuchLoan { get; } = ApiProblem.NotFound("loan", "تسهیلات");

    public static bool IsStaff(Caller caller) => caller.Roles.Any(role => role != Roles.Applicant);

    /// <summary>Null when the caller may see the loan.</summary>
    public static ApiProblem? Refuse(Caller caller, LoanRow loan)
    {
        if (caller.MaySeeCounty(loan.County) || (caller.Has(Roles.Applicant) && caller.Subject == loan.NationalId))
        {
            return null;
        }

        return IsStaff(caller) ? ApiProblem.OutsideCounties : NoSuchLoan;
    }
}
