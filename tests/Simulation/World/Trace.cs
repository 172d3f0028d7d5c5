using System.Security.Cryptography;
using System.Text;

namespace LoanServicing.Simulation.World;

/// <summary>
/// What happened, step by step. It names things by the order in which they came up, never by their ids, so that a seed gives the same trace
/// each time.
/// </summary>
internal sealed class Trace
{
    private const int Kept = 30;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _last = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> _names = [];
    private readonly StringBuilder _line = new();

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public IReadOnlyCollection<string> Last => _last;

    public void Begin(string what)
    {
        End();
        _line.Append(++Steps).Append(' ').Append(what);
    }

    public void Note(string what) => _line.Append(' ').Append(what);

    public void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    /// <summary>Gives an id a name to be traced by.</summary>
    public void Name(Guid id, string name) => _names[id] = name;

    public string NameOf(Guid id) => _names.GetValueOrDefault(id, "?");

    /// <summary>The hash of all of it.</summary>
    public string Hash()
    {
        End();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    private void End()
    {
        if (_line.Length == 0)
        {
            return;
        }

        _hash.AppendData(Encoding.UTF8.GetBytes(_line.Append('\n').ToString()));
        _last.Enqueue(_line.ToString().TrimEnd());
        _line.Clear();
        if (_last.Count > Kept)
        {
            _last.Dequeue();
        }
    }
}
