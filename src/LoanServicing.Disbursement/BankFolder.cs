using System.Runtime.InteropServices;

namespace LoanServicing.Disbursement;

/// <summary>
/// The folder that is shared with the bank: <c>outbox</c> holds what we give it, <c>inbox</c> what it gives us, <c>done</c> and
/// <c>rejected</c> what we have read. A file appears in a folder by its rename, so that whoever lists it sees it whole.
/// </summary>
internal sealed class BankFolder
{
    private const string Temporary = ".tmp";

    private readonly string _outbox;
    private readonly string _inbox;
    private readonly string _done;
    private readonly string _rejected;

    public BankFolder(string path)
    {
        (_outbox, _inbox, _done, _rejected) = (Make(path, "outbox"), Make(path, "inbox"), Make(path, "done"), Make(path, "rejected"));
    }

    /// <summary>Puts a file into the outbox, durably. One of the same name is replaced, which has the same content.</summary>
    public void Put(string name, byte[] content) => WriteDurably(Path.Combine(_outbox, name), content);

    /// <summary>The complete files of the inbox, in the order of their names. Temporary and hidden names are still being written.</summary>
    public IReadOnlyList<FileInfo> Arrived() =>
    [
        .. new DirectoryInfo(_inbox).EnumerateFiles()
            .Where(file => !file.Name.EndsWith(Temporary, StringComparison.OrdinalIgnoreCase) && !file.Name.StartsWith('.'))
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    /// <summary>Takes a file that has been applied out of the inbox.</summary>
    public void MoveToDone(FileInfo file) => Move(file, FreeName(_done, file.Name));

    /// <summary>Takes a file that cannot be used out of the inbox, the reason beside it.</summary>
    public void MoveToRejected(FileInfo file, string reason)
    {
        var target = FreeName(_rejected, file.Name);
        WriteDurably(target + ".reason.txt", System.Text.Encoding.UTF8.GetBytes(reason + "\n"));
        Move(file, target);
    }

    private static string Make(string path, string folder) => Directory.CreateDirectory(Path.Combine(path, folder)).FullName;

    private static void Move(FileInfo file, string target)
    {
        var source = file.DirectoryName!;
        File.Move(file.FullName, target);
        FlushFolder(Path.GetDirectoryName(target)!);
        FlushFolder(source);
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

    private static void WriteDurably(string target, byte[] content)
    {
        var temporary = target + Temporary;
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, target, overwrite: true);
        FlushFolder(Path.GetDirectoryName(target)!);
    }

    // A rename is durable when its folder is. Windows keeps that promise by itself and lets no folder be opened for it.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = NativeMethods.open(folder, flags: 0);
        if (handle < 0)
        {
            throw new IOException($"The folder {folder} cannot be opened (errno {Marshal.GetLastPInvokeError()}).");
        }

        var flushed = NativeMethods.fsync(handle);
        var error = Marshal.GetLastPInvokeError();
        _ = NativeMethods.close(handle);
        if (flushed != 0)
        {
            throw new IOException($"The folder {folder} cannot be flushed (errno {error}).");
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int fsync(int descriptor);

        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int close(int descriptor);
    }
}
