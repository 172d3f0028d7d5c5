using LoanServicing.Domain;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>
/// What two people have found wrong in the books leaves them by the opposite entry, which names the one that it corrects (rule R2): a deposit or withdrawal that
/// the bank never shows as it was recorded, and money in suspense that the books had already. The bank shows neither of the two entries.
/// </summary>
internal static class Corrections
{
    /// <summary>Kinds of entry that finance has recorded by hand, and may have recorded wrongly.</summary>
    public static bool CanBeReversed(string entryKind) => entryKind is EntryKinds.Contribution or EntryKinds.Remittance or EntryKinds.FeeSettlement;

    public static ApiProblem InUse { get; } = ApiProblem.WrongState("reversal.in-use", "in-use", new Bilingual(
        "What this deposit brought is promised to applications or lent; it cannot leave the books before other money covers it.",
        "منابع این واریز رزرو یا پرداخت شده است؛ تا زمانی که منبع دیگری آن را پوشش ندهد برگشت آن ممکن نیست."));

    /// <summary>Takes a deposit or a withdrawal out of the books.</summary>
    /// <returns>The refusal, else null.</returns>
    public static async Task<ApiProblem?> ReverseAsync(CheckContext check, BankMovementRow movement)
    {
        var unit = check.Unit;
        if (movement.MatchId is not null || movement.Excluded)
        {
            return BreakResolutions.NotOpen("matched");
        }

        var corrected = await JournalStore.GetAsync(unit, movement.EntryId);
        var owner = corrected.Lines[0].Owner;
        var pool = await PoolUnit.OpenAsync(unit, check.BusinessDate);
        if (movement.Kind == EntryKinds.Contribution && !pool.TryTakeBackDeposit(owner, movement.Amount))
        {
            return InUse;
        }

        if (movement.Kind == EntryKinds.Remittance)
        {
            pool.TakeBackRemittance(owner, movement.Amount);
        }

        await pool.SaveAsync();
        var entryId = await BookAsync(check, corrected);
        await (movement.Kind == EntryKinds.Contribution
            ? ContributionStore.ReverseAsync(unit, movement.SubjectId, entryId)
            : WithdrawalStore.ReverseAsync(unit, movement.SubjectId, entryId));
        await BreakStore.CloseAsync(unit, [movement.EntryId], ResolutionRow.Reverse, check.BusinessDate);
        return null;
    }

    /// <summary>Money in suspense and a movement that may be the same money; null where they cannot be.</summary>
    public static async Task<(BankMovementRow Suspense, BankMovementRow Other)?> ToBeTheSameAsync(UnitOfWork unit, Guid suspenseId, IReadOnlyList<Guid> entryIds)
    {
        var suspense = await BankMovementStore.OfSuspenseAsync(unit, suspenseId);
        return await BankMovementStore.ManyAsync(unit, entryIds) is [{ MatchId: null, Excluded: false, Credit: true } other]
            && entryIds.Count == 1 && other.Amount == suspense.Amount && other.EntryId != suspense.EntryId
            ? (suspense, other)
            : null;
    }

    /// <summary>Money in suspense is in the books twice: it leaves suspense, and what the bank has shown of it is the other entry's.</summary>
    /// <returns>The refusal, else null.</returns>
    public static async Task<ApiProblem?> MergeAsync(CheckContext check, Guid suspenseId, IReadOnlyList<Guid> entryIds)
    {
        var unit = check.Unit;
        if (await ToBeTheSameAsync(unit, suspenseId, entryIds) is not var (suspense, other))
        {
            return BreakResolutions.DoesNotAddUp;
        }

        if (suspense.MatchId is { } matched && await MatchStore.CountMovementsAsync(unit, matched) != 1)
        {
            return BreakResolutions.DoesNotAddUp; // it is one of several that the bank shows as one
        }

        var lines = suspense.MatchId is { } matchId
            ? await MatchStore.LinesAsync(unit, matchId)
            : await StatementLineStore.SentForAsync(unit, suspense.Reference!, suspense.Amount);
        if (suspense.MatchId is { } undone)
        {
            await MatchStore.UndoAsync(unit, undone, check.BusinessDate);
        }

        if (lines.Count > 0)
        {
            var match = new BankMatch(MatchedBy.Hand, [.. lines.Select(line => line.ToLine())], [other.ToMovement()]);
            await new MatchingWork(unit, check.BusinessDate).SaveAsync([match], check.Request.RequestId);
        }

        await BookAsync(check, await JournalStore.GetAsync(unit, suspense.EntryId));
        return null;
    }

    private static async Task<Guid> BookAsync(CheckContext check, JournalEntry corrected)
    {
        var unit = check.Unit;
        var origin = JournalStore.Origin(unit, check.BusinessDate, check.Request.RequestId, corrected.Origin.SubjectId) with
        {
            ValueDate = corrected.Origin.ValueDate,
            BankReference = corrected.Origin.BankReference,
        };
        await JournalStore.AppendAsync(unit, Postings.Reversal(origin, corrected));
        await BankMovementStore.ExcludeAsync(unit, corrected.Origin.EntryId);
        await BankMovementStore.ExcludeAsync(unit, origin.EntryId);
        return origin.EntryId;
    }
}
