using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>
/// Compares the bank's lines with the books' movements, some at a time: new lines with all movements, and movements that came later with all lines
/// that wait for theirs. What nothing matches becomes a break, or is told to the service that books such money.
/// </summary>
internal static class Matcher
{
    /// <summary>Compares the next new lines of a file.</summary>
    /// <returns>How many there were; 0 when all of the file that can be compared today has been.</returns>
    public static async Task<int> LookAtLinesAsync(UnitOfWork unit, Guid fileId, LocalDate today)
    {
        var lines = await WithLoansAsync(unit, await StatementLineStore.NextNewAsync(unit, fileId, today));
        if (lines.Count == 0)
        {
            return 0;
        }

        var named = await BankMovementStore.NamedLikeAsync(unit, lines);
        var others = await OthersAsync(unit, lines, named);
        var work = new MatchingWork(unit, today);
        var (matches, differences) = Matching.ByName([.. others.Concat(lines).Select(row => row.ToLine())], [.. named.Select(row => row.ToMovement())]);
        await work.SaveAsync(matches);
        await TakeFromWeakerAsync(work, [.. lines.Where(work.IsLeft)]);
        await LeftLines.DecideAsync(work, [.. lines.Where(work.IsLeft)], differences);

        // Told by a message of the bank and then by a list, a transfer is known by its line only now.
        var suspended = named.Where(row => row.Kind == EntryKinds.Suspense).ToList();
        if (suspended.Count > 0)
        {
            await TransfersInSuspense.LookAsync(unit, suspended, today);
        }

        return lines.Count;
    }

    /// <summary>Looks for the lines of the next movements that nobody has looked at.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> LookAtMovementsAsync(UnitOfWork unit, LocalDate today)
    {
        var rows = await BankMovementStore.NextUnlookedAsync(unit);
        var free = rows.Where(row => row.MatchId is null && !row.Excluded).ToList();
        await BankMovementStore.MarkLookedAsync(unit, [.. rows.Select(row => row.EntryId)]);
        if (free.Count > 0)
        {
            await MatchAsync(unit, free, today);
        }

        await TransfersInSuspense.LookAsync(unit, rows, today);
        if (rows.Count < StatementLineStore.AtOnce)
        {
            await BreakStore.OpenMissingAsync(unit, today);
        }

        return rows.Count;
    }

    /// <summary>Looks for the lines of one unmatched movement now.</summary>
    public static Task LookForAsync(UnitOfWork unit, BankMovementRow movement, LocalDate today) => MatchAsync(unit, [movement], today);

    private static async Task MatchAsync(UnitOfWork unit, List<BankMovementRow> free, LocalDate today)
    {
        var lines = await LinesNamedLikeAsync(unit, free);
        var named = await BankMovementStore.NamedLikeAsync(unit, lines); // those that came before it, too: several may be one line
        var movements = free.Concat(named).DistinctBy(row => row.EntryId).ToList();
        var (matches, _) = Matching.ByName([.. lines.Select(row => row.ToLine())], [.. movements.Select(row => row.ToMovement())]);
        var work = new MatchingWork(unit, today);
        await work.SaveAsync(matches);
        await work.SaveOnlyPairsAsync([.. free.Where(row => !work.IsTaken(row.EntryId)).Select(row => row.ToMovement())]);
    }

    /// <summary>All that can be compared of a file has been: what the bank should have shown by its end, and has not, is a break.</summary>
    public static async Task FinishAsync(UnitOfWork unit, Guid fileId, LocalDate today)
    {
        if ((await StatementFileStore.GetAsync(unit, fileId)).Status != StatementFileRow.Read || await StatementLineStore.CountNewAsync(unit, fileId) > 0)
        {
            return; // more of it is to come, or it has money of a day to come
        }

        await StatementFileStore.SetStatusAsync(unit, fileId, StatementFileRow.Compared);
        await BreakStore.OpenMissingAsync(unit, today);
    }

    /// <summary>Lines that were sent on before today, and of which nothing has come, are breaks: whoever was told knew of the money, or could not take it.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> LookAtUnansweredAsync(UnitOfWork unit, LocalDate today)
    {
        var work = new MatchingWork(unit, today);
        var lines = await StatementLineStore.UnansweredAsync(unit, today);
        foreach (var line in lines)
        {
            await LeftLines.BreakAsync(work, line, BreakKinds.MissingInBooks, otherId: null);
        }

        return lines.Count;
    }

    /// <summary>The lines with the loans that their deposit ids mean.</summary>
    private static async Task<IReadOnlyList<StatementLineRow>> WithLoansAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines)
    {
        var loans = await StatementLineStore.LoansAsync(unit, [.. lines.Select(line => line.DepositId).OfType<string>().Distinct()]);
        List<StatementLineRow> known = [.. lines.Select(line => line.DepositId is { } id && loans.TryGetValue(id, out var loan) ? line with { LoanId = loan } : line)];
        foreach (var ofLoan in known.Where(line => line.LoanId is not null).GroupBy(line => line.LoanId!.Value))
        {
            await StatementLineStore.SetLoanAsync(unit, ofLoan.Key, [.. ofLoan.Select(line => line.LineId)]);
        }

        return known;
    }

    /// <summary>Unmatched lines of other looks that share a name with the movements: parts of the same money.</summary>
    private static async Task<IReadOnlyList<StatementLineRow>> OthersAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines, IReadOnlyList<BankMovementRow> named)
    {
        var here = lines.Select(line => line.LineId).ToHashSet();
        return [.. (await StatementLineSearch.FreeByReferenceAsync(unit, NamesOf(named))).Where(line => !here.Contains(line.LineId))];
    }

    /// <summary>A movement that only amount and date have matched goes to the line that names it; the other line is compared again.</summary>
    private static async Task TakeFromWeakerAsync(MatchingWork work, IReadOnlyList<StatementLineRow> left)
    {
        if (left.Count == 0)
        {
            return;
        }

        var yielding = (await BankMovementStore.YieldingToAsync(work.Unit, left)).ToDictionary(movement => movement.EntryId);
        var (matches, _) = Matching.ByName([.. left.Select(line => line.ToLine())], [.. yielding.Values.Select(movement => movement.ToMovement())]);
        foreach (var matchId in matches.SelectMany(match => match.Movements).Select(movement => yielding[movement.EntryId].MatchId!.Value))
        {
            await work.UndoAsync(matchId);
        }

        await work.SaveAsync(matches);
    }

    private static async Task<IReadOnlyList<StatementLineRow>> LinesNamedLikeAsync(UnitOfWork unit, IReadOnlyList<BankMovementRow> movements)
    {
        var found = new List<StatementLineRow>();
        found.AddRange(await StatementLineSearch.FreeByReferenceAsync(unit, NamesOf(movements)));
        found.AddRange(await StatementLineSearch.FreeByOrderAsync(unit, [.. movements.Select(row => row.EndToEndId).OfType<string>().Distinct()]));
        found.AddRange(await StatementLineSearch.ByLoanAsync(
            unit, [.. movements.Select(row => row.SubjectId).Distinct()], [.. movements.Select(row => row.Amount).Distinct()]));
        return [.. found.Where(IsFree).DistinctBy(line => line.LineId)];
    }

    private static IReadOnlyList<string> NamesOf(IReadOnlyList<BankMovementRow> movements) =>
        [.. movements.SelectMany(row => new[] { row.Reference, row.BatchReference }).OfType<string>().Distinct()];

    private static bool IsFree(StatementLineRow line) => line.State is StatementLineRow.New or StatementLineRow.Open or StatementLineRow.Sent;
}
