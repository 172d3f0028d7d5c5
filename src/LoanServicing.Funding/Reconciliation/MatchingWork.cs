using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>What one unit of work has matched so far.</summary>
internal sealed class MatchingWork(UnitOfWork unit, LocalDate today)
{
    private readonly HashSet<Guid> _taken = [];

    public UnitOfWork Unit => unit;

    public LocalDate Today => today;

    public bool IsLeft(StatementLineRow line) => !_taken.Contains(line.LineId);

    /// <summary>Whether this unit has matched the line or the movement.</summary>
    public bool IsTaken(Guid id) => _taken.Contains(id);

    public async Task SaveAsync(IReadOnlyList<BankMatch> matches, Guid? requestId = null)
    {
        foreach (var match in matches)
        {
            await MatchStore.AddAsync(unit, match, today, requestId);
            _taken.UnionWith(match.Lines.Select(line => line.LineId));
            _taken.UnionWith(match.Movements.Select(movement => movement.EntryId));
        }

        foreach (var some in matches.SelectMany(match => match.Lines.Select(line => line.LineId).Concat(match.Movements.Select(movement => movement.EntryId))).Chunk(StatementLineStore.AtOnce))
        {
            await BreakStore.CloseAsync(unit, some, StatementLineRow.Matched, today);
        }
    }

    /// <summary>Undoes what only amount and date had matched.</summary>
    public Task UndoAsync(Guid matchId) => MatchStore.UndoAsync(unit, matchId, today);

    /// <summary>Matches movements by amount and date alone, where each is the only one.</summary>
    /// <param name="left">Movements that nothing else matched.</param>
    public Task SaveOnlyPairsAsync(IReadOnlyList<BookedMovement> left) =>
        SaveOnlyPairsAsync([.. left.Select(movement => movement.ValueDate).Distinct()], [.. left.Select(movement => movement.Amount).Distinct()]);

    /// <summary>Matches lines by amount and date alone, where each is the only one.</summary>
    /// <param name="left">Lines that nothing else matched.</param>
    public Task SaveOnlyPairsAsync(IReadOnlyList<StatementLineRow> left) =>
        SaveOnlyPairsAsync([.. left.Select(line => line.ValueDate).Distinct()], [.. left.Select(line => line.Amount).Distinct()]);

    private async Task SaveOnlyPairsAsync(IReadOnlyList<LocalDate> dates, IReadOnlyList<Rials> amounts)
    {
        // Money in suspense is found by its reference or not at all.
        var alike = (await BankMovementStore.ByAmountAsync(unit, dates, amounts)).Where(movement => movement.Kind != EntryKinds.Suspense).ToList();
        if (alike.Count == 0)
        {
            return;
        }

        var lines = await StatementLineSearch.OnlyByAmountAsync(
            unit, [.. alike.Select(movement => movement.ValueDate).Distinct()], [.. alike.Select(movement => movement.Amount).Distinct()]);
        var pairs = Matching.OnlyPairs([.. lines.Select(line => line.ToLine())], [.. alike.Select(movement => movement.ToMovement())]);
        await SaveAsync([.. pairs.Where(pair => pair.Lines[0].LoanId is null)]); // one that names its loan is that loan's
    }
}
