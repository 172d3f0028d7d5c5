using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.Handlers;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Reversals;

/// <summary>What waits for the checker.</summary>
/// <param name="Money"><see cref="AskReversal.Returned"/> or <see cref="AskReversal.Suspense"/>.</param>
/// <param name="RefundedBeyondCreditRials">How much more would then have been refunded to the borrower than is left of the credit (docs/adr/0016-refunds.md).</param>
internal sealed record ReversalAsked(Guid ReceiptId, Guid LoanId, string ReceiptNumber, Rials AmountRials, string Money, Rials RefundedBeyondCreditRials = default);

/// <summary>What a reversal did.</summary>
/// <param name="SuspenseId">Where the money is now, if the bank has it.</param>
public sealed record ReceiptReversedAnswer(Guid RequestId, string Status, Guid ReceiptId, Guid? SuspenseId);

/// <summary>
/// The checker's half: the loan is folded anew from the receipts that remain, and the difference is posted, so that the order of receipts and reversals never
/// matters (rule R4).
/// </summary>
internal static class ReverseReceipt
{
    public const string CheckName = "receipt.reversal";

    public const string ReversedAction = "receipt.reversed";

    /// <summary>The channel of money that was a receipt and is in suspense now; its reference is the receipt's id.</summary>
    public const string Channel = "reversal";

    public static CheckKind Kind { get; } = new(CheckName, [Roles.Supervisor], CarryOutAsync);

    private static async Task<Answer> CarryOutAsync(CheckContext check)
    {
        var asked = check.Request.PayloadAs<ReversalAsked>();
        var receipt = (await ReceiptStore.FindAsync(check.Unit, asked.ReceiptId))!;
        if (receipt.ReversedOn is not null)
        {
            return AskReversal.AlreadyReversed;
        }

        var row = await LoanStore.GetAsync(check.Unit, receipt.LoanId);
        var posting = row.ToLoan().Reverse(await ReceiptStore.MoneyOfAsync(check.Unit, row.Id, without: receipt.ReceiptId));
        if (receipt.ValueDate > check.BusinessDate)
        {
            return AskReversal.TooEarly;
        }

        var reversal = new ReversalRow
        {
            ReceiptId = receipt.ReceiptId,
            ReversalId = Guid.CreateVersion7(),
            LoanId = row.Id,
            SuspenseId = asked.Money == AskReversal.Suspense ? Guid.CreateVersion7() : null,
            Reason = check.Request.Reason ?? "",
            MadeBy = check.Request.Maker,
            ApprovedBy = check.Checker.Subject,
            BusinessDate = check.BusinessDate,
        };
        await PostAsync(check, row, receipt, reversal, posting);
        check.Unit.Record(new AuditEntry(check.Checker.Subject, ReversedAction, "loan", row.Id.ToString(), check.BusinessDate, new
        {
            check.Request.RequestId,
            receipt.ReceiptId,
            receipt.Amount,
            receipt.ValueDate,
            asked.Money,
            reversal.SuspenseId,
            reversal.Reason,
            check.Request.Maker,
            Checker = check.Checker.Subject,
        }));
        return Answer.Ok(new ReceiptReversedAnswer(check.Request.RequestId, CheckRequest.Approved, receipt.ReceiptId, reversal.SuspenseId));
    }

    private static async Task PostAsync(CheckContext check, LoanRow row, ReceiptRow receipt, ReversalRow reversal, LoanPosting posting)
    {
        var unit = check.Unit;
        var fact = FactOf(unit, row, receipt, reversal, posting);
        await ReceiptStore.ReverseAsync(unit, receipt.ReceiptId, check.BusinessDate);
        await ReversalStore.InsertAsync(unit, reversal);
        await PostingStore.InsertAsync(unit, fact.Header, row.Id, reversal.ReversalId, posting);
        unit.Publish(fact);
        if (reversal.SuspenseId is { } suspenseId)
        {
            await SuspendAsync(check, row, receipt, suspenseId, fact.Header.MessageId);
        }

        var sequence = await LoanOutcome.FollowAsync(unit, row, row.ToLoan().State, posting.After, fact.Header.Sequence, check.BusinessDate);
        await LoanStore.UpdateAsync(unit, row.With(posting.After) with { FactSequence = sequence });
    }

    private static ReceiptReversed FactOf(UnitOfWork unit, LoanRow row, ReceiptRow receipt, ReversalRow reversal, LoanPosting posting) => new(
        unit.Header(Streams.Loan, row.Id, row.FactSequence + 1, reversal.BusinessDate),
        row.Id,
        row.ApplicationId,
        reversal.ReversalId,
        receipt.ReceiptId,
        row.Tranche,
        row.County,
        receipt.Amount,
        posting.Funders,
        posting.Fee,
        posting.Credit,
        posting.After.Standing.PrincipalRepaid,
        receipt.ValueDate,
        receipt.Channel,
        receipt.BankReference,
        reversal.SuspenseId,
        Posted.NoneIsNull(posting.WrittenOff),
        Posted.NoneIsNull(posting.Recovered),
        Posted.NoneIsNull(posting.LateCharges),
        Posted.NoneIsNull(posting.Charity));

    /// <summary>The money is in the bank: it waits in suspense, from which finance assigns it. Funding hears of it by the reversal, not by a fact of its own.</summary>
    private static async Task SuspendAsync(CheckContext check, LoanRow row, ReceiptRow receipt, Guid suspenseId, Guid messageId)
    {
        var reference = receipt.ReceiptId.ToString("N");
        var suspended = new SuspenseRow
        {
            Id = suspenseId,
            MessageId = messageId,
            Channel = Channel,
            BankReference = reference,
            Amount = receipt.Amount,
            ValueDate = receipt.ValueDate,
            ToldFor = row.DepositId,
            Reason = ReversedAction,
            BusinessDate = check.BusinessDate,
            ReceivedAt = check.Unit.Now,
            ReceivedBy = check.Checker.Subject,
        };
        await SuspenseStore.InsertAsync(check.Unit, suspended, await ToldPayments.NextPlaceAsync(check.Unit, reference));
    }
}
