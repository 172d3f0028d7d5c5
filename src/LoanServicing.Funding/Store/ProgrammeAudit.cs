using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;

namespace LoanServicing.Funding.Store;

/// <summary>What the agreement gave, as the audit trail has it: nobody changes a commitment or a first allocation later. An order of loss may change.</summary>
internal static class ProgrammeAudit
{
    public const string SubjectType = "programme";
    public const string Subject = "agreement";
    public const string Action = "programme.taken-over";
    public const string LossOrder = "loss-order";

    private const string Count = "select count(*) from audit where subject_type = @SubjectType and subject_id = @Subject";

    /// <summary>Records the figures once; a database of an earlier version has them recorded at its next start.</summary>
    public static async Task RecordAsync(UnitOfWork unit)
    {
        if (await unit.QuerySingleAsync<long>(Count, new { SubjectType, Subject }) > 0)
        {
            return;
        }

        var pool = await unit.QuerySingleAsync<PoolRow>(PoolStore.SelectPool);
        var tranches = await unit.QueryAsync<TrancheRow>(PoolStore.SelectTranches);
        var funders = await unit.QueryAsync<FunderRow>(PoolStore.SelectFunders);
        unit.Record(new AuditEntry(
            FundingService.Name, Action, SubjectType, Subject, await BusinessDates.CurrentAsync(unit),
            new
            {
                pool.RatioAlavi,
                pool.RatioSina,
                allocations = tranches.ToDictionary(row => row.Code, row => row.FirstAllocation),
                commitments = funders.ToDictionary(row => row.Code, row => row.Committed),
            }));
    }

    /// <param name="before">As it was stored; null: each funder bore its own losses.</param>
    /// <param name="after">As it is stored from now on.</param>
    public static async Task RecordLossOrderAsync(UnitOfWork unit, string? before, string? after) => unit.Record(new AuditEntry(
        FundingService.Name, "programme.loss-order-changed", SubjectType, LossOrder, await BusinessDates.CurrentAsync(unit), new { from = before ?? "", to = after ?? "" }));
}
