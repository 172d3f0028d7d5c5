using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Domain.Funding;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>An approval reserves funds once per round, or gets a place in the waiting list.</summary>
internal static class ReserveOnApproval
{
    public static async Task HandleAsync(ApplicationApproved fact, UnitOfWork unit)
    {
        var application = await ApplicationStore.FindOrNewAsync(unit, fact.ApplicationId, fact.Borrower.Tranche);
        var round = await ReservationStore.FindAsync(unit, fact.ApplicationId, fact.ReservationRound);
        var state = round?.Status ?? (application.Closed ? ReservationState.Released : ReservationState.Unknown);
        if (ReservationTable.Decide(state, ReservationFact.Approved) != FactOutcome.Apply)
        {
            return;
        }

        // A new round begins when the one before has ended; the money that came back may be on its way here.
        var before = fact.ReservationRound > 1 ? await ReservationStore.FindAsync(unit, fact.ApplicationId, fact.ReservationRound - 1) : null;
        if (fact.ReservationRound > 1 && before?.Status is not (ReservationState.Released or ReservationState.Returned))
        {
            unit.WaitFor(ReservationStore.WaitKey(fact.ApplicationId, fact.ReservationRound - 1));
            return;
        }

        await ReserveAsync(fact, application, before?.PaymentAttempt ?? 0, unit);
    }

    /// <param name="lastAttempt">Payment attempts are counted through all rounds of an application, so that this round goes on from it.</param>
    private static async Task ReserveAsync(ApplicationApproved fact, ApplicationRow application, int lastAttempt, UnitOfWork unit)
    {
        var pool = await PoolUnit.OpenAsync(unit, fact.Header.BusinessDate);
        var tranche = fact.Borrower.Tranche;
        if (!pool.Limits.Tranches.ContainsKey(tranche))
        {
            throw new FactRefusedException($"The tranche {tranche}", "unknown", nameof(ApplicationApproved));
        }

        await ApplicationStore.SaveAsync(unit, application with { LatestRound = fact.ReservationRound });
        var asked = new ReservationRow
        {
            ApplicationId = fact.ApplicationId,
            Round = fact.ReservationRound,
            Tranche = tranche,
            County = fact.Borrower.County,
            Amount = fact.Amount,
            AskedAt = unit.Now,
            PaymentAttempt = lastAttempt,
        };

        // Behind a queue, even what would fit waits: it may not overtake.
        var shortage = pool.HasQueue(tranche) ? await ShortageBehindQueueAsync(asked, pool, unit) : await pool.TryReserveAsync(asked, fact.Header.MessageId);
        if (shortage != Shortage.None)
        {
            await pool.QueueAsync(asked, shortage, fact.Header.MessageId);
        }

        await pool.SaveAsync();
    }

    /// <summary>What is short for it, or where it would fit, what is short for the first in the queue.</summary>
    private static async Task<Shortage> ShortageBehindQueueAsync(ReservationRow asked, PoolUnit pool, UnitOfWork unit)
    {
        var own = pool.Limits.Reserve(asked.Tranche, asked.Amount).Shortage;
        if (own != Shortage.None)
        {
            return own;
        }

        var head = await ReservationStore.HeadOfQueueAsync(unit, asked.Tranche);
        return head is not null && pool.Limits.Reserve(head.Tranche, head.Amount).Shortage == Shortage.Tranche ? Shortage.Tranche : Shortage.Cash;
    }
}
