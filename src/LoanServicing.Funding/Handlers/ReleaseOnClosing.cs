using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Domain.Funding;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>A closed application lets go what is still only promised to it, or its place in the waiting list.</summary>
internal static class ReleaseOnClosing
{
    private const string ClosedAsSettled = "Settled";

    public static async Task HandleAsync(ApplicationClosed fact, UnitOfWork unit)
    {
        var application = await ApplicationStore.FindOrNewAsync(unit, fact.ApplicationId, fact.Tranche);
        var latest = await ReservationStore.FindAsync(unit, fact.ApplicationId, application.LatestRound);
        var state = latest?.Status ?? (application.Closed ? ReservationState.Released : ReservationState.Unknown);
        var kind = fact.ClosedAs == ClosedAsSettled ? ReservationFact.Settled : ReservationFact.Closed;
        switch (ReservationTable.Decide(state, kind))
        {
            case FactOutcome.Apply:
                await CloseAsync(unit, application);
                await ReleaseAsync(fact, latest, unit);
                break;
            case FactOutcome.AlreadyDone when kind == ReservationFact.Closed || state == ReservationState.Returned:
                await CloseAsync(unit, application); // a round that came back: a late approval of another one must find the door shut
                break;
            case FactOutcome.Wait:
                unit.WaitFor(ReservationStore.WaitKey(fact.ApplicationId, application.LatestRound));
                break;
            case FactOutcome.Park:
                throw new FactRefusedException(
                    $"The reservation of application {fact.ApplicationId:D}", state.ToString(), $"{nameof(ApplicationClosed)} as {fact.ClosedAs}");
            default:
                break;
        }
    }

    private static async Task ReleaseAsync(ApplicationClosed fact, ReservationRow? latest, UnitOfWork unit)
    {
        if (latest is null)
        {
            return;
        }

        var pool = await PoolUnit.OpenAsync(unit, fact.Header.BusinessDate);
        await pool.ReleaseAsync(latest, $"the application was closed as {fact.ClosedAs}", fact.Header.MessageId);
        await WaitingLists.ServeAsync(unit, pool);
        await pool.SaveAsync();
    }

    private static Task CloseAsync(UnitOfWork unit, ApplicationRow application) =>
        application.Closed ? Task.CompletedTask : ApplicationStore.SaveAsync(unit, application with { Closed = true });
}
