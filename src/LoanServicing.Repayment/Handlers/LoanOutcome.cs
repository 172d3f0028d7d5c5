using LoanServicing.Contracts;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Repayment.Store;
using NodaTime;

namespace LoanServicing.Repayment.Handlers;

/// <summary>What a posting leads to: a loan of which nothing is owed any more is settled, and one that is owed again is open again.</summary>
internal static class LoanOutcome
{
    /// <summary>Tells of it, if anything, after the facts told so far.</summary>
    /// <param name="before">As read.</param>
    /// <param name="sequence">Of the loan's last fact.</param>
    /// <returns>The sequence of the last fact now.</returns>
    public static async Task<long> FollowAsync(UnitOfWork unit, LoanRow row, LoanState before, Loan after, long sequence, LocalDate businessDate)
    {
        switch (before, after.State)
        {
            case (LoanState.Active, LoanState.Settled):
                await LoanStore.InsertTransitionAsync(unit, row.Id, LoanTrigger.FullyRepaid, LoanState.Settled, businessDate);
                unit.Publish(new LoanSettled(
                    unit.Header(Streams.Loan, row.Id, sequence + 1, businessDate),
                    row.Id,
                    row.ApplicationId,
                    row.Tranche,
                    row.County,
                    after.Repaid,
                    after.Standing.FeePaid,
                    SettledOn(after) ?? businessDate));
                Drop(unit, row, after, businessDate);
                return sequence + 1;
            case (LoanState.Settled, LoanState.Active):
                await LoanStore.InsertTransitionAsync(unit, row.Id, LoanTrigger.Reopened, LoanState.Active, businessDate);
                unit.Publish(new LoanReopened(
                    unit.Header(Streams.Loan, row.Id, sequence + 1, businessDate), row.Id, row.ApplicationId, row.Tranche, row.County));
                return sequence + 1;
            default:
                return sequence;
        }
    }

    /// <summary>The value date of the last receipt, or the day of the waiver that came after it.</summary>
    private static LocalDate? SettledOn(Loan after) =>
        after.Ledger.Late.LastWaivedOn is { } waivedOn && !(waivedOn < after.Standing.LatestValueDate) ? waivedOn : after.Standing.LatestValueDate;

    /// <summary>A cost that was decided and does not count, because by value dates the loan was settled before it was owed, is told in the audit trail.</summary>
    private static void Drop(UnitOfWork unit, LoanRow row, Loan after, LocalDate businessDate)
    {
        var decided = after.Ledger.Late.CostsDecided;
        if (decided > after.Standing.Late.Costs)
        {
            unit.Record(new AuditEntry(
                RepaymentService.Name, "loan.late-cost-dropped", "loan", row.Id.ToString(), businessDate, new { decided, counted = after.Standing.Late.Costs }));
        }
    }
}
