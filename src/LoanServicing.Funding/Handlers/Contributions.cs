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
public sealed record ContributionRecorded(Guid ContributionId, Guid RequestId, string Status);

/// <summary>A deposit counts once a second person of finance has checked it.</summary>
internal static class Contributions
{
    public const string CheckName = "funding.contribution";

    /// <summary>Bank references are unique within it; receipts of borrowers have channels of their own.</summary>
    public const string Channel = "contribution";

    /// <summary>How the audit trail names the deposit and its recording.</summary>
    public const string SubjectType = "contribution";

    public const string RecordedAction = "contribution.recorded";

    public static CheckKind Kind { get; } = new(CheckName, [Roles.Finance], RecordAsync, RefuseAsync);

    private static async Task<Answer> RecordAsync(CheckContext check)
    {
        var contribution = await ContributionStore.GetAsync(check.Unit, Guid.Parse(check.Request.SubjectId));
        if (await InSuspenseAsync(check.Unit, contribution.BankReference, contribution.Amount) is { } suspended)
        {
            return suspended;
        }

        await BookAsync(check, contribution, Postings.Contribution);
        return Answer.Ok(new ContributionRecorded(contribution.ContributionId, check.Request.RequestId, RecordStatus.Recorded));
    }

    /// <summary>Money that the bank's statement has brought into suspense, or is about to, is taken out of it, not counted a second time; null where there is none.</summary>
    public static async Task<ApiProblem?> InSuspenseAsync(UnitOfWork unit, string bankReference, Rials amount)
    {
        if (await BreakStore.InSuspenseAsync(unit, bankReference, amount) is { } breakId)
        {
            return ApiProblem.WrongState("contribution.in-suspense", "suspense", new Bilingual(
                "This money is in the books already, in suspense: resolve its break as a contribution.",
                "این وجه پیش‌تر در حساب معلق ثبت شده است؛ مغایرت آن را به‌عنوان واریز تأمین‌کننده رفع کنید.")).With("breakId", breakId);
        }

        return await StatementLineStore.IsOnItsWayAsync(unit, bankReference, amount)
            ? ApiProblem.WrongState("contribution.on-statement", "on-its-way", new Bilingual(
                "The bank's statement has this money, and it is being booked: try again in a minute, and resolve its break as a contribution.",
                "این وجه در صورتحساب بانک آمده و در حال ثبت است؛ یک دقیقه دیگر دوباره تلاش کنید و مغایرت آن را به‌عنوان واریز تأمین‌کننده رفع کنید."))
            : null;
    }

    /// <summary>Records the deposit, which the second person has just checked, and serves whoever waits for it.</summary>
    public static async Task BookAsync(CheckContext check, ContributionRow contribution, Func<EntryOrigin, string, Rials, JournalEntry> posting)
    {
        var unit = check.Unit;
        await ContributionStore.DecideAsync(unit, contribution, RecordStatus.Recorded, check.Checker.Subject);
        var origin = JournalStore.Origin(unit, check.BusinessDate, contribution.ContributionId, contribution.ContributionId) with
        {
            ValueDate = contribution.ValueDate,
            BankReference = contribution.BankReference,
        };
        var pool = await PoolUnit.OpenAsync(unit, check.BusinessDate); // before the balances, as whoever books does
        pool.Deposit(contribution.Funder, contribution.Amount);
        var served = await WaitingLists.ServeAsync(unit, pool);
        await pool.SaveAsync();
        await JournalStore.AppendAsync(unit, posting(origin, contribution.Funder, contribution.Amount));
        unit.Record(new AuditEntry(
            check.Checker.Subject, RecordedAction, SubjectType, contribution.ContributionId.ToString("D"), check.BusinessDate,
            new { contribution.Funder, contribution.Amount, contribution.BankReference, contribution.ValueDate, contribution.Maker, served }));
    }

    private static async Task RefuseAsync(CheckContext check)
    {
        var contribution = await ContributionStore.GetAsync(check.Unit, Guid.Parse(check.Request.SubjectId));
        await ContributionStore.DecideAsync(check.Unit, contribution, RecordStatus.Refused, check.Checker.Subject);
    }
}
