using LoanServicing.Domain;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.PlanChanges;

/// <summary>How a loan is to be repaid from now on.</summary>
/// <param name="Kind"><c>holiday</c>, <c>extension</c>, <c>dueDay</c>, <c>hardship</c> or <c>callIn</c>.</param>
/// <param name="Months">holiday: months without an instalment. hardship: months before the first one, 0 if left out.</param>
/// <param name="Installments">extension: how many more. hardship: in how many the outstanding principal is repaid.</param>
/// <param name="DueDay">dueDay: 1 to 31.</param>
public sealed record PlanChangeRequest(string Kind, int? Months, int? Installments, int? DueDay, string Reason)
{
    public const int LongestReason = 500;

    internal static PlanChangeOrder Read(RequestBody body)
    {
        var kind = KindOf(body);
        return kind switch
        {
            PlanChangeKind.Holiday => new PlanChangeOrder(PlanChangeKind.Holiday, Months: Int(body, "months", isRequired: true)),
            PlanChangeKind.Extension => new PlanChangeOrder(PlanChangeKind.Extension, Installments: Int(body, "installments", isRequired: true)),
            PlanChangeKind.DueDay => new PlanChangeOrder(PlanChangeKind.DueDay, DueDay: Int(body, "dueDay", isRequired: true)),
            PlanChangeKind.Hardship => new PlanChangeOrder(
                PlanChangeKind.Hardship, Int(body, "months", isRequired: false), Int(body, "installments", isRequired: true)),
            _ => new PlanChangeOrder(PlanChangeKind.CallIn),
        };
    }

    /// <summary>The version of the product that was signed; for a loan that does not say which, the one in force when it was paid out.</summary>
    internal static LoanProduct ProductOf(Programme programme, LoanRow loan) => programme.ProductFor(loan.Tranche, loan.ProductFrom ?? loan.PaidOutOn);

    /// <summary>How far that product lets a plan be changed.</summary>
    internal static PlanLimits LimitsOf(Programme programme, LoanRow loan)
    {
        var product = ProductOf(programme, loan);
        return new PlanLimits(product.LongestPlan, product.LongestHolidayMonths);
    }

    internal static string NameOf(PlanChangeKind kind) => kind switch
    {
        PlanChangeKind.Holiday => "holiday",
        PlanChangeKind.Extension => "extension",
        PlanChangeKind.DueDay => "dueDay",
        PlanChangeKind.Hardship => "hardship",
        PlanChangeKind.CallIn => "callIn",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such change."),
    };

    /// <summary>What keeps a plan from being changed so, for who asked.</summary>
    internal static ApiProblem ProblemOf(PlanChangeProblem problem, PlanLimits limits) => problem switch
    {
        PlanChangeProblem.NothingToCome => Conflict("plan.nothing-to-come", "Every instalment has fallen due; only a payer's hardship can spread what is unpaid anew.", "همهٔ اقساط سررسید شده‌اند؛ تنها با کمک به بدهکار تنگدست می‌توان مانده را دوباره تقسیط کرد."),
        PlanChangeProblem.NothingOutstanding => Conflict("plan.nothing-outstanding", "No principal is outstanding.", "اصل تسهیلات مانده‌ای ندارد."),
        PlanChangeProblem.TooMany => Conflict("plan.too-many-changes", "This plan was changed too often to be changed again.", "این برنامه بیش از حد تغییر کرده است."),
        PlanChangeProblem.MonthsOutOfRange => ApiProblem.Malformed("months", "plan.months", new(
            $"The product allows at most {limits.LongestHolidayMonths} months, and a holiday has at least 1.", $"این محصول حداکثر {limits.LongestHolidayMonths} ماه تنفس را مجاز می‌داند و کمترین آن ۱ ماه است.")),
        PlanChangeProblem.InstallmentsOutOfRange => ApiProblem.Malformed("installments", "plan.installments", new(
            $"The product allows a plan of at most {limits.LongestInstallments} instalments, and the rest is not repaid in fewer than are to come.",
            $"این محصول حداکثر {limits.LongestInstallments} قسط را مجاز می‌داند و مانده در اقساطی کمتر از اقساط باقی‌مانده تقسیط نمی‌شود.")),
        PlanChangeProblem.DueDayOutOfRange => ApiProblem.Malformed("dueDay", "plan.due-day", new(
            "A day from 1 to 31 other than the one in force is expected.", "روزی از ۱ تا ۳۱ جز روز سررسید کنونی لازم است.")),
        _ => Conflict("plan.dates", "The new due dates would lie outside the years that the calendar covers.", "سررسیدهای تازه بیرون از سال‌های تقویم سامانه است."),
    };

    private static ApiProblem Conflict(string code, string en, string fa) => new(409, code, new Bilingual(en, fa));

    private static PlanChangeKind KindOf(RequestBody body)
    {
        var name = body.RequiredText("kind");
        foreach (var kind in Enum.GetValues<PlanChangeKind>())
        {
            if (NameOf(kind) == name)
            {
                return kind;
            }
        }

        if (!body.IsWrong("kind"))
        {
            body.AddError(
                "kind",
                "plan.kind-unknown",
                "One of holiday, extension, dueDay, hardship and callIn is expected.",
                "یکی از holiday (تنفس)، extension (تمدید)، dueDay (تغییر روز سررسید)، hardship (تنگدستی) و callIn (حال‌شدن دین) لازم است.");
        }

        return PlanChangeKind.CallIn;
    }

    /// <summary>Whether it fits the product and the plan is asked for later; here only that it is a sensible number.</summary>
    private static int Int(RequestBody body, string field, bool isRequired) =>
        isRequired ? body.RequiredInt(field, 1, LoanTerms.MaxInstallments) : body.OptionalInt(field, 0, LoanTerms.MaxInstallments) ?? 0;
}
