namespace LoanServicing.TestSupport;

/// <summary>
/// The files of a folder as they were, in memory: whatever is costly to make is made once for all tests, each writes a copy of its own, and nothing is left to
/// delete when the last one ends.
/// </summary>
public sealed class KeptFolder
{
    private readonly IReadOnlyList<(string Name, byte[] Content)> _files;

    /// <param name="folder">Nobody writes there meanwhile.</param>
    public KeptFolder(string folder) => _files =
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => (Path.GetRelativePath(folder, file), File.ReadAllBytes(file))),
    ];

    public void WriteTo(string folder)
    {
        foreach (var (name, content) in _files)
        {
            var target = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content);
        }
    }
}
