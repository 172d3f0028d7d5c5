namespace LoanServicing.Platform.Data;

/// <summary>
/// Creates what only the account that runs the program may open: names, national ids and mobiles of applicants lie there. What exists keeps the
/// mode that the operator gave it; Windows inherits the folder's rights.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOfFolder = OwnerOfFile | UnixFileMode.UserExecute;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOfFolder);
        }
    }

    /// <summary>Opens the file, an empty one when there is none.</summary>
    public static FileStream Open(string file, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOfFile;
        }

        return new FileStream(file, options);
    }
}
