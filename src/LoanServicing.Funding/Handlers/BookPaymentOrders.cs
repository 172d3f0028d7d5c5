using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Payments;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>Payment orders in the books: into clearing, on to the loans, back to cash. What comes back after paying out is <see cref="BookReturn"/>.</summary>
internal static class BookPaymentOrders
{
    public static async Task HandleAsync(DisbursementOrdered fact, UnitOfWork unit)
    {
        var order = new PaymentOrderFact(
            ReservationFact.Ordered, fact.ApplicationId, fact.ReservationRound, fact.PaymentAttempt, fact.OrderId, fact.Shares);
        if (await order.ReservationToChangeAsync(unit) is not { } reservation)
        {
            return;
        }

        var ordered = reservation with
        {
            Status = ReservationState.Ordered,
            OrderId = fact.OrderId,
            PaymentAttempt = fact.PaymentAttempt,
            BusinessDate = fact.Header.BusinessDate,
        };
        await ReservationStore.MoveAsync(unit, reservation, ordered, ReservationFact.Ordered, fact.Header.MessageId);
        await JournalStore.AppendAsync(unit, Postings.DisbursementOrdered(Origin(unit, fact, fact.ApplicationId), reservation.Tranche, fact.Shares));
    }

    public static async Task HandleAsync(DisbursementFailed fact, UnitOfWork unit)
    {
        var order = new PaymentOrderFact(
            ReservationFact.Failed, fact.ApplicationId, fact.ReservationRound, fact.PaymentAttempt, fact.OrderId, fact.Shares);
        if (await order.ReservationToChangeAsync(unit) is not { } reservation)
        {
            return;
        }

        var kept = reservation with { Status = ReservationState.Reserved, BusinessDate = fact.Header.BusinessDate };
        await ReservationStore.MoveAsync(unit, reservation, kept, ReservationFact.Failed, fact.Header.MessageId);
        await JournalStore.AppendAsync(unit, Postings.DisbursementFailed(Origin(unit, fact, fact.ApplicationId), reservation.Tranche, fact.Shares));
    }

    public static async Task HandleAsync(LoanDisbursed fact, UnitOfWork unit)
    {
        var order = new PaymentOrderFact(
            ReservationFact.Disbursed, fact.ApplicationId, fact.ReservationRound, fact.PaymentAttempt, fact.OrderId, fact.Shares);
        if (await order.ReservationToChangeAsync(unit) is not { } reservation)
        {
            return;
        }

        var drawn = reservation with { Status = ReservationState.Drawn, LoanId = fact.LoanId, BusinessDate = fact.Header.BusinessDate };
        await ReservationStore.MoveAsync(unit, reservation, drawn, ReservationFact.Disbursed, fact.Header.MessageId);
        var loan = new LoanRow
        {
            LoanId = fact.LoanId,
            ApplicationId = fact.ApplicationId,
            Round = fact.ReservationRound,
            Tranche = reservation.Tranche,
            Shares = fact.Shares,
            Status = LoanState.Lent,
            Terms = PlannedCollections.TermsOf(fact),
        };
        await LoanStore.AddAsync(unit, loan);
        await PoolStore.DrawAsync(unit, reservation.Tranche, fact.Shares);
        await PlannedCollections.AddAsync(unit, loan);
        var origin = Origin(unit, fact, fact.LoanId) with { ValueDate = fact.ValueDate, BankReference = fact.BankReference };
        await JournalStore.AppendAsync(unit, Postings.Disbursement(origin, reservation.Tranche, fact.Shares), PaymentIds.EndToEndId(fact.OrderId));
    }

    private static EntryOrigin Origin(UnitOfWork unit, IFact fact, Guid subjectId) =>
        JournalStore.Origin(unit, fact.Header.BusinessDate, fact.Header.MessageId, subjectId);
}
