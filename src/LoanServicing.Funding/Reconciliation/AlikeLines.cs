using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>
/// Some lines of a look beside all lines of any file that share the amount and a name with them: what they repeat, and what takes them back. A booking and
/// its reversal are told in either order; a repetition comes after the line that it repeats.
/// </summary>
internal sealed class AlikeLines
{
    private readonly ILookup<(string Account, string Name, Rials Amount), StatementLineRow> _byName;
    private readonly Dictionary<Guid, int> _places;
    private readonly HashSet<Guid> _ofThemselves;
    private readonly Dictionary<Guid, Guid> _paired = [];

    private AlikeLines(IReadOnlyList<StatementLineRow> left, IReadOnlyList<StatementLineRow> all, IReadOnlyList<Guid> ofThemselves)
    {
        _places = left.Select((line, place) => (line.LineId, place)).ToDictionary(each => each.LineId, each => each.place);
        _ofThemselves = [.. ofThemselves];
        _byName = all.UnionBy(left, line => line.LineId)
            .SelectMany(line => NamesOf(line).Select(name => (name, line)))
            .ToLookup(each => each.name, each => each.line);
    }

    /// <param name="left">Lines of this look that nothing has matched, in the order of their file.</param>
    public static async Task<AlikeLines> LoadAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> left)
    {
        var all = await StatementLineSearch.AlikeAsync(unit, left);
        var open = all.Where(line => line is { Reversal: true, State: StatementLineRow.Open }).Select(line => line.LineId).ToList();
        return new AlikeLines(left, all, await BreakStore.OfThemselvesAsync(unit, open));
    }

    /// <summary>
    /// The line by which the bank takes this one back, or which this one takes back; itself for a reversal of what no statement has shown. Where nothing says
    /// which of several bookings a reversal takes back, none of them is sent on: a receipt cannot be undone, and two people can still say that it is one.
    /// </summary>
    public Guid? ReversalOf(StatementLineRow line)
    {
        if (line.Reversal)
        {
            return TakenBackBy(line).FirstOrDefault()?.LineId ?? line.LineId;
        }

        var reversal = Opposites(line).FirstOrDefault(one => CanTakeBack(one) && TakenBackBy(one).Any(booking => booking.LineId == line.LineId));
        if (reversal is not null && _ofThemselves.Contains(reversal.LineId))
        {
            _paired.TryAdd(reversal.LineId, line.LineId);
        }

        return reversal?.LineId;
    }

    /// <summary>Reversals of other looks that had taken back nothing, with the bookings that they have been found to take back.</summary>
    public IReadOnlyDictionary<Guid, Guid> Paired => _paired;

    /// <summary>Lines whose reference and amount another line has that is matched without having been sent on.</summary>
    public IReadOnlySet<Guid> OfTheirOwn(IReadOnlyList<StatementLineRow> lines) => lines
        .Where(line => SameName(line).Any(one => one.Reference == line.Reference && one.Credit == line.Credit && one is { State: StatementLineRow.Matched, SentAs: null }))
        .Select(line => line.LineId).ToHashSet();

    /// <summary>The line before this one that says the same: its reference, direction and value date, and nothing that both know differs.</summary>
    public Guid? Repeated(StatementLineRow line) => SameName(line).FirstOrDefault(one =>
        IsBefore(one, line) && one.Credit == line.Credit && one.Reference == line.Reference && one.ValueDate == line.ValueDate && !IsOther(one, line))?.LineId;

    /// <summary>Whether some statement shows that the order was paid with this amount.</summary>
    public bool HasDebitOfOrder(StatementLineRow line) => SameName(line).Any(one => !one.Credit && one.EndToEndId == line.EndToEndId);

    /// <summary>References of these lines that a message has or had, or another line that is alike: a second one is told under a name of its own.</summary>
    public async Task<ISet<string>> TakenReferencesAsync(UnitOfWork unit, IReadOnlyList<StatementLineRow> lines)
    {
        var taken = (await StatementLineSearch.SentAsAsync(unit, [.. lines.Select(line => line.Reference).Distinct()])).ToHashSet(StringComparer.Ordinal);
        taken.UnionWith(lines.Where(line => SameName(line).Any(one => one.Reference == line.Reference && !IsNew(one))).Select(line => line.Reference));
        return taken;
    }

    private static bool IsNew(StatementLineRow line) => line.State == StatementLineRow.New;

    /// <summary>What was compared before, and what stands before it in this look.</summary>
    private bool IsBefore(StatementLineRow one, StatementLineRow line) => _places.TryGetValue(one.LineId, out var place) ? place < _places[line.LineId] : !IsNew(one);

    /// <summary>Bookings that a reversal may take back: those that say it is they, else all that do not say it is another.</summary>
    private IReadOnlyList<StatementLineRow> TakenBackBy(StatementLineRow reversal)
    {
        var bookings = Opposites(reversal).ToList();
        var named = bookings.Where(one => Agree(one.DepositId, reversal.DepositId) || Agree(one.EndToEndId, reversal.EndToEndId) || Agree(one.PayerIban, reversal.PayerIban)).ToList();
        return named.Count > 0 ? named : bookings;
    }

    private IEnumerable<StatementLineRow> Opposites(StatementLineRow line) =>
        SameName(line).Where(one => one.Reversal != line.Reversal && one.Credit != line.Credit && !IsOther(one, line));

    private static bool IsOther(StatementLineRow one, StatementLineRow line) =>
        Differ(one.DepositId, line.DepositId) || Differ(one.EndToEndId, line.EndToEndId) || Differ(one.PayerIban, line.PayerIban);

    private static bool Agree(string? one, string? other) => one is not null && one == other;

    /// <summary>A reversal that is not compared yet, or that was when nothing had shown what it takes back.</summary>
    private bool CanTakeBack(StatementLineRow reversal) => IsNew(reversal) || _ofThemselves.Contains(reversal.LineId);

    private IEnumerable<StatementLineRow> SameName(StatementLineRow line) =>
        NamesOf(line).SelectMany(name => _byName[name]).Where(one => one.LineId != line.LineId).DistinctBy(one => one.LineId);

    private static IEnumerable<(string Account, string Name, Rials Amount)> NamesOf(StatementLineRow line)
    {
        yield return (line.Account, line.Reference, line.Amount);
        if (line.EndToEndId is { } order && order != line.Reference)
        {
            yield return (line.Account, order, line.Amount);
        }
    }

    private static bool Differ(string? one, string? other) => one is not null && other is not null && one != other;
}
