using LoanServicing.Domain;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Repayment.Endpoints;

/// <summary>Money received for a loan.</summary>
/// <param name="AmountRials">At most the programme's <c>receiptCeiling</c>.</param>
/// <param name="BankReference">The bank's reference, unique per channel for ever.</param>
/// <param name="Channel">How it came, for instance <c>branch</c> or <c>paya</c>; upper and lower case are one. <c>statement</c>, <c>salary</c> and <c>reversal</c> are refused.</param>
/// <param name="ValueDate">From the paying out to the business date.</param>
public sealed record ReceiptRequest(Rials AmountRials, string BankReference, LocalDate ValueDate, string Channel);

/// <summary>What a receipt paid.</summary>
/// <param name="Funders">Principal per funder: the difference that this receipt made, also where it came backdated.</param>
/// <param name="LateChargesRials">What paid charges for lateness, the difference likewise.</param>
/// <param name="CreditRials">What became the borrower's credit, the difference likewise.</param>
public sealed record ReceiptAnswer(
    Guid ReceiptId, string ReceiptNumber, IReadOnlyList<AllocationView> Allocations, FunderAmounts Funders, Rials LateChargesRials, Rials CreditRials);

/// <summary><c>POST /loans/{id}/receipts</c>.</summary>
internal static class ReceiptEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReceiptRequest>("/loans/{id}/receipts", RepaymentService.Name, KeyPolicy.Required, PostAsync)
            .Allow(Roles.Cashier, Roles.Bank)
            .WithName("PostReceipt").WithSummary("Posts money received for a loan; a bank reference seen before gets the first answer")
            .TakesVersion()
            .Produces<ReceiptAnswer>(StatusCodes.Status201Created).Produces<ReceiptAnswer>().Refuses(409);

    private static async Task<Answer> PostAsync(CommandContext c)
    {
        var order = Read(c);
        if (c.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (c.RouteId("id") is not { } id || await LoanStore.FindAsync(c.Unit, id) is not { } loan)
        {
            return LoanAccess.NoSuchLoan;
        }

        if (LoanAccess.RefuseStaff(c.Caller, loan) is { } denied)
        {
            return denied;
        }

        var rules = c.Service<ReceiptRules>();
        var (outcome, receipt) = await PostReceipt.RunAsync(c.Unit, loan, order, rules);
        if (outcome == ReceiptOutcome.Posted)
        {
            // Only now: a receipt that was told before gets its first answer whatever has become of the loan. A refusal undoes the posting.
            if (EntityVersion.Stale(c.Http, loan.Version) is { } stale)
            {
                return stale;
            }

            RecordAudit(c, loan, receipt!);
        }

        return outcome switch
        {
            ReceiptOutcome.Posted => Answer.Created(AnswerOf(loan, receipt!), $"/api/v1/loans/{loan.Id}/receipts"),
            ReceiptOutcome.SeenBefore when receipt!.ReversedOn is not null => Reversed,
            ReceiptOutcome.SeenBefore => Answer.Ok(AnswerOf(loan, receipt!)),
            ReceiptOutcome.ReferenceReused => ReferenceReused,
            ReceiptOutcome.InSuspense => InSuspense,
            ReceiptOutcome.NotYet => ApiProblem.ValueDateAfter(c.BusinessDate),
            ReceiptOutcome.BeforePayingOut => ApiProblem.Malformed("valueDate", PostReceipt.BeforePayingOut, new Bilingual(
                $"The loan was paid out later, on {loan.PaidOutOn:uuuu-MM-dd}.", "تاریخ ارزش پیش از پرداخت تسهیلات است.")),
            ReceiptOutcome.AboveCeiling => ApiProblem.Malformed("amountRials", PostReceipt.AboveCeiling, AboveCeiling(rules.Ceiling)),
            _ => throw new InvalidOperationException($"A receipt ended as {outcome}."),
        };
    }

    private static ReceiptOrder Read(CommandContext c) => new(
        c.Body.RequiredRials("amountRials"),
        ReceiptChannel.Read(c.Body),
        c.Body.RequiredBankReference("bankReference"),
        c.Body.RequiredIsoDate("valueDate"),
        c.BusinessDate,
        c.Caller.Subject);

    private static ReceiptAnswer AnswerOf(LoanRow loan, ReceiptRow receipt) => new(
        receipt.ReceiptId,
        ReceiptNumbers.Of(loan, receipt),
        AllocationView.Of(AllocationText.Read(receipt.Allocations)),
        new FunderAmounts(receipt.Alavi, receipt.Sina),
        receipt.Late,
        receipt.Credit);

    /// <summary>Any member of staff gives a person's word; only what the bank alone tells is known by its reference.</summary>
    private static void RecordAudit(CommandContext c, LoanRow loan, ReceiptRow receipt)
    {
        if (c.Caller.Roles.Any(role => role is not (Roles.Bank or Roles.Applicant)))
        {
            c.Unit.Record(new AuditEntry(c.Caller.Subject, "receipt.posted", "loan", loan.Id.ToString(), c.BusinessDate, new
            {
                receipt.ReceiptId,
                receipt.Amount,
                receipt.Channel,
                receipt.BankReference,
                receipt.ValueDate,
            }));
        }
    }

    internal static Bilingual AboveCeiling(Rials ceiling) => new(
        $"A receipt is of at most {ceiling} rials, which is more than any loan owes. Look for a digit too many; if the money is in the bank, its statement puts it in suspense.",
        $"هر دریافت حداکثر {ceiling} ریال است که از بدهی هر تسهیلاتی بیشتر است. رقم اضافه را بررسی کنید؛ اگر وجه در بانک باشد، صورتحساب آن را به حساب معلق می‌برد.");

    internal static ApiProblem ReferenceReused { get; } = ApiProblem.Reused("bank-reference.reused", new Bilingual(
        "This bank reference was told before for another loan, amount or value date, or its money is in suspense.",
        "این شمارهٔ پیگیری بانک پیش‌تر برای تسهیلات، مبلغ یا تاریخ دیگری ثبت شده یا وجه آن در حساب معلق است."));

    private static ApiProblem Reversed { get; } = new(409, "receipt.reversed", new Bilingual(
        "This receipt was posted and has been taken back; a bank reference is never used again. If new money has come, it has a reference of its own.",
        "این دریافت ثبت و سپس برگشت داده شده است؛ شمارهٔ پیگیری دوباره به کار نمی‌رود. اگر وجه تازه‌ای رسیده، شمارهٔ خودش را دارد."));

    private static ApiProblem InSuspense { get; } = new(409, "receipt.in-suspense", new Bilingual(
        "The bank's statement has brought this money already, and it was put in suspense. Do not post it: finance assigns it to its loan through its break.",
        "این وجه پیش‌تر با صورتحساب بانک رسیده و به حساب معلق رفته است. آن را ثبت نکنید؛ واحد مالی از راه مغایرت آن را به تسهیلات تخصیص می‌دهد."));
}
