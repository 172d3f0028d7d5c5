using LoanServicing.Domain;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;

namespace LoanServicing.Funding.Handlers;

/// <summary>What was carried out.</summary>
public sealed record WithdrawalRecorded(Guid WithdrawalId, Guid RequestId, string Status);

/// <summary>Money leaves the pool's account once a second person of finance has checked it: to a funder what was collected for it, to the servicing bank its fees.</summary>
internal static class Withdrawals
{
    public const string RemittanceCheck = "funding.remittance";
    public const string FeeSettlementCheck = "funding.fee-settlement";

    /// <summary>How the audit trail names the withdrawal and its recording.</summary>
    public const string SubjectType = "withdrawal";

    public const string RecordedAction = "withdrawal.recorded";

    public static IReadOnlyList<CheckKind> Kinds { get; } =
    [
        new(RemittanceCheck, [Roles.Finance], RecordAsync, RefuseAsync),
        new(FeeSettlementCheck, [Roles.Finance], RecordAsync, RefuseAsync),
    ];

    /// <summary>What may be taken now of the owner's money.</summary>
    public static async Task<Rials> AvailableAsync(UnitOfWork unit, PoolUnit pool, string owner) => owner == Funders.Servicer
        ? BankPosition.Of(PositionReader.BooksOf(await unit.QueryAsync<BalanceRow>(BalanceStore.SelectTotals))).FeesHeld
        : Rials.Max(Rials.Zero, pool.Limits.Of(owner).Remittable); // less than nothing where it has paid more, for the other's losses as well

    public static ApiProblem MoreThanHeld(Rials available) =>
        ApiProblem.WrongState("withdrawal.more-than-held", "held", new Bilingual(
            $"Only {available} rials are held that may be paid out.", $"تنها {available} ریال قابل پرداخت موجود است."));

    private static async Task<Answer> RecordAsync(CheckContext check)
    {
        var unit = check.Unit;
        var withdrawal = await WithdrawalStore.GetAsync(unit, Guid.Parse(check.Request.SubjectId));
        var pool = await PoolUnit.OpenAsync(unit, check.BusinessDate); // who takes out of the account takes turns
        var available = await AvailableAsync(unit, pool, withdrawal.Owner);
        if (withdrawal.Amount > available || (withdrawal.Owner != Funders.Servicer && !pool.TryRemit(withdrawal.Owner, withdrawal.Amount)))
        {
            return MoreThanHeld(available);
        }

        await pool.SaveAsync();
        await WithdrawalStore.DecideAsync(unit, withdrawal, RecordStatus.Recorded, check.Checker.Subject);
        var origin = Origin(check, withdrawal, withdrawal.WithdrawalId);
        await JournalStore.AppendAsync(unit, withdrawal.Kind == EntryKinds.Remittance
            ? Postings.Remittance(origin, withdrawal.Owner, withdrawal.Amount)
            : Postings.FeeSettlement(origin, withdrawal.Amount));
        return Recorded(check, withdrawal, available);
    }

    /// <summary>Where the entry of a withdrawal comes from.</summary>
    public static EntryOrigin Origin(CheckContext check, WithdrawalRow withdrawal, Guid subjectId) =>
        JournalStore.Origin(check.Unit, check.BusinessDate, withdrawal.WithdrawalId, subjectId) with
        {
            ValueDate = withdrawal.ValueDate,
            BankReference = withdrawal.BankReference,
        };

    /// <summary>Puts what was carried out into the audit trail, and answers.</summary>
    public static Answer Recorded(CheckContext check, WithdrawalRow withdrawal, Rials available)
    {
        check.Unit.Record(new AuditEntry(
            check.Checker.Subject, RecordedAction, SubjectType, withdrawal.WithdrawalId.ToString("D"), check.BusinessDate,
            new
            {
                withdrawal.Kind,
                withdrawal.Owner,
                withdrawal.LoanId,
                withdrawal.Amount,
                withdrawal.BankReference,
                withdrawal.ValueDate,
                withdrawal.Reason,
                withdrawal.Maker,
                available,
            }));
        return Answer.Ok(new WithdrawalRecorded(withdrawal.WithdrawalId, check.Request.RequestId, RecordStatus.Recorded));
    }

    public static async Task RefuseAsync(CheckContext check)
    {
        var withdrawal = await WithdrawalStore.GetAsync(check.Unit, Guid.Parse(check.Request.SubjectId));
        await WithdrawalStore.DecideAsync(check.Unit, withdrawal, RecordStatus.Refused, check.Checker.Subject);
    }
}
