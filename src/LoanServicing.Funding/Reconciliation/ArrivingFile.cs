using System.Security.Cryptography;
using LoanServicing.Domain;
using LoanServicing.Funding.StatementFiles;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>
/// A file on its way in, kept on disk until it has been read, because it is read twice and may be larger than memory. It has no name any more once it is open,
/// so that nothing of it stays behind, not even after a kill.
/// </summary>
internal sealed class ArrivingFile : IAsyncDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly FileStream _file;

    private ArrivingFile(FileStream file) => _file = file;

    /// <summary>Takes the bytes in.</summary>
    /// <param name="folder">Of the program alone; made when it is missing.</param>
    /// <exception cref="StatementRefusedException">There are more than <paramref name="largest"/> bytes.</exception>
    public static async Task<(ArrivingFile File, string Hash)> TakeInAsync(Stream content, string folder, long largest, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var arriving = new ArrivingFile(Open(Path.Combine(folder, $"{Guid.CreateVersion7():N}.arriving")));
        try
        {
            return (arriving, await arriving.FillAsync(content, largest, cancel));
        }
        catch
        {
            await arriving.DisposeAsync();
            throw;
        }
    }

    public long Length => _file.Length;

    /// <summary>The file from its beginning. One reading at a time.</summary>
    public Stream FromStart()
    {
        _file.Position = 0;
        return _file;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    public static StatementRefusedException TooLarge(long largest) => new("statement.too-large", new Bilingual(
        $"The file is larger than {largest} bytes; send it in parts, or raise Statements:LargestFile.",
        $"فایل از {largest} بایت بزرگ‌تر است؛ آن را در چند بخش بفرستید یا Statements:LargestFile را بیشتر کنید."));

    private async Task<string> FillAsync(Stream content, long largest, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            if (_file.Length + read > largest)
            {
                throw TooLarge(largest);
            }

            hash.AppendData(buffer, 0, read);
            await _file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = BufferSize,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        File.Delete(path); // it lives on until it is closed
        return file;
    }
}
