using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>What a posting of the loan books changes in the rows of the loan, the funders and the forecast, whether money came or was taken back.</summary>
internal static class LoanPostings
{
    /// <param name="parts">As the fact tells them.</param>
    /// <param name="amount">What they must add up to.</param>
    /// <exception cref="FactRefusedException">They do not, or a funder would have back less than nothing or more than it gave.</exception>
    public static async Task ApplyAsync(UnitOfWork unit, LoanRow loan, PostingParts parts, Rials amount, FactHeader header)
    {
        var after = loan with
        {
            Collected = loan.Collected + parts.Principal,
            Credit = loan.Credit + parts.Credit,
            LastSequence = header.Sequence,
        };
        if (parts.Amount != amount || !IsWithin(after.Collected, loan.Shares))
        {
            throw new FactRefusedException($"The {loan.Name}", $"{loan.State} with {loan.Collected} of {loan.Shares} repaid", $"a posting of {amount} rials as {parts}");
        }

        await LoanStore.UpdateAsync(unit, loan.Status == LoanState.Settled && after.Collected != loan.Shares ? after with { Status = LoanState.Lent } : after);
        await PoolStore.CollectAsync(unit, parts.Principal);
        await PlannedCollections.MoveAsync(unit, loan, loan.Collected.Total, after.Collected.Total);
    }

    private static bool IsWithin(FunderShares part, FunderShares whole) =>
        !part.Alavi.IsNegative && !part.Sina.IsNegative && part.Alavi <= whole.Alavi && part.Sina <= whole.Sina;
}
