using LoanServicing.Platform.Data;

namespace LoanServicing.Disbursement;

/// <summary>
/// The folder that is shared with the bank: <c>outbox</c> holds what we give it, <c>inbox</c> what it gives us, <c>done</c> and
/// <c>rejected</c> what we have read. A file appears in a folder by its rename, so that whoever lists it sees it whole.
/// </summary>
internal sealed class BankFolder
{
    /// <summary>What we write there, the bank's own account may read by its group, and nobody else.</summary>
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly string _outbox;
    private readonly string _inbox;
    private readonly string _done;
    private readonly string _rejected;

    /// <param name="path"><c>Bank:Folder</c>.</param>
    /// <exception cref="StartupException">It cannot be used.</exception>
    public BankFolder(string path)
    {
        (_outbox, _inbox, _done, _rejected) = (Make(path, "outbox"), Make(path, "inbox"), Make(path, "done"), Make(path, "rejected"));
    }

    /// <summary>Puts a file into the outbox, durably. One of the same name is replaced, which has the same content.</summary>
    public void Put(string name, byte[] content) => DurableFile.Write(Path.Combine(_outbox, name), content, mode: FileMode);

    /// <summary>The complete files of the inbox, in the order of their names. Temporary and hidden names are still being written.</summary>
    public IReadOnlyList<FileInfo> Arrived() =>
    [
        .. new DirectoryInfo(_inbox).EnumerateFiles()
            .Where(file => !file.Name.EndsWith(DurableFile.Temporary, StringComparison.OrdinalIgnoreCase) && !file.Name.StartsWith('.'))
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    /// <summary>Takes a file that has been applied out of the inbox.</summary>
    public void MoveToDone(FileInfo file) => Move(file, FreeName(_done, file.Name));

    /// <summary>Takes a file that cannot be used out of the inbox, the reason beside it.</summary>
    public void MoveToRejected(FileInfo file, string reason)
    {
        var target = FreeName(_rejected, file.Name);
        DurableFile.Write(target + ".reason.txt", System.Text.Encoding.UTF8.GetBytes(reason + "\n"), mode: FileMode);
        Move(file, target);
    }

    private static string Make(string path, string folder) => StartupFolder.Create("Bank:Folder", Path.Combine(path, folder));

    private static void Move(FileInfo file, string target)
    {
        var source = file.DirectoryName!;
        File.Move(file.FullName, target);
        DurableFile.FlushFolder(Path.GetDirectoryName(target)!);
        DurableFile.FlushFolder(source);
    }

    private static string FreeName(string folder, string name)
    {
        var target = Path.Combine(folder, name);
        for (var i = 2; File.Exists(target); i++)
        {
            target = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(name)}.{i}{Path.GetExtension(name)}");
        }

        return target;
    }
}
