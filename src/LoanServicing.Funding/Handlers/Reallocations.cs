using LoanServicing.Domain;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;

namespace LoanServicing.Funding.Handlers;

/// <summary>What was carried out.</summary>
/// <param name="Served">Waiting applications that found room in the tranche.</param>
public sealed record ReallocationRecorded(Guid ReallocationId, Guid RequestId, string Status, int Served);

/// <summary>Allocation moves between tranches once a second person of finance has checked it; whoever waits in the tranche that gets it is served.</summary>
internal static class Reallocations
{
    public const string CheckName = "funding.reallocation";

    /// <summary>How the audit trail names the reallocation and its recording.</summary>
    public const string SubjectType = "reallocation";

    public const string RecordedAction = "reallocation.recorded";

    public static CheckKind Kind { get; } = new(CheckName, [Roles.Finance], RecordAsync, RefuseAsync);

    public static ApiProblem MoreThanAvailable(string tranche, Rials available) =>
        ApiProblem.WrongState("reallocation.more-than-available", "available", new Bilingual(
            $"The tranche {tranche} has only {available} rials that are neither reserved nor drawn.",
            $"در این بخش تنها {available} ریال رزرو یا پرداخت نشده است."));

    private static async Task<Answer> RecordAsync(CheckContext check)
    {
        var unit = check.Unit;
        var asked = await ReallocationStore.GetAsync(unit, Guid.Parse(check.Request.SubjectId));
        var pool = await PoolUnit.OpenAsync(unit, check.BusinessDate);
        var available = pool.Limits.Tranches[asked.FromTranche].Available;
        if (!pool.TryReallocate(asked.FromTranche, asked.ToTranche, asked.Amount))
        {
            return MoreThanAvailable(asked.FromTranche, available);
        }

        await ReallocationStore.RecordAsync(unit, asked, check.Checker.Subject, check.BusinessDate);
        var served = await WaitingLists.ServeAsync(unit, pool);
        await pool.SaveAsync();
        unit.Record(new AuditEntry(
            check.Checker.Subject, RecordedAction, SubjectType, asked.ReallocationId.ToString("D"), check.BusinessDate,
            new { asked.FromTranche, asked.ToTranche, asked.Amount, asked.EffectiveDate, asked.Reason, asked.Maker, available, served }));
        return Answer.Ok(new ReallocationRecorded(asked.ReallocationId, check.Request.RequestId, RecordStatus.Recorded, served));
    }

    private static async Task RefuseAsync(CheckContext check) => await ReallocationStore.RefuseAsync(
        check.Unit, await ReallocationStore.GetAsync(check.Unit, Guid.Parse(check.Request.SubjectId)), check.Checker.Subject);
}
