using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>Payment orders in the books: into clearing, on to the loans, back to cash.</summary>
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
        await LoanStore.AddAsync(unit, new LoanRow
        {
            LoanId = fact.LoanId,
            ApplicationId = fact.ApplicationId,
            Round = fact.ReservationRound,
            Tranche = reservation.Tranche,
            Shares = fact.Shares,
            Status = LoanState.Lent,
        });
        await PoolStore.DrawAsync(unit, reservation.Tranche, fact.Shares);
        var origin = Origin(unit, fact, fact.LoanId) with { ValueDate = fact.ValueDate, BankReference = fact.BankReference };
        await JournalStore.AppendAsync(unit, Postings.Disbursement(origin, reservation.Tranche, fact.Shares));
    }

    public static async Task HandleAsync(DisbursementReturned fact, UnitOfWork unit)
    {
        var order = new PaymentOrderFact(
            ReservationFact.Returned, fact.ApplicationId, fact.ReservationRound, fact.PaymentAttempt, fact.OrderId, fact.Shares);
        if (await order.ReservationToChangeAsync(unit) is not { } reservation)
        {
            return;
        }

        if (!await TryReturnLoanAsync(fact, unit))
        {
            return;
        }

        var origin = Origin(unit, fact, fact.LoanId) with { ValueDate = fact.ValueDate };
        await JournalStore.AppendAsync(unit, Postings.DisbursementReturned(origin, reservation.Tranche, fact.Shares));
        var pool = await PoolUnit.OpenAsync(unit, fact.Header.BusinessDate);
        await pool.ReturnAsync(reservation, fact.Header.MessageId);
        await WaitingLists.ServeAsync(unit, pool);
        await pool.SaveAsync();
    }

    /// <summary>False while repayments stand in the books: Repayment takes them back into the borrower's credit, and this fact waits for it.</summary>
    private static async Task<bool> TryReturnLoanAsync(DisbursementReturned fact, UnitOfWork unit)
    {
        var loan = await LoanStore.FindAsync(unit, fact.LoanId);
        if (loan is not { Status: LoanState.Lent or LoanState.Settled } || loan.ApplicationId != fact.ApplicationId)
        {
            throw new FactRefusedException($"The loan {fact.LoanId:D}", loan?.State ?? "unknown", nameof(DisbursementReturned));
        }

        if (loan.Collected != FunderShares.Zero)
        {
            unit.WaitFor(LoanStore.WaitKey(fact.LoanId));
            return false;
        }

        await LoanStore.UpdateAsync(unit, loan with { Status = LoanState.Returned });
        return true;
    }

    private static EntryOrigin Origin(UnitOfWork unit, IFact fact, Guid subjectId) =>
        JournalStore.Origin(unit, fact.Header.BusinessDate, fact.Header.MessageId, subjectId);
}
