using LoanServicing.Disbursement.Store;
using LoanServicing.Domain;
using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.Endpoints;

/// <summary>What only the bank, or finance with the bank's word in writing, can settle about a payment order.</summary>
/// <param name="Code">Stable: <c>bank-answer.missing</c>, <c>bank-answer.unsettled</c> or <c>next-order.held</c>.</param>
/// <param name="Message">In the caller's language.</param>
/// <param name="BankReferences">Of the bank's answers that it is about.</param>
public sealed record OpenQuestion(string Code, string Message, IReadOnlyList<string> BankReferences)
{
    private static readonly (string Code, Bilingual Text) Missing = ("bank-answer.missing", new Bilingual(
        "The bank has not said yet whether it paid: ask the bank, never order again.",
        "بانک هنوز نگفته که پرداخت کرده است یا نه: از بانک بپرسید و هرگز دوباره دستور ندهید."));

    private static readonly (string Code, Bilingual Text) Unsettled = ("bank-answer.unsettled", new Bilingual(
        "What the bank said of this payment does not agree with the books; it is settled by what the bank says in writing.",
        "گفتهٔ بانک دربارهٔ این پرداخت با دفترها نمی‌خواند و با پاسخ کتبی بانک تعیین تکلیف می‌شود."));

    private static readonly (string Code, Bilingual Text) Held = ("next-order.held", new Bilingual(
        "The bank says that it paid this order, which does not agree with the books: the next order of the application is held back until this is settled, or the borrower could be paid twice.",
        "بانک می‌گوید این دستور را پرداخت کرده و این با دفترها نمی‌خواند: دستور بعدی این درخواست تا تعیین تکلیف نگه داشته شده است، وگرنه ممکن است دو بار پرداخت شود."));

    internal static OpenQuestion? Of(PaymentOrderRow order, IReadOnlyList<BankAnswerView> problems, bool persian)
    {
        if (problems.Count == 0)
        {
            return order.StateNow == PaymentOrderState.Sent ? Ask(Missing, [], persian) : null;
        }

        // An answer that only waits for its value date settles itself.
        if (problems.All(problem => problem is { Code: BankAnswerProblem.AwaitsValueDate, HoldsNextOrder: false }))
        {
            return null;
        }

        var references = problems.Select(problem => problem.BankReference).OfType<string>().Distinct(StringComparer.Ordinal);
        return Ask(problems.Any(problem => problem.HoldsNextOrder) ? Held : Unsettled, [.. references], persian);
    }

    private static OpenQuestion Ask((string Code, Bilingual Text) what, IReadOnlyList<string> references, bool persian) =>
        new(what.Code, what.Text.In(persian), references);
}
