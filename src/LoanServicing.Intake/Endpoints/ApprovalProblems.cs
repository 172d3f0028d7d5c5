using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>Says in words, by field, why an approval cannot be given on its terms.</summary>
internal static class ApprovalProblems
{
    public static void Report(RequestBody body, IReadOnlyList<ApprovalProblem> problems, LoanProduct product)
    {
        foreach (var problem in problems)
        {
            var (field, code, en, fa) = Describe(problem, product);
            body.AddError(field, code, en, fa);
        }
    }

    private static (string Field, string Code, string En, string Fa) Describe(ApprovalProblem problem, LoanProduct product) => problem switch
    {
        ApprovalProblem.AmountRaised => (
            "amountRials", "approval.amount-raised",
            "The amount may be lowered, never raised above what was asked for.",
            "مبلغ را می‌توان کم کرد، ولی نمی‌توان از مبلغ درخواست بیشتر کرد."),
        ApprovalProblem.BelowMinimum => (
            "amountRials", "approval.below-minimum",
            $"At least {product.Minimum} rials in this tranche.", $"در این بخش دست‌کم {product.Minimum} ریال."),
        ApprovalProblem.AboveCeiling => (
            "amountRials", "approval.above-ceiling",
            $"At most {product.Ceiling} rials in this tranche.", $"در این بخش حداکثر {product.Ceiling} ریال."),
        ApprovalProblem.InstallmentsNotAllowed => (
            "installments", "approval.installments-not-allowed",
            $"Choose from {string.Join(", ", product.Tenors)} instalments.",
            $"تعداد اقساط باید یکی از این‌ها باشد: {string.Join("، ", product.Tenors)}."),
        ApprovalProblem.NoPlan => (
            "installments", "approval.no-plan",
            "No repayment plan can be made of this amount and number of instalments.",
            "برای این مبلغ و تعداد اقساط برنامهٔ بازپرداخت ممکن نیست."),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "Not a problem of an approval."),
    };
}
