using LoanServicing.Contracts;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>Money that was assigned to a loan and that the loan could not take is a break again.</summary>
internal static class ReopenSuspense
{
    private const string Actor = "funding";

    public static async Task HandleAsync(SuspenseKept fact, UnitOfWork unit)
    {
        await BreakStore.ReopenOfSuspenseAsync(unit, fact.SuspenseId, fact.Reason);
        await BankMovementStore.LookAgainAsync(unit, fact.SuspenseId);
        unit.Record(new AuditEntry(
            Actor, "suspense.kept", "suspense", fact.SuspenseId.ToString("D"), fact.Header.BusinessDate, new { fact.LoanId, fact.Reason }));
    }
}
