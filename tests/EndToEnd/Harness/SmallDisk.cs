using System.Diagnostics;
using System.Globalization;
using LoanServicing.TestSupport;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>A disk of a few megabytes in memory, mounted on a folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Why it cannot be had here; null when it can.</summary>
    public static string? WhyNot { get; } = Try();

    public static SmallDisk Mount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", Size(megabytes), "tmpfs", folder) ? new SmallDisk(folder) : throw new InvalidOperationException($"{folder} cannot be mounted.");
    }

    public void Grow(int megabytes)
    {
        if (!Run("mount", "-o", $"remount,{Size(megabytes)}", _folder))
        {
            throw new InvalidOperationException($"{_folder} cannot grow.");
        }
    }

    public void Dispose() => Run("umount", "-l", _folder);

    private static string Size(int megabytes) => $"size={megabytes.ToString(CultureInfo.InvariantCulture)}m";

    private static string? Try()
    {
        const string Reason = "It needs to mount a small disk, which only root may, on Linux.";
        if (!OperatingSystem.IsLinux())
        {
            return Reason;
        }

        using var folder = new TestFolder();
        var disk = folder.File("disk");
        Directory.CreateDirectory(disk);
        var mounted = Run("mount", "-t", "tmpfs", "-o", Size(1), "tmpfs", disk);
        return mounted && Run("umount", disk) ? null : Reason;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
