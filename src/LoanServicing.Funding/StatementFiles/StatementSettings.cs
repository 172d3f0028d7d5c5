using System.Globalization;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>How statement files are read (<c>Statements:*</c>).</summary>
internal sealed record StatementSettings
{
    private const long DefaultLargestFile = 256L << 20;
    private const long MostLargestFile = 4L << 30;

    /// <summary>In bytes; a larger file is refused (<c>Statements:LargestFile</c>).</summary>
    public long LargestFile { get; init; } = DefaultLargestFile;

    public CsvMap Csv { get; init; } = new();

    /// <exception cref="StartupException">A value cannot be used; the message says which.</exception>
    public static StatementSettings Read(IConfiguration configuration) => new()
    {
        LargestFile = ReadLargestFile(configuration["Statements:LargestFile"]),
        Csv = CsvMap.Read(configuration),
    };

    private static long ReadLargestFile(string? text)
    {
        if (text is null)
        {
            return DefaultLargestFile;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is >= 1 and <= MostLargestFile
            ? bytes
            : throw new StartupException($"Statements:LargestFile is '{text}'; it must be a whole number of bytes from 1 to {MostLargestFile}.");
    }
}
