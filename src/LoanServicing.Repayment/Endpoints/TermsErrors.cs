using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Http;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>Why terms are refused, with the field to mend.</summary>
internal static class TermsErrors
{
    private static readonly string Methods = string.Join(", ", Enum.GetNames<FeeMethod>());

    /// <summary>
    /// Tells each problem whose field has no error yet: what stands in for a field that could not be read is not the caller's. Nor is what follows
    /// from a fee method that could not.
    /// </summary>
    public static void AddNew(RequestBody body, IEnumerable<TermsProblem> problems)
    {
        var methodIsWrong = body.IsWrong("feeMethod");
        foreach (var problem in problems.Where(problem => !methodIsWrong || !FollowsFromMethod(problem)))
        {
            var (field, code, en, fa) = Of(problem);
            if (!body.IsWrong(field))
            {
                body.AddError(field, code, en, fa);
            }
        }
    }

    private static bool FollowsFromMethod(TermsProblem problem) =>
        problem is TermsProblem.EmptyFeeYear or TermsProblem.FeeRateRequired or TermsProblem.FeeRateNotAllowed;

    private static (string Field, string Code, string En, string Fa) Of(TermsProblem problem) => problem switch
    {
        TermsProblem.PrincipalOutOfRange => ("principalRials", "amount.out-of-range",
            "The principal is outside what can be lent.", "مبلغ اصل بیرون از بازهٔ مجاز است."),
        TermsProblem.InstallmentsOutOfRange => ("installments", "number.out-of-range",
            $"From 1 to {LoanTerms.MaxInstallments} instalments.", $"از 1 تا {LoanTerms.MaxInstallments} قسط."),
        TermsProblem.EmptyFeeYear => ("installments", "installments.empty-fee-year",
            "With CbiAnnual, 12k + 1 instalments would leave a last year of fee without principal; take one more or one fewer.",
            "در روش CbiAnnual تعداد 12k+1 قسط، سال آخر را بی‌قسط اصل می‌گذارد؛ یکی بیشتر یا کمتر بگیرید."),
        TermsProblem.FeeRateOutOfRange => ("feeRateBasisPoints", "number.out-of-range",
            $"From 0 to {ServiceFee.MaxRateBasisPoints} (4 % a year).", $"از 0 تا {ServiceFee.MaxRateBasisPoints} (سالی 4 درصد)."),
        TermsProblem.FeeRateRequired => ("feeRateBasisPoints", "fee-rate.required",
            "A rate of 0 goes with the method NoFee.", "نرخ صفر با روش NoFee می‌آید."),
        TermsProblem.FeeRateNotAllowed => ("feeRateBasisPoints", "fee-rate.not-allowed",
            "The method NoFee takes no rate.", "روش NoFee نرخ نمی‌پذیرد."),
        TermsProblem.RoundingUnitOutOfRange => ("roundingUnitRials", "rounding-unit.out-of-range",
            "The rounding unit is at least 1 rial.", "واحد گرد کردن دست‌کم 1 ریال است."),
        TermsProblem.FeeMethodUnknown => ("feeMethod", "fee-method.unknown", $"Choose from {Methods}.", $"یکی از {Methods} را بفرستید."),
        TermsProblem.DueDayOutOfRange or TermsProblem.FirstDueOutOfRange or TermsProblem.FirstDueNotOnDueDay => ("firstDuePersian", "date.out-of-range",
            "The instalments would fall outside the years of the calendar.", "قسط‌ها بیرون از سال‌های تقویم می‌افتند."),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "Not a problem of terms."),
    };
}
