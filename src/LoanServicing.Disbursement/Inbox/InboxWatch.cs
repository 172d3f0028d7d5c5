using NodaTime;

namespace LoanServicing.Disbursement.Inbox;

/// <param name="IsQuiet">Unchanged for so long that nobody is writing it any more.</param>
internal sealed record SettledFile(FileInfo File, bool IsQuiet);

/// <summary>
/// Looks at the inbox again and again. A file is worth reading once two looks in a row find it with the same size and time, since not every
/// bank renames; that a copy has merely stalled is not excluded before it has been quiet for <see cref="QuietTime"/>.
/// </summary>
internal sealed class InboxWatch(BankFolder folder, IClock clock)
{
    /// <summary>How long a file must keep its size and time before what is wrong with it counts as final.</summary>
    public static readonly Duration QuietTime = Duration.FromSeconds(30);

    private Dictionary<string, Sighting> _seen = [];

    public IReadOnlyList<SettledFile> Look()
    {
        var now = clock.GetCurrentInstant();
        var settled = new List<SettledFile>();
        var seen = new Dictionary<string, Sighting>();
        foreach (var file in folder.Arrived())
        {
            var sighting = new Sighting(file.Length, file.LastWriteTimeUtc, now);
            if (_seen.TryGetValue(file.Name, out var before) && before with { Since = now } == sighting)
            {
                sighting = before;
                settled.Add(new SettledFile(file, now - before.Since >= QuietTime));
            }

            seen[file.Name] = sighting;
        }

        _seen = seen;
        return settled;
    }

    private sealed record Sighting(long Length, DateTime WrittenAt, Instant Since);
}
