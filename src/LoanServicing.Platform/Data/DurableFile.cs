using System.Runtime.InteropServices;

namespace LoanServicing.Platform.Data;

/// <summary>Files that are seen whole or not at all, and that are still there after a loss of power once the call has returned.</summary>
public static class DurableFile
{
    /// <summary>What the names of files end with that are still being written.</summary>
    public const string Temporary = ".tmp";

    private const int AlreadyExists = 17; // EEXIST, on Linux and macOS alike

    /// <summary>Writes the file under a temporary name and renames it; one of the same name is replaced.</summary>
    /// <param name="target">The file's path.</param>
    /// <param name="content">All of it.</param>
    /// <param name="temporary">The temporary path, where several may write the same file at once; <c>{target}.tmp</c> when null.</param>
    /// <param name="mode">Who may read and write it, from its first byte on; null for what the process gives. Windows ignores it.</param>
    public static void Write(string target, byte[] content, string? temporary = null, UnixFileMode? mode = null)
    {
        temporary ??= target + Temporary;
        WriteTemporary(temporary, content, mode);
        File.Move(temporary, target, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(target))!);
    }

    /// <summary>Makes a file that nobody has made yet; of several processes that try at once one does.</summary>
    /// <param name="target">The file's path.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mode">As for <see cref="Write"/>.</param>
    /// <returns>False when it is there already; it is left as it is.</returns>
    public static bool TryCreate(string target, byte[] content, UnixFileMode? mode = null)
    {
        var temporary = $"{target}.{Guid.CreateVersion7():N}{Temporary}";
        WriteTemporary(temporary, content, mode);
        try
        {
            Claim(temporary, target);
        }
        catch (IOException) when (File.Exists(target))
        {
            File.Delete(temporary);
            return false;
        }

        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(target))!);
        return true;
    }

    /// <summary>Makes a file that nobody has made yet, in parts, so that it may be larger than the memory.</summary>
    /// <param name="target">The file's path.</param>
    /// <param name="write">Writes all of it to a file of a temporary name; when it throws, none is left.</param>
    /// <exception cref="IOException">It is there already, or cannot be written.</exception>
    public static async Task CreateAsync(string target, Func<FileStream, Task> write)
    {
        var temporary = $"{target}.{Guid.CreateVersion7():N}{Temporary}";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16))
            {
                await write(file);
                file.Flush(flushToDisk: true);
            }

            Claim(temporary, target);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(target))!);
    }

    // File.Move looks whether the target is there and then renames, which replaces what another made in between; a hard
    // link is made by one only. Where a file system has no hard links (exFAT), the move is the best that can be had.
    private static void Claim(string temporary, string target)
    {
        if (!OperatingSystem.IsWindows() && NativeMethods.link(temporary, target) == 0)
        {
            File.Delete(temporary);
        }
        else if (!OperatingSystem.IsWindows() && Marshal.GetLastPInvokeError() == AlreadyExists)
        {
            throw new IOException($"The file {target} is there already.");
        }
        else
        {
            File.Move(temporary, target, overwrite: false);
        }
    }

    private static void WriteTemporary(string temporary, byte[] content, UnixFileMode? mode)
    {
        File.Delete(temporary); // half a file of a process that was killed, which may have another mode
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var file = new FileStream(temporary, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Makes the names in a folder durable: a rename is when its folder is.</summary>
    public static void FlushFolder(string folder)
    {
        // Windows keeps that promise by itself and lets no folder be opened for it.
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
        public static extern int link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string added);

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
