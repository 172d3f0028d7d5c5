using LoanServicing.Domain;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.LateCharges;

/// <summary>What may be decided of a loan's charges for lateness.</summary>
internal static class LateDecisions
{
    private static ApiProblem CostsNothing { get; } = Conflict(
        "late.costs-nothing", "By its contract lateness costs nothing on this loan.", "طبق قرارداد، تأخیر در این تسهیلات هزینه‌ای ندارد.");

    private static ApiProblem NoCosts { get; } = Conflict(
        "late.no-costs",
        "The contract charges lateness by days; a cost can be charged only where it says ActualCostOnly.",
        "قرارداد تأخیر را بر پایهٔ روز حساب می‌کند؛ هزینهٔ وصول تنها با سیاست ActualCostOnly پذیرفته است.");

    private static ApiProblem NothingUnpaid { get; } = Conflict(
        "late.nothing-unpaid", "No charge for lateness is unpaid; there is nothing to waive.", "وجه تأخیر پرداخت‌نشده‌ای برای بخشودگی نیست.");

    private static ApiProblem TooMany { get; } = Conflict(
        "late.too-many", "Too much was decided about the lateness of this loan already.", "دربارهٔ تأخیر این تسهیلات بیش از حد تصمیم گرفته شده است.");

    private static ApiProblem DecisionAhead { get; } = Conflict(
        "late.decision-ahead",
        "A decision of a later day stands already; decide once that day has come.",
        "تصمیمی با تاریخ بعدی ثبت شده است؛ پس از رسیدن آن روز تصمیم بگیرید.");

    private static ApiProblem NotLate { get; } = Conflict(
        "late.not-late", "Nothing of this loan has been late yet, so that recovering it has cost nothing.", "هیچ قسطی از این تسهیلات هنوز به تأخیر نیفتاده است تا وصول آن هزینه‌ای داشته باشد.");

    /// <summary>Null when the decision can be made on its day.</summary>
    /// <param name="decision">A waiver's amount is what is unpaid.</param>
    public static ApiProblem? Refuse(LoanRow row, Loan loan, LateDecision decision)
    {
        if (LoanTransitions.Of(loan.State, LoanTrigger.LateDecision).Verdict != LoanVerdict.Apply)
        {
            return ApiProblem.WrongState("loan.not-active", row.Status, new Bilingual(
                "Only an active loan is charged for lateness.", "تنها برای تسهیلات جاری وجه تأخیر حساب می‌شود."));
        }

        if (loan.Standing.LatestValueDate > decision.DecidedOn)
        {
            return LoanAccess.ReceiptAhead;
        }

        var late = loan.Ledger.Late;
        if (late.IsNone)
        {
            return CostsNothing;
        }

        if (late.Decisions.Count >= LateCharging.Most)
        {
            return TooMany;
        }

        if (late.Decisions.Count > 0 && late.Decisions[^1].DecidedOn > decision.DecidedOn)
        {
            return DecisionAhead;
        }

        return decision.Kind == LateDecisionKind.Cost ? RefuseCost(loan, decision) : decision.Amount.IsPositive ? null : NothingUnpaid;
    }

    private static ApiProblem? RefuseCost(Loan loan, LateDecision decision)
    {
        if (loan.Ledger.Late.Terms.Policy != LatePolicy.ActualCostOnly)
        {
            return NoCosts;
        }

        if (loan.Ledger.Late.Grace.LastFor(loan.Ledger.Plan.PayableOn(1)) >= decision.DecidedOn)
        {
            return NotLate;
        }

        return loan.Ledger.Late.CostsDecided + decision.Amount <= loan.Ledger.Principal ? null : ApiProblem.Malformed("amountRials", "late.above-principal", new Bilingual(
            $"The costs of recovering a loan are together at most its principal, {loan.Ledger.Principal} rials.", $"مجموع هزینه‌های وصول حداکثر به اندازهٔ اصل تسهیلات، {loan.Ledger.Principal} ریال است."));
    }

    private static ApiProblem Conflict(string code, string en, string fa) => new(409, code, new Bilingual(en, fa));
}
