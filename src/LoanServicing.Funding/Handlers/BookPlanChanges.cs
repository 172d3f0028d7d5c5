using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Schedules;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>A loan is repaid otherwise from now on: nothing is booked, and what is still to come moves to the new due dates.</summary>
internal static class BookPlanChanges
{
    public static async Task HandleAsync(PlanChanged fact, UnitOfWork unit)
    {
        if (await LoanFacts.LoanToChangeAsync(unit, fact.LoanId, fact.Header, LoanFact.PlanChanged) is not { } loan)
        {
            return;
        }

        // Of a loan that was paid out before the books kept the terms the changes are kept all the same; the loan books can be compared with them.
        if (loan.Changes is not { } before || (loan.Terms is { } terms && !PlanChanges.Fit(terms, [.. before, fact.Change])))
        {
            throw new FactRefusedException($"The {loan.Name}", $"planned as '{loan.PlanChanges}'", $"the change '{PlanChanges.Write([fact.Change])}'");
        }

        var changed = loan with { PlanChanges = PlanChanges.Write([.. before, fact.Change]), LastSequence = fact.Header.Sequence };
        await LoanStore.UpdateAsync(unit, changed);
        await PlannedCollections.ChangeAsync(unit, loan, changed);
    }
}
