using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>What contracts promise to the funders follows each loan: its plan as it stands, less what is repaid.</summary>
internal static class PlannedCollections
{
    /// <summary>The terms with the day that paying out gives them (design.md section 8).</summary>
    public static LoanTerms TermsOf(LoanDisbursed fact)
    {
        var firstDue = FirstDue.After(fact.ValueDate, fact.Terms.GraceMonths, fact.Terms.DueDay);
        return new LoanTerms(
            fact.Shares.Total, fact.Terms.Installments, fact.Terms.FeeMethod, fact.Terms.FeeRateBasisPoints, fact.Terms.RoundingUnit,
            firstDue.Date, firstDue.DueDay, fact.Terms.FeeGraceMonths ?? 0);
    }

    /// <summary>Adds all of a new loan's principal.</summary>
    public static Task AddAsync(UnitOfWork unit, LoanRow loan) => MoveAsync(unit, loan, loan.Shares.Total, Rials.Zero);

    /// <summary>Takes all of a loan's principal out again, of which nothing is repaid.</summary>
    public static Task RemoveAsync(UnitOfWork unit, LoanRow loan) => MoveAsync(unit, loan, Rials.Zero, loan.Shares.Total);

    /// <summary>The principal repaid moves from one standing to another; what lies between is no longer to come, or is to come again.</summary>
    public static async Task MoveAsync(UnitOfWork unit, LoanRow loan, Rials from, Rials to)
    {
        if (from != to && loan.Plan is { } plan)
        {
            await PlannedCollectionStore.AddAsync(unit, PlannedCollection.Between(plan, loan.Shares, to, from));
        }
    }

    /// <summary>What is left to be repaid of a loan moves from the due dates of one plan to those of another.</summary>
    public static async Task ChangeAsync(UnitOfWork unit, LoanRow before, LoanRow after)
    {
        if (before.Plan is { } left && after.Plan is { } plan)
        {
            await PlannedCollectionStore.AddAsync(unit, PlannedCollection.Changed(left, plan, before.Shares, before.Collected.Total));
        }
    }
}
