using LoanServicing.Contracts;
using LoanServicing.Disbursement.Inbox;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Disbursement.Resolutions;

/// <summary>
/// The bank paid what it had refused, and the next order is held back. That order is not made: the booked one takes its attempt, so that the
/// others see one order for it and one payment of it.
/// </summary>
internal static class TakeAsPaid
{
    /// <param name="contract">The held one, of the same reservation round.</param>
    /// <param name="cause">The resolution's id.</param>
    public static async Task<PaymentOrderRow> RunAsync(
        UnitOfWork unit, PaymentOrderRow refused, ContractSigned contract, BankAnswer answer, LocalDate businessDate, string cause)
    {
        var told = refused with
        {
            StandsForAttempt = contract.PaymentAttempt,
            LoanId = Guid.CreateVersion7(),
            ValueDate = answer.ValueDate,
            BankReference = MoveOrder.ReferenceOf(answer),
            ReasonCode = null,
            ReasonText = null,
        };
        var paid = await PaymentOrderStore.MoveAsync(unit, told, PaymentOrderEvent.TakenAsPaid, businessDate, cause);
        unit.Publish(new DisbursementOrdered(
            await HeaderAsync(unit, paid, businessDate),
            paid.ApplicationId,
            paid.OrderId,
            paid.ReservationRound,
            paid.AttemptInBooks,
            paid.Tranche,
            paid.Amount,
            paid.Shares));
        unit.Publish(MoveOrder.Fact(paid, await HeaderAsync(unit, paid, businessDate)));
        return paid;
    }

    private static async Task<FactHeader> HeaderAsync(UnitOfWork unit, PaymentOrderRow order, LocalDate businessDate) =>
        unit.Header(Streams.PaymentOrder, order.ApplicationId, await FactCounter.NextAsync(unit, order.ApplicationId), businessDate);
}
