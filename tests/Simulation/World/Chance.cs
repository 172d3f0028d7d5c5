namespace LoanServicing.Simulation.World;

/// <summary>All the chance there is in a run, drawn from its seed in the order of the run (SplitMix64: the same on every machine and version).</summary>
internal sealed class Chance(long seed)
{
    private ulong _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);

    /// <summary>From 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True so many times in a thousand.</summary>
    public bool Hits(int perMille) => Below(1000) < perMille;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <summary>One of the values, each as often as its weight says.</summary>
    public T Weighted<T>(IReadOnlyList<(int Weight, T Value)> choices)
    {
        var at = Below(choices.Sum(choice => choice.Weight));
        foreach (var (weight, value) in choices)
        {
            at -= weight;
            if (at < 0)
            {
                return value;
            }
        }

        throw new InvalidOperationException("The weights add up to nothing.");
    }

    private ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
