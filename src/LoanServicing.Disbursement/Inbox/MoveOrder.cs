using LoanServicing.Contracts;
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
    /// <param name="messageId">Of the bank's file.</param>
    public static async Task<PaymentOrderRow> ByBankAsync(
        UnitOfWork unit, PaymentOrderRow order, PaymentOrderEvent happening, BankAnswer answer, LocalDate businessDate, string messageId)
    {
        var told = happening switch
        {
            PaymentOrderEvent.BankPaid => order with
            {
                LoanId = Guid.CreateVersion7(),
                ValueDate = answer.ValueDate,
                BankReference = ReferenceOf(answer),
            },
            PaymentOrderEvent.BankReturned => order with
            {
                ReturnedOn = answer.ValueDate,
                ReasonCode = ReasonOf(answer),
                ReasonText = answer.ReasonText,
            },
            _ => order with { ReasonCode = ReasonOf(answer), ReasonText = answer.ReasonText },
        };
        var moved = await PaymentOrderStore.MoveAsync(unit, told, happening, businessDate, messageId);
        var sequence = await FactCounter.NextAsync(unit, moved.ApplicationId);
        var header = unit.Header(Streams.PaymentOrder, moved.ApplicationId, sequence, businessDate);
        unit.Publish(Fact(moved, happening, header));
        return moved;
    }

    // NARR is ISO 20022 for a reason that is told in words, or not at all.
    private static string ReasonOf(BankAnswer answer) => answer.ReasonCode ?? "NARR";

    private static IFact Fact(PaymentOrderRow order, PaymentOrderEvent happening, FactHeader header) => happening switch
    {
        PaymentOrderEvent.BankPaid => new LoanDisbursed(
            header,
            order.ApplicationId,
            order.OrderId,
            order.LoanId!.Value,
            order.ReservationRound,
            order.PaymentAttempt,
            order.Borrower,
            order.ContractNumber,
            order.ReadTerms(),
            order.Shares,
            order.ValueDate!.Value,
            order.BankReference!),
        PaymentOrderEvent.BankRefused => new DisbursementFailed(
            header,
            order.ApplicationId,
            order.OrderId,
            order.ReservationRound,
            order.PaymentAttempt,
            order.Tranche,
            order.Amount,
            order.Shares,
            order.ReasonCode!,
            order.ReasonText),
        PaymentOrderEvent.BankReturned => new DisbursementReturned(
            header,
            order.ApplicationId,
            order.OrderId,
            order.LoanId!.Value,
            order.ReservationRound,
            order.PaymentAttempt,
            order.Tranche,
            order.Amount,
            order.Shares,
            order.ReturnedOn!.Value,
            order.ReasonCode!,
            order.ReasonText),
        _ => throw new ArgumentOutOfRangeException(nameof(happening), happening, "Not the bank's to say."),
    };
}
