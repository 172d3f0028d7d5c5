using LoanServicing.Domain;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Handlers;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>
/// What two people have found wrong in the books leaves them by the opposite entry, which names the one that it corrects (rule R2): a deposit or withdrawal that
/// the bank never shows as it was recorded, money in suspense that the books had already, and money in suspense that has left the account again.
/// </summary>
internal static class Corrections
{
    /// <summary>Kinds of entry that finance has recorded by hand, and may have recorded wrongly.</summary>
    public static bool CanBeReversed(string entryKind) => entryKind is EntryKinds.Contribution or EntryKinds.Remittance or EntryKinds.FeeSettlement
        or EntryKinds.LateChargeSettlement or EntryKinds.CharityPayment;

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
        var entryId = await BookAsync(unit, check.BusinessDate, corrected, corrected.Origin.ValueDate, corrected.Origin.BankReference);
        await ExcludeAsync(unit, corrected, entryId, check.BusinessDate);
        await (movement.Kind == EntryKinds.Contribution
            ? ContributionStore.ReverseAsync(unit, movement.SubjectId, entryId)
            : WithdrawalStore.ReverseAsync(unit, movement.SubjectId, entryId));
        return null;
    }

    /// <summary>
    /// Money in suspense and the movements that may be the same money: one beside several or several beside one, of one sum. Null where they cannot be.
    /// </summary>
    public static async Task<(IReadOnlyList<BankMovementRow> Suspense, IReadOnlyList<BankMovementRow> Others)?> ToBeTheSameAsync(
        UnitOfWork unit, IReadOnlyList<Guid> suspenseIds, IReadOnlyList<Guid> entryIds)
    {
        var suspense = new List<BankMovementRow>();
        foreach (var id in suspenseIds)
        {
            if (await BreakStore.FindAsync(unit, id) is not { Side: BreakRow.OfSuspense, ClosedOn: null })
            {
                return null;
            }

            suspense.Add(await BankMovementStore.OfSuspenseAsync(unit, id));
        }

        var others = await BankMovementStore.ManyAsync(unit, entryIds);
        var areFree = suspense.TrueForAll(one => !one.Excluded) && others.All(other => other is { MatchId: null, Excluded: false, Credit: true, Kind: not EntryKinds.Suspense });
        var isWhole = others.Count > 0 && others.Count == entryIds.Count && suspenseIds.Distinct().Count() == suspenseIds.Count && (others.Count == 1 || suspense.Count == 1);
        return areFree && isWhole && suspense.Select(one => one.Amount).Sum() == others.Select(other => other.Amount).Sum() ? (suspense, others) : null;
    }

    /// <summary>Money in suspense is in the books twice: it leaves suspense, and what the bank has shown of it is the other entries'.</summary>
    /// <returns>The refusal, else null.</returns>
    public static async Task<ApiProblem?> MergeAsync(CheckContext check, IReadOnlyList<Guid> suspenseIds, IReadOnlyList<Guid> entryIds)
    {
        return await ToBeTheSameAsync(check.Unit, suspenseIds, entryIds) is var (suspense, others)
            ? await MergeAsync(check.Unit, check.BusinessDate, suspense, others, check.Request.RequestId)
            : BreakResolutions.DoesNotAddUp;
    }

    /// <param name="others">Unmatched movements of the same sum.</param>
    /// <param name="requestId">Of the two people who say so; null where their reference does.</param>
    /// <returns>The refusal, else null.</returns>
    public static async Task<ApiProblem?> MergeAsync(
        UnitOfWork unit, LocalDate today, IReadOnlyList<BankMovementRow> suspense, IReadOnlyList<BankMovementRow> others, Guid? requestId = null)
    {
        var lines = new List<StatementLineRow>();
        foreach (var one in suspense)
        {
            if (await LinesOfAsync(unit, today, one) is not { } shown)
            {
                return BreakResolutions.DoesNotAddUp; // it is one of several that the bank shows as one
            }

            lines.AddRange(shown);
            var corrected = await JournalStore.GetAsync(unit, one.EntryId);
            await ExcludeAsync(unit, corrected, await BookAsync(unit, today, corrected, corrected.Origin.ValueDate, corrected.Origin.BankReference), today);
        }

        if (lines.Count > 0 && lines.Select(line => line.Amount).Sum() == others.Select(other => other.Amount).Sum())
        {
            var by = requestId is null ? MatchedBy.Reference : MatchedBy.Hand;
            var match = new BankMatch(by, [.. lines.Select(line => line.ToLine())], [.. others.Select(other => other.ToMovement())]);
            await new MatchingWork(unit, today).SaveAsync([match], requestId);
        }

        return null;
    }

    /// <summary>Money in suspense and the line by which it left the account again; null where they cannot be.</summary>
    public static async Task<(BankMovementRow Suspense, StatementLineRow Line)?> ToHaveGoneBackAsync(UnitOfWork unit, Guid suspenseId, IReadOnlyList<Guid> lineIds)
    {
        var suspense = await BankMovementStore.OfSuspenseAsync(unit, suspenseId);
        return !suspense.Excluded && await StatementLineStore.ManyAsync(unit, lineIds) is [{ State: StatementLineRow.Open, Credit: false } line] && lineIds.Count == 1 && line.Amount == suspense.Amount
            ? (suspense, line)
            : null;
    }

    /// <summary>Nobody's money has left the account again, as the bank takes a booking back or a payer is paid back: it leaves suspense as the line shows.</summary>
    /// <returns>The refusal, else null.</returns>
    public static async Task<ApiProblem?> SendBackAsync(CheckContext check, Guid suspenseId, IReadOnlyList<Guid> lineIds)
    {
        var unit = check.Unit;
        if (await ToHaveGoneBackAsync(unit, suspenseId, lineIds) is not var (suspense, line))
        {
            return BreakResolutions.DoesNotAddUp;
        }

        var entryId = await BookAsync(unit, check.BusinessDate, await JournalStore.GetAsync(unit, suspense.EntryId), line.ValueDate, line.Reference);
        var movement = (await BankMovementStore.ManyAsync(unit, [entryId])).Single();
        await new MatchingWork(unit, check.BusinessDate).SaveAsync([new BankMatch(MatchedBy.Hand, [line.ToLine()], [movement.ToMovement()])], check.Request.RequestId);
        return null;
    }

    /// <summary>What the bank has shown of the money, freed for another match; null where it is matched together with other movements.</summary>
    private static async Task<IReadOnlyList<StatementLineRow>?> LinesOfAsync(UnitOfWork unit, LocalDate today, BankMovementRow suspense)
    {
        if (suspense.MatchId is not { } matchId)
        {
            return await StatementLineSearch.SentForAsync(unit, suspense.Reference!, suspense.Amount);
        }

        if (await MatchStore.CountMovementsAsync(unit, matchId) != 1)
        {
            return null;
        }

        var lines = await MatchStore.LinesAsync(unit, matchId);
        await MatchStore.UndoAsync(unit, matchId, today);
        return lines;
    }

    /// <summary>The corrected entry is the source of the correction: one source, one entry (rule R8), so none is corrected twice.</summary>
    private static async Task<Guid> BookAsync(UnitOfWork unit, LocalDate today, JournalEntry corrected, LocalDate? valueDate, string? bankReference)
    {
        var origin = JournalStore.Origin(unit, today, corrected.Origin.EntryId, corrected.Origin.SubjectId) with { ValueDate = valueDate, BankReference = bankReference };
        await JournalStore.AppendAsync(unit, Postings.Reversal(origin, corrected));
        return origin.EntryId;
    }

    /// <summary>The bank never shows the entry nor the one that takes it back.</summary>
    private static async Task ExcludeAsync(UnitOfWork unit, JournalEntry corrected, Guid entryId, LocalDate today)
    {
        await BreakStore.CloseAsync(unit, [corrected.Origin.EntryId], ResolutionRow.Reverse, today); // where it was missing in the bank
        await BankMovementStore.ExcludeAsync(unit, corrected.Origin.EntryId);
        await BankMovementStore.ExcludeAsync(unit, entryId);
    }
}
