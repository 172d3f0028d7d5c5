using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>
/// Money that was paid out and came back whole: to cash, out of the pool (rule R3), and to whoever waits for it. It is booked on the loan's own
/// stream, behind every posting: a posting that came later would find its principal gone.
/// </summary>
internal static class BookReturn
{
    public static async Task HandleAsync(LoanReturned fact, UnitOfWork unit)
    {
        var order = new PaymentOrderFact(
            ReservationFact.Returned, fact.ApplicationId, fact.ReservationRound, fact.PaymentAttempt, fact.OrderId, fact.Shares);
        if (await order.ReservationToChangeAsync(unit) is not { } reservation
            || await LoanFacts.LoanToChangeAsync(unit, fact.LoanId, fact.Header, LoanFact.Returned) is not { } loan)
        {
            return;
        }

        if (loan.ApplicationId != fact.ApplicationId || loan.Collected != FunderShares.Zero)
        {
            throw new FactRefusedException(
                $"The {loan.Name}", $"{loan.State} for {loan.ApplicationId:D} with {loan.Collected} repaid", $"{nameof(LoanReturned)} for {fact.ApplicationId:D}");
        }

        await LoanStore.UpdateAsync(unit, loan with { Status = LoanState.Returned, LastSequence = fact.Header.Sequence });
        var pool = await PoolUnit.OpenAsync(unit, fact.Header.BusinessDate);
        await pool.ReturnAsync(reservation, fact.Header.MessageId);
        await WaitingLists.ServeAsync(unit, pool);
        await pool.SaveAsync();
        await PlannedCollections.RemoveAsync(unit, loan);
        var origin = JournalStore.Origin(unit, fact.Header.BusinessDate, fact.Header.MessageId, fact.LoanId) with { ValueDate = fact.ValueDate };
        await JournalStore.AppendAsync(unit, Postings.DisbursementReturned(origin, reservation.Tranche, fact.Shares), PaymentIds.EndToEndId(fact.OrderId));
    }
}
