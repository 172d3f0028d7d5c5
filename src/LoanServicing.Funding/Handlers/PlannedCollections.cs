using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>What contracts promise to the funders follows each loan: its plan when it is paid out, less what is repaid.</summary>
internal static class PlannedCollections
{
    /// <summary>The terms with the day that paying out gives them (design.md section 8).</summary>
    public static LoanTerms TermsOf(LoanDisbursed fact)
    {
        var firstDue = FirstDue.After(fact.ValueDate, fact.Terms.GraceMonths, fact.Terms.DueDay);
        return new LoanTerms(
            fact.Shares.Total, fact.Terms.Installments, fact.Terms.FeeMethod, fact.Terms.FeeRateBasisPoints, fact.Terms.RoundingUnit,
            firstDue.Date, firstDue.DueDay);
    }

    /// <summary>Adds all of a new loan's principal.</summary>
    public static Task AddAsync(UnitOfWork unit, LoanRow loan) => MoveAsync(unit, loan, loan.Shares.Total, Rials.Zero);

    /// <summary>Takes all of a loan's principal out again, of which nothing is repaid.</summary>
    public static Task RemoveAsync(UnitOfWork unit, LoanRow loan) => MoveAsync(unit, loan, Rials.Zero, loan.Shares.Total);

    /// <summary>The principal repaid moves from one standing to another; what lies between is no longer to come, or is to come again.</summary>
    public static async Task MoveAsync(UnitOfWork unit, LoanRow loan, Rials from, Rials to)
    {
        if (loan.Terms is { } terms && from != to)
        {
            await PlannedCollectionStore.AddAsync(unit, PlannedCollection.Between(RepaymentPlan.For(terms), loan.Shares, to, from));
        }
    }
}
