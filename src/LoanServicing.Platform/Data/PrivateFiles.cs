namespace LoanServicing.Platform.Data;

/// <summary>
/// Creates what only the account that runs the program may open: names, national ids and mobiles of applicants lie there. What exists keeps the
/// mode that the operator gave it; Windows inherits the folder's rights.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOfFolder = OwnerOfFile | UnixFileMode.UserExecute;

    /// <exception cref="StartupException">The data folder cannot be used.</exception>
    public static void CreateFolder(string path) => StartupFolder.Create("Data:Folder", path, OwnerOfFolder);

    /// <summary>Opens the file, an empty one when there is none.</summary>
    /// <exception cref="StartupException">It may not be opened.</exception>
    public static FileStream Open(string file, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOfFile;
        }

        try
        {
            return new FileStream(file, options);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException(Directory.Exists(file)
                ? $"{file} is a folder where a file must be; move it away, or name another folder with Data:Folder."
                : $"The account {Environment.UserName} may not read and write {file}; give it that right, or name another folder with Data:Folder.");
        }
    }
}
