using LoanServicing.Domain.Journal;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Http;

namespace LoanServicing.Funding.Handlers;

/// <summary>What was carried out.</summary>
public sealed record ContributionRecorded(Guid ContributionId, Guid RequestId, string Status);

/// <summary>A deposit counts once a second person of finance has checked it.</summary>
internal static class Contributions
{
    public const string CheckName = "funding.contribution";

    /// <summary>How the audit trail names the deposit and its recording.</summary>
    public const string SubjectType = "contribution";

    public const string RecordedAction = "contribution.recorded";

    public static CheckKind Kind { get; } = new(CheckName, [Roles.Finance], RecordAsync, RefuseAsync);

    private static async Task<Answer> RecordAsync(CheckContext check)
    {
        var unit = check.Unit;
        var contribution = await ContributionStore.GetAsync(unit, Guid.Parse(check.Request.SubjectId));
        await ContributionStore.DecideAsync(unit, contribution, ContributionRow.Recorded, check.Checker.Subject);
        var origin = JournalStore.Origin(unit, check.BusinessDate, contribution.ContributionId, contribution.ContributionId) with
        {
            ValueDate = contribution.ValueDate,
            BankReference = contribution.BankReference,
        };
        await JournalStore.AppendAsync(unit, Postings.Contribution(origin, contribution.Funder, contribution.Amount));
        var pool = await PoolUnit.OpenAsync(unit, check.BusinessDate);
        pool.Deposit(contribution.Funder, contribution.Amount);
        var served = await WaitingLists.ServeAsync(unit, pool);
        await pool.SaveAsync();
        unit.Record(new AuditEntry(
            check.Checker.Subject, RecordedAction, SubjectType, contribution.ContributionId.ToString("D"), check.BusinessDate,
            new { contribution.Funder, contribution.Amount, contribution.BankReference, contribution.ValueDate, contribution.Maker, served }));
        return Answer.Ok(new ContributionRecorded(contribution.ContributionId, check.Request.RequestId, ContributionRow.Recorded));
    }

    private static async Task RefuseAsync(CheckContext check)
    {
        var contribution = await ContributionStore.GetAsync(check.Unit, Guid.Parse(check.Request.SubjectId));
        await ContributionStore.DecideAsync(check.Unit, contribution, ContributionRow.Refused, check.Checker.Subject);
    }
}
