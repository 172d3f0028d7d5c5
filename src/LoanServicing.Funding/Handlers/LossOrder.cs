using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>Who bears the loss of a loan that was written off under an order of loss, and what moves between the funders for it (docs/adr/0021-write-off.md).</summary>
internal static class LossOrder
{
    /// <summary>
    /// Divides what a posting makes of the loss. Where it grows, the pool's row is written first: whoever else would spend the first funder's free cash, for another
    /// loss or for an approval, comes before or after this one.
    /// </summary>
    /// <param name="after">The loan as the posting leaves it, sound by rule R6.</param>
    /// <param name="parts">Of the posting; recoveries by whose principal was lost.</param>
    /// <returns>The loan with who bears its loss, and the parts with recoveries by who bears it and what one pays the other.</returns>
    public static async Task<(LoanRow After, PostingParts Booked)> DivideAsync(UnitOfWork unit, LoanRow before, LoanRow after, PostingParts parts)
    {
        if (after.LossFirst is not { } first)
        {
            return (after, parts);
        }

        var was = before.Bearing ?? BorneLoss.None(first);
        var recoveredBefore = before.RecoveredByBearer;
        var bearing = was.Become(after.WrittenOff, Rials.Zero);
        if (was.Grows(after.WrittenOff))
        {
            var account = (await PoolStore.LoadAsync(unit)).Limits.Of(first);
            var free = account.Free + parts.Principal.Of(first) + (bearing.Recovered(after.Recovered.Total) - recoveredBefore).Of(first);
            bearing = was.Become(after.WrittenOff, free);
        }

        var booked = parts with
        {
            Recovered = bearing.Recovered(after.Recovered.Total) - recoveredBefore,
            Compensated = bearing.Compensated - was.Compensated,
        };
        return (after with { LossBorneAlavi = bearing.Borne.Alavi, LossBorneSina = bearing.Borne.Sina }, booked);
    }

    /// <summary>Books what one funder pays the other, if it pays anything.</summary>
    /// <param name="entryId">Of the entry that changed the loss: the source of this one, so that it has one at most.</param>
    public static async Task BookAsync(UnitOfWork unit, FactHeader header, LoanRow loan, Guid entryId, PostingParts booked)
    {
        if (booked.Compensated != FunderShares.Zero)
        {
            var origin = JournalStore.Origin(unit, header.BusinessDate, entryId, loan.LoanId);
            await JournalStore.AppendAsync(unit, Postings.LossCompensation(origin, loan.Tranche, booked.Compensated));
        }
    }
}
