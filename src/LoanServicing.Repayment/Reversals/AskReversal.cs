using LoanServicing.Domain;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Endpoints;
using LoanServicing.Repayment.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LoanServicing.Repayment.Reversals;

/// <summary>Why a receipt is to be taken back, and where its money is.</summary>
/// <param name="Money"><c>returned</c> (the default): the bank has taken it back, or it never came. <c>suspense</c>: it is in the bank, for another purpose.</param>
public sealed record ReversalRequest(string Reason, string? Money);

/// <summary><c>POST /receipts/{id}/reversal</c>: the maker's half of taking a receipt back.</summary>
internal static class AskReversal
{
    public const string Returned = "returned";

    public const string Suspense = "suspense";

    private const int LongestReason = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReversalRequest>("/receipts/{id}/reversal", RepaymentService.Name, KeyPolicy.Required, AskAsync)
            .Allow(Roles.Officer)
            .WithName("ReverseReceipt")
            .WithSummary("Takes a receipt back: the loan stands as if it had never come. A supervisor checks it")
            .Produces<CheckAsked>(StatusCodes.Status202Accepted).Refuses(409);

    private static async Task<Answer> AskAsync(CommandContext c)
    {
        var (reason, money) = (c.Body.RequiredText("reason", LongestReason), ReadMoney(c.Body));
        if (c.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (c.RouteId("id") is not { } id || await ReceiptStore.FindAsync(c.Unit, id) is not { } receipt)
        {
            return NoSuchReceipt;
        }

        var loan = await LoanStore.GetAsync(c.Unit, receipt.LoanId);
        if (LoanAccess.RefuseStaff(c.Caller, loan) is { } denied)
        {
            return denied;
        }

        if (receipt.ReversedOn is not null)
        {
            return AlreadyReversed;
        }

        if (receipt.ValueDate > c.BusinessDate)
        {
            return TooEarly;
        }

        if (await CheckRequests.IsWaitingAsync(c.Unit, ReverseReceipt.CheckName, receipt.ReceiptId.ToString("D")))
        {
            return OneWaits;
        }

        var posting = loan.ToLoan().Reverse(await ReceiptStore.MoneyOfAsync(c.Unit, loan.Id, without: id));
        return Answer.Accepted(new CheckAsked(await CheckRequests.AskAsync(
            c.Unit,
            ReverseReceipt.CheckName,
            new CheckSubject(receipt.ReceiptId.ToString("D"), loan.County, loan.NationalId),
            new ReversalAsked(receipt.ReceiptId, loan.Id, ReceiptNumbers.Of(loan, receipt), receipt.Amount, money, Rials.Max(Rials.Zero, loan.Refunded - posting.After.Standing.Credit)),
            reason,
            c.Caller,
            c.BusinessDate)));
    }

    private static ApiProblem OneWaits { get; } = new(409, "receipt.reversal-waits", new Bilingual(
        "That this receipt be taken back waits for a supervisor already.", "برگشت این دریافت در انتظار تأیید سرپرست است."));

    private static string ReadMoney(RequestBody body)
    {
        var money = body.OptionalText("money") ?? Returned;
        if (money is not (Returned or Suspense))
        {
            body.AddError(
                "money", "money.unknown", "Say returned (the bank has taken the money back) or suspense (it is in the bank).", "مقدار returned (وجه به بانک برگشته) یا suspense (وجه نزد بانک است) را بنویسید.");
        }

        return money;
    }

    internal static ApiProblem TooEarly { get; } = new(409, "receipt.value-date-ahead", new Bilingual(
        "This receipt has a value date after the business date; take it back once that day has come.", "تاریخ ارزش این رسید پس از تاریخ کاری است؛ پس از رسیدن آن روز برگشت بزنید."));

    internal static ApiProblem AlreadyReversed { get; } = new(409, "receipt.reversed", new Bilingual(
        "This receipt has been taken back already.", "این رسید پیش‌تر برگشت خورده است."));

    private static ApiProblem NoSuchReceipt { get; } = ApiProblem.NotFound("receipt", "رسید");
}
