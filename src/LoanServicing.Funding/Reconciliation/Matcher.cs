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
        var earlier = await EarlierAsync(unit, lines);
        var (matches, differences) = Matching.ByName([.. earlier.Where(IsFree).Concat(lines).Select(row => row.ToLine())], [.. named.Select(row => row.ToMovement())]);
        var work = new MatchingWork(unit, today, lines.Concat(earlier), named);
        await work.SaveAsync(matches);
        var left = lines.Where(work.IsLeft).ToList();
        await LeftLines.DecideAsync(work, left, differences, earlier);
        return lines.Count;
    }

    /// <summary>Looks for the lines of the next movements that nobody has looked at.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> LookAtMovementsAsync(UnitOfWork unit, LocalDate today)
    {
        var rows = await BankMovementStore.NextUnlookedAsync(unit);
        var free = rows.Where(row => row.MatchId is null && !row.Excluded).ToList();
        await BankMovementStore.MarkLookedAsync(unit, [.. rows.Select(row => row.EntryId)]);
        if (free.Count == 0)
        {
            return rows.Count;
        }

        var lines = (await LinesNamedLikeAsync(unit, free)).Where(IsFree).ToList();
        var named = await BankMovementStore.NamedLikeAsync(unit, lines); // those that came before it, too: several may be one line
        var movements = free.Concat(named).DistinctBy(row => row.EntryId).ToList();
        var (matches, _) = Matching.ByName([.. lines.Select(row => row.ToLine())], [.. movements.Select(row => row.ToMovement())]);
        var work = new MatchingWork(unit, today, lines, movements);
        await work.SaveAsync(matches);
        await work.SaveOnlyPairsAsync([.. free.Where(row => !work.IsTaken(row.EntryId)).Select(row => row.ToMovement())]);
        if (await StatementFileStore.CoveredToAsync(unit) is { } coveredTo)
        {
            await BreakStore.OpenMissingAsync(unit, coveredTo, today);
        }

        return rows.Count;
    }

    /// <summary>All that can be compared of a file has been: what the bank should have shown by its end, and has not, is a break.</summary>
    public static async Task FinishAsync(UnitOfWork unit, Guid fileId, LocalDate today)
    {
        if (await StatementLineStore.CountNewAsync(unit, fileId) > 0)
        {
            return; // money of a day to come
        }

        await StatementFileStore.SetStatusAsync(unit, fileId, StatementFileRow.Compared);
        if (await StatementFileStore.CoveredToAsync(unit) is { } coveredTo)
        {
            await BreakStore.OpenMissingAsync(unit, coveredTo, today);
        }
    }

    private static bool IsFree(StatementLineRow line) => line.State is StatementLineRow.New or StatementLineRow.Open or StatementLineRow.Sent;

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

    /// <summary>Lines of other looks that share a reference or an order with these: parts of the same movement, the same line again, or what it takes back.</summary>
    private static async Task<IReadOnlyList<StatementLineRow>> EarlierAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines)
    {
        var here = lines.Select(line => line.LineId).ToHashSet();
        var found = new List<StatementLineRow>();
        found.AddRange(await StatementLineStore.ByReferenceAsync(unit, [.. lines.Select(line => line.Reference).Distinct()]));
        found.AddRange(await StatementLineStore.ByOrderAsync(unit, [.. lines.Select(line => line.EndToEndId).OfType<string>().Distinct()]));
        return [.. found.Where(line => !here.Contains(line.LineId)).DistinctBy(line => line.LineId)];
    }

    private static async Task<IReadOnlyList<StatementLineRow>> LinesNamedLikeAsync(UnitOfWork unit, IReadOnlyList<BankMovementRow> movements)
    {
        var references = movements.SelectMany(row => new[] { row.Reference, row.BatchReference }).OfType<string>().Distinct();
        var found = new List<StatementLineRow>();
        foreach (var some in references.Chunk(StatementLineStore.AtOnce))
        {
            found.AddRange(await StatementLineStore.ByReferenceAsync(unit, some));
            found.AddRange(await StatementLineStore.BySentAsAsync(unit, some));
        }

        found.AddRange(await StatementLineStore.ByOrderAsync(unit, [.. movements.Select(row => row.EndToEndId).OfType<string>().Distinct()]));
        found.AddRange(await StatementLineStore.ByLoanAsync(
            unit, [.. movements.Select(row => row.SubjectId).Distinct()], [.. movements.Select(row => row.Amount).Distinct()]));
        return [.. found.DistinctBy(line => line.LineId)];
    }
}
