using System.Runtime.InteropServices;

namespace LoanServicing.Platform.Data;

/// <summary>
/// A folder that a setting names. It is made and written in at the start, so that one that cannot be used is told then, in a sentence, and not
/// by the first step that needs it.
/// </summary>
public static class StartupFolder
{
    /// <summary>Makes the folder unless it is there, and makes sure that files can be made in it.</summary>
    /// <param name="setting">The configuration key that leads to it, for instance <c>Data:Folder</c>.</param>
    /// <param name="mode">Of the folders that are made here; null for what the process gives. Windows ignores it.</param>
    /// <returns>The path.</returns>
    /// <exception cref="StartupException">It cannot be used; the message says why and what to do.</exception>
    public static string Create(string setting, string path, UnixFileMode? mode = null)
    {
        try
        {
            MakeFolder(path, mode);
            MakeFile(path);
            return path;
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException(
                $"{setting} cannot be used: the account {Environment.UserName} may not write in {Nearest(path)}; give it that right, or name another folder.");
        }
        catch (IOException cause)
        {
            throw new StartupException($"{setting} cannot be used: {WhyNot(path, cause)}; name another folder.");
        }
    }

    private static void MakeFolder(string path, UnixFileMode? mode)
    {
        if (mode is { } given && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, given);
        }
        else
        {
            Directory.CreateDirectory(path);
        }
    }

    // Nobody takes it for a file of ours or of the bank: hidden and temporary names are passed over.
    private static void MakeFile(string folder) =>
        new FileStream(
            Path.Combine(folder, $".{Guid.CreateVersion7():N}{DurableFile.Temporary}"),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }).Dispose();

    private static string WhyNot(string path, IOException cause)
    {
        var nearest = Nearest(path);
        if (File.Exists(nearest))
        {
            return nearest == path ? $"{path} is a file" : $"{path} lies under {nearest}, which is a file";
        }

        // Positive where the system told why; the rest of the numbers are the runtime's own.
        var reason = cause.HResult > 0 ? $" ({Marshal.GetPInvokeErrorMessage(cause.HResult)})" : "";
        return nearest == path ? $"no file can be made in {path}{reason}" : $"{path} cannot be made in {nearest}{reason}";
    }

    /// <summary>The path itself, or what exists of the way to it.</summary>
    private static string Nearest(string path)
    {
        var nearest = path;
        while (!Path.Exists(nearest) && Path.GetDirectoryName(nearest) is { Length: > 0 } parent)
        {
            nearest = parent;
        }

        return nearest;
    }
}
