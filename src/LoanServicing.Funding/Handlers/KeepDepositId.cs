using LoanServicing.Contracts;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>A loan's deposit id is what payers write on their transfers: lines of the bank's statement find their loan by it.</summary>
internal static class KeepDepositId
{
    public static Task HandleAsync(LoanOpened fact, UnitOfWork unit) => StatementLineStore.AddLoanAsync(unit, fact.DepositId, fact.LoanId);
}
