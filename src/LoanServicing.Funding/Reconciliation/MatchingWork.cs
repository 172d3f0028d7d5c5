using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>What one unit of work has matched so far.</summary>
internal sealed class MatchingWork(UnitOfWork unit, LocalDate today, IEnumerable<StatementLineRow> lines, IEnumerable<BankMovementRow> movements)
{
    private readonly Dictionary<Guid, StatementLineRow> _lines = lines.DistinctBy(row => row.LineId).ToDictionary(row => row.LineId);
    private readonly Dictionary<Guid, BankMovementRow> _movements = movements.ToDictionary(row => row.EntryId);
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

    /// <summary>Matches movements by amount and date alone, where each is the only one.</summary>
    /// <param name="left">Movements that nothing else matched.</param>
    public async Task SaveOnlyPairsAsync(IReadOnlyList<BookedMovement> left) =>
        await SaveOnlyPairsAsync([.. left.Select(movement => movement.ValueDate).Distinct()], [.. left.Select(movement => movement.Amount).Distinct()]);

    /// <summary>Matches lines by amount and date alone, where each is the only one.</summary>
    /// <param name="left">Lines that nothing else matched.</param>
    public async Task SaveOnlyPairsAsync(IReadOnlyList<StatementLineRow> left) =>
        await SaveOnlyPairsAsync([.. left.Select(line => line.ValueDate).Distinct()], [.. left.Select(line => line.Amount).Distinct()]);

    private async Task SaveOnlyPairsAsync(IReadOnlyList<LocalDate> dates, IReadOnlyList<Rials> amounts)
    {
        var alikeLines = await StatementLineStore.ByAmountAsync(unit, dates, amounts);
        var alikeMovements = await BankMovementStore.ByAmountAsync(unit, dates, amounts);
        foreach (var line in alikeLines)
        {
            _lines[line.LineId] = line;
        }

        foreach (var movement in alikeMovements)
        {
            _movements[movement.EntryId] = movement;
        }

        var pairs = Matching.OnlyPairs(
            [.. alikeLines.Where(IsLeft).Select(line => line.ToLine())],
            [.. alikeMovements.Where(movement => !IsTaken(movement.EntryId)).Select(movement => movement.ToMovement())]);

        // Money that names its loan, and money in suspense, are found by their reference or not at all.
        await SaveAsync([.. pairs.Where(pair => pair.Lines[0].LoanId is null && _movements[pair.Movements[0].EntryId].Kind != EntryKinds.Suspense)]);
    }
}
