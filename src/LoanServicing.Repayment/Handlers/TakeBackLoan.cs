using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Repayment.Store;

namespace LoanServicing.Repayment.Handlers;

/// <summary>
/// The payment came back whole: the loan ends as Returned, and what the borrower had paid on it becomes the borrower's credit, posted as one
/// difference of amount zero. Funding hears of the return from here, after that posting, and not from the payment order.
/// </summary>
internal static class TakeBackLoan
{
    /// <summary>The channel of the posting that has no receipt.</summary>
    public const string Channel = "disbursement-returned";

    public static async Task HandleAsync(DisbursementReturned fact, UnitOfWork unit)
    {
        var row = await LoanStore.FindAsync(unit, fact.LoanId);
        var loan = row?.ToLoan();
        var (verdict, next) = LoanTransitions.Of(loan?.State, LoanTrigger.DisbursementReturned);
        switch (verdict)
        {
            case LoanVerdict.Wait:
                unit.WaitFor(WaitKeys.Loan(fact.LoanId));
                break;
            case LoanVerdict.AlreadyDone:
                break;
            case LoanVerdict.Apply when row is not null && loan is not null && next is { } state:
                await TakeBackAsync(fact, unit, row, loan, state);
                break;
            default:
                throw new FactRefusedException($"Loan {fact.LoanId}", row?.Status ?? "unknown", nameof(DisbursementReturned));
        }
    }

    private static async Task TakeBackAsync(DisbursementReturned fact, UnitOfWork unit, LoanRow row, Loan loan, LoanState next)
    {
        var posting = loan.TakeBack();
        var sequence = row.FactSequence;
        if (posting.Credit.IsPositive)
        {
            sequence++;
            var posted = Posted.Fact(unit, row, posting, sequence, new PostingCause(
                fact.Header.MessageId, fact.ValueDate, Channel, fact.ReasonCode, fact.Header.BusinessDate));
            await PostingStore.InsertAsync(unit, posted.Header, row.Id, fact.Header.MessageId, posting);
            unit.Publish(posted);
        }

        sequence++;
        unit.Publish(new LoanReturned(
            unit.Header(Streams.Loan, row.Id, sequence, fact.Header.BusinessDate),
            row.Id,
            row.ApplicationId,
            fact.OrderId,
            fact.ReservationRound,
            fact.PaymentAttempt,
            row.Tranche,
            row.County,
            fact.Shares,
            fact.ValueDate,
            fact.ReasonCode));
        await LoanStore.UpdateAsync(unit, row.With(posting.After) with { FactSequence = sequence });
        await LoanStore.InsertTransitionAsync(unit, row.Id, LoanTrigger.DisbursementReturned, next, fact.Header.BusinessDate);
    }
}
