using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verification;

/// <summary>A row that two services keep of the same thing.</summary>
internal interface IKeptTwice
{
    Guid Key { get; }
}

/// <summary>
/// Compares what two services keep of the same things, both in the order of their keys with one row of each in memory. What is on its way is in
/// flight; everything else must be on both sides and equal.
/// </summary>
/// <param name="thing">What a row is, for instance <c>posting</c>.</param>
/// <param name="first">Whose rows come first in time.</param>
/// <param name="second">Who is told of them.</param>
internal sealed class Agreement<TRow>(string rule, string thing, string first, string second)
    where TRow : class, IKeptTwice
{
    private readonly List<string> _problems = [];
    private long _counted;
    private long _inFlight;

    /// <summary>Keys of what an outbox or a waiting row still holds.</summary>
    public HashSet<Guid> Pending { get; } = [];

    /// <summary>Keys that only the second side has; a look at a newer snapshot of the first may explain them.</summary>
    public List<Guid> OnlyInSecond { get; } = [];

    /// <summary>Whether a row of the second side has only its key, made before the rest was kept there.</summary>
    public Func<TRow, bool> IsSilent { get; init; } = _ => false;

    /// <summary>Whether one side has heard what the other has not yet.</summary>
    public Func<TRow, TRow, bool> IsApart { get; init; } = (_, _) => false;

    /// <summary>Whether the two sides say the same.</summary>
    public Func<TRow, TRow, bool> IsSame { get; init; } = (one, other) => one.Equals(other);

    /// <summary>Whether rows that only one side has are another comparison's business.</summary>
    public bool IsOfBoth { get; init; }

    public RuleFinding Finding => new(
        rule,
        _counted,
        $"{thing}s of {first} also in {second} ({_inFlight} in flight)",
        [.. _problems, .. OnlyInSecond.Select(key => $"{thing} {key} is in {second} but not in {first}")]);

    public async Task CompareAsync(IAsyncEnumerable<TRow> firstRows, IAsyncEnumerable<TRow> secondRows)
    {
        await using var left = firstRows.GetAsyncEnumerator();
        await using var right = secondRows.GetAsyncEnumerator();
        var one = await NextAsync(left);
        var other = await NextAsync(right);
        while (one is not null || other is not null)
        {
            var order = Compare(one, other);
            Look(order <= 0 ? one : null, order >= 0 ? other : null);
            one = order <= 0 ? await NextAsync(left) : one;
            other = order >= 0 ? await NextAsync(right) : other;
        }
    }

    private void Look(TRow? one, TRow? other)
    {
        _counted++;
        if (one is not null && other is not null)
        {
            if (IsApart(one, other))
            {
                _inFlight++;
            }
            else if (!IsSame(one, other) && !IsSilent(other))
            {
                _problems.Add($"{thing} {one.Key} differs between {first} and {second}");
            }
        }
        else if (IsOfBoth)
        {
            return;
        }
        else if (other is not null)
        {
            OnlyInSecond.Add(other.Key);
        }
        else if (Pending.Contains(one!.Key))
        {
            _inFlight++;
        }
        else
        {
            _problems.Add($"{thing} {one.Key} is in {first}, not in {second} and not on its way");
        }
    }

    /// <summary>In the order of the databases: ids are compared byte by byte, the first byte first.</summary>
    private static int Compare(TRow? one, TRow? other) => (one, other) switch
    {
        (null, _) => 1,
        (_, null) => -1,
        _ => one.Key.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(other.Key.ToByteArray(bigEndian: true)),
    };

    private static async Task<TRow?> NextAsync(IAsyncEnumerator<TRow> rows) => await rows.MoveNextAsync() ? rows.Current : null;
}
