using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Handlers;

/// <summary>Funding has set the money aside, or has none now.</summary>
internal static class ReservationHandlers
{
    private const string Publisher = "funding";

    public static async Task OnReservedAsync(FundsReserved fact, UnitOfWork unit)
    {
        var change = await ApplicationChange.OfFactAsync(unit, fact, fact.ApplicationId, Publisher);
        var decision = (await change.ApplicationAsync()).DecideReservation(ApplicationFact.FundsReserved, fact.ReservationRound);
        await change.FollowAsync(decision, fact, ApplicationFact.FundsReserved, async state =>
        {
            change.Set(row => row with
            {
                AlaviShare = fact.Shares.Alavi,
                SinaShare = fact.Shares.Sina,
                FundsReleased = false,
                ReservedOn = fact.Header.BusinessDate,
            });
            change.Step(nameof(ApplicationFact.FundsReserved), state, null, new { fact.ReservationRound, fact.Amount, fact.Shares });
            if (await ContractStore.FindAsync(unit, change.Row.ApplicationId) is { } contract)
            {
                SigningFacts.OrderPayment(change, contract, ApplicationCommand.ResumeContract, null);
            }
        });
    }

    public static async Task OnUnavailableAsync(FundsUnavailable fact, UnitOfWork unit)
    {
        var change = await ApplicationChange.OfFactAsync(unit, fact, fact.ApplicationId, Publisher);
        var decision = (await change.ApplicationAsync()).DecideReservation(ApplicationFact.FundsUnavailable, fact.ReservationRound);
        await change.FollowAsync(decision, fact, ApplicationFact.FundsUnavailable, state =>
        {
            change.Step(
                nameof(ApplicationFact.FundsUnavailable), state, fact.Shortage,
                new { fact.ReservationRound, fact.Amount, fact.Shortage, fact.Position });
            return Task.CompletedTask;
        });
    }
}
