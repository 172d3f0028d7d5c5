namespace LoanServicing.Platform.Data;

/// <summary>
/// Keeps a second process off a SQLite file. The operating system releases the lock when the process dies, however it dies.
/// </summary>
internal sealed class ProcessLock : IDisposable
{
    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    public static ProcessLock Take(string databaseFile)
    {
        try
        {
            return new ProcessLock(PrivateFiles.Open(databaseFile + ".lock", FileShare.None));
        }
        catch (IOException cause) when (cause is not DirectoryNotFoundException)
        {
            throw new StartupException(
                $"Another process is using {databaseFile}; stop it, or give this one another folder with Data:Folder.");
        }
    }

    public void Dispose() => _file.Dispose();
}
