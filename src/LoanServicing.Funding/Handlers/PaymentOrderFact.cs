using LoanServicing.Domain;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>What the four facts about a payment order have in common.</summary>
internal sealed record PaymentOrderFact(
    ReservationFact Kind, Guid ApplicationId, int Round, int Attempt, Guid OrderId, FunderShares Shares)
{
    /// <summary>The reservation that the fact changes, or null when it changes nothing now: it is done, stale, or has to wait.</summary>
    /// <exception cref="FactRefusedException">The fact contradicts the books.</exception>
    public async Task<ReservationRow?> ReservationToChangeAsync(UnitOfWork unit)
    {
        var row = await ReservationStore.FindAsync(unit, ApplicationId, Round);
        var state = row?.Status ?? ReservationState.Unknown;
        switch (ReservationTable.Decide(state, Kind, ReservationTable.Relate(state, row?.PaymentAttempt ?? 0, Attempt)))
        {
            case FactOutcome.Apply:
                RefuseOtherFigures(row!);
                return row;
            case FactOutcome.Wait:
                unit.WaitFor(ReservationStore.WaitKey(ApplicationId, Round));
                return null;
            case FactOutcome.Park:
                throw new FactRefusedException(
                    $"The {Name}", $"{state} at payment attempt {row?.PaymentAttempt ?? 0}", $"{Kind} of attempt {Attempt}");
            default:
                return null;
        }
    }

    private string Name => $"reservation {ApplicationId:D}/{Round}";

    private void RefuseOtherFigures(ReservationRow row)
    {
        if (Shares != row.Shares)
        {
            throw new FactRefusedException($"The {Name}", $"{row.State} with {row.Shares}", $"{Kind} with {Shares}");
        }

        if (Kind != ReservationFact.Ordered && OrderId != row.OrderId)
        {
            throw new FactRefusedException($"The {Name}", $"{row.State} by order {row.OrderId:D}", $"{Kind} of order {OrderId:D}");
        }
    }
}
