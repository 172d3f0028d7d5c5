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
    public static PostingParts PartsOf(RepaymentPosted fact) => new(
        fact.Shares, fact.Fee, fact.Credit, fact.WrittenOff ?? FunderShares.Zero, fact.Recovered ?? FunderShares.Zero,
        LateCharges: fact.LateCharges ?? Rials.Zero, Charity: fact.Charity ?? Rials.Zero);

    public static PostingParts PartsOf(ReceiptReversed fact) => new(
        fact.Shares, fact.Fee, fact.Credit, fact.WrittenOff ?? FunderShares.Zero, fact.Recovered ?? FunderShares.Zero,
        LateCharges: fact.LateCharges ?? Rials.Zero, Charity: fact.Charity ?? Rials.Zero);

    /// <param name="parts">As the fact tells them.</param>
    /// <param name="amount">What they must add up to.</param>
    /// <returns>The parts to be booked: those of the fact, with what is recovered and compensated by who bears the loss.</returns>
    /// <exception cref="FactRefusedException">They do not, or rule R6 would not hold of the loan.</exception>
    public static async Task<PostingParts> ApplyAsync(UnitOfWork unit, LoanRow loan, PostingParts parts, Rials amount, FactHeader header)
    {
        var after = loan with
        {
            Collected = loan.Collected + parts.Principal,
            Credit = loan.Credit + parts.Credit,
            WrittenOff = loan.WrittenOff + parts.WrittenOff,
            Recovered = loan.Recovered + parts.Recovered,
            LastSequence = header.Sequence,
        };
        if (parts.Amount != amount || !after.Holds)
        {
            throw new FactRefusedException(
                $"The {loan.Name}", $"{loan.State} with {loan.Collected} of {loan.Shares} repaid and {loan.Recovered} of {loan.WrittenOff} recovered", $"a posting of {amount} rials as {parts}");
        }

        (after, var booked) = await LossOrder.DivideAsync(unit, loan, after, parts);
        await LoanStore.UpdateAsync(unit, loan.Status == LoanState.Settled && after.Collected != loan.Shares ? after with { Status = LoanState.Lent } : after);
        await PoolStore.CollectAsync(unit, booked);
        if (loan.Status != LoanState.WrittenOff) // nothing of which is planned any more
        {
            await PlannedCollections.MoveAsync(unit, loan, loan.Collected.Total, after.Collected.Total);
        }

        return booked;
    }
}
