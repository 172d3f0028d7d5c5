using LoanServicing.Contracts;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Funding.Handlers;

/// <summary>A loan's deposit id is what payers write on their transfers: lines of the bank's statement find their loan by it.</summary>
internal static class KeepDepositId
{
    public static async Task HandleAsync(LoanOpened fact, UnitOfWork unit)
    {
        if (!(await StatementLineStore.LoansAsync(unit, [fact.DepositId])).TryGetValue(fact.DepositId, out var known))
        {
            await StatementLineStore.AddLoanAsync(unit, fact.DepositId, fact.LoanId);
        }
        else if (known != fact.LoanId)
        {
            throw new FactRefusedException($"The deposit id {fact.DepositId}", $"that of loan {known:D}", $"{nameof(LoanOpened)} of loan {fact.LoanId:D}");
        }
    }
}
