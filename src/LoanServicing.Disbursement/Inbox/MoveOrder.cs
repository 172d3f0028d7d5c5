using LoanServicing.Contracts;
using LoanServicing.Disbursement.Handlers;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Inbox;

/// <summary>Moves an order as the bank says and tells the others.</summary>
internal static class MoveOrder
{
    /// <summary>The bank's reference of a booking; ours where it gave none, so that every payment has one and no two the same.</summary>
    public static string ReferenceOf(BankAnswer answer) => answer.BankReference ?? answer.EndToEndId;

    /// <param name="happening">Already found to apply.</param>
    /// <param name="messageId">Of the bank's file, or the resolution's id.</param>
    public static async Task<PaymentOrderRow> ByBankAsync(
        UnitOfWork unit, PaymentOrderRow order, PaymentOrderEvent happening, BankAnswer answer, LocalDate businessDate, string messageId)
    {
        var moved = await PaymentOrderStore.MoveAsync(unit, Told(order, happening, answer), happening, businessDate, messageId);
        if (IsNews(order.StateNow))
        {
            var sequence = await FactCounter.NextAsync(unit, moved.ApplicationId);
            unit.Publish(Fact(moved, unit.Header(Streams.PaymentOrder, moved.ApplicationId, sequence, businessDate)));
        }

        unit.Arrived(OrderOnContract.HeldKey(moved.ApplicationId));
        return moved;
    }

    // Once an order has failed, its money going out and coming back nets to nothing at the bank and changes nobody's books.
    private static bool IsNews(PaymentOrderState before) => before is not (PaymentOrderState.Refused or PaymentOrderState.Bounced);

    private static PaymentOrderRow Told(PaymentOrderRow order, PaymentOrderEvent happening, BankAnswer answer) => happening switch
    {
        PaymentOrderEvent.BankPaid => order with
        {
            LoanId = IsNews(order.StateNow) ? Guid.CreateVersion7() : null,
            ValueDate = answer.ValueDate,
            BankReference = ReferenceOf(answer),
        },
        PaymentOrderEvent.BankReturned when IsNews(order.StateNow) => order with
        {
            ReturnedOn = answer.ValueDate,
            ReasonCode = ReasonOf(answer),
            ReasonText = answer.ReasonText,
        },
        PaymentOrderEvent.BankReturned => order with { ReturnedOn = answer.ValueDate },
        _ => order with { ReasonCode = ReasonOf(answer), ReasonText = answer.ReasonText },
    };

    // NARR is ISO 20022 for a reason that is told in words, or not at all.
    private static string ReasonOf(BankAnswer answer) => answer.ReasonCode ?? "NARR";

    /// <summary>What an order in this state tells the others.</summary>
    internal static IFact Fact(PaymentOrderRow order, FactHeader header) => order.StateNow switch
    {
        PaymentOrderState.Paid => new LoanDisbursed(
            header,
            order.ApplicationId,
            order.OrderId,
            order.LoanId!.Value,
            order.ReservationRound,
            order.AttemptInBooks,
            order.Borrower,
            order.ContractNumber,
            order.ReadTerms(),
            order.Shares,
            order.ValueDate!.Value,
            order.BankReference!),
        PaymentOrderState.Refused or PaymentOrderState.Bounced => new DisbursementFailed(
            header,
            order.ApplicationId,
            order.OrderId,
            order.ReservationRound,
            order.AttemptInBooks,
            order.Tranche,
            order.Amount,
            order.Shares,
            order.ReasonCode!,
            order.ReasonText),
        PaymentOrderState.Returned => new DisbursementReturned(
            header,
            order.ApplicationId,
            order.OrderId,
            order.LoanId!.Value,
            order.ReservationRound,
            order.AttemptInBooks,
            order.Tranche,
            order.Amount,
            order.Shares,
            order.ReturnedOn!.Value,
            order.ReasonCode!,
            order.ReasonText),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order.State, "Not the bank's to say."),
    };
}
