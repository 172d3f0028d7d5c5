using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Domain.Funding;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>The facts of a loan's own stream are booked in its order.</summary>
internal static class LoanFacts
{
    /// <summary>
    /// The loan, when this fact is its next one. A broker may let facts of one loan overtake each other: a later one waits for those before it,
    /// because a posting is a difference and a settled loan is judged by all of them.
    /// </summary>
    public static async Task<LoanRow?> LoanToChangeAsync(UnitOfWork unit, Guid loanId, FactHeader header, LoanFact fact)
    {
        var loan = await LoanStore.FindAsync(unit, loanId);
        if (header.Sequence > loan?.LastSequence + 1)
        {
            unit.WaitFor(LoanStore.WaitKey(loanId));
            return null;
        }

        if (header.Sequence <= loan?.LastSequence)
        {
            return null;
        }

        var state = loan?.Status ?? LoanState.Unknown;
        switch (LoanTable.Decide(state, fact))
        {
            case FactOutcome.Apply:
                return loan;
            case FactOutcome.Wait:
                unit.WaitFor(LoanStore.WaitKey(loanId));
                return null;
            case FactOutcome.AlreadyDone or FactOutcome.Stale:
                // It changes nothing, and the facts after it must not wait for it for ever.
                await LoanStore.UpdateAsync(unit, loan! with { LastSequence = header.Sequence });
                return null;
            default:
                throw new FactRefusedException($"The loan {loanId:D}", state.ToString(), fact.ToString());
        }
    }
}
