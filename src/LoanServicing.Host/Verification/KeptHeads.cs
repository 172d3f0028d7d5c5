using System.Globalization;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using NodaTime.Text;

namespace LoanServicing.Host.Verification;

/// <summary>Heads of the chains as somebody outside kept them: lines that <c>verify --print-heads</c> printed, or a copy of the seals folder.</summary>
internal static class KeptHeads
{
    private const int HashLength = 64;

    /// <param name="path">A file of lines <c>date service log number hash</c>, of any number of days; or a folder.</param>
    /// <exception cref="StartupException">It cannot be read, or a line of it is no head.</exception>
    public static IReadOnlyList<KeptHead> Read(string path)
    {
        try
        {
            var heads = Directory.Exists(path) ? SealHeads.ReadAll(path) : [.. ReadFile(path)];
            return heads.Count > 0 ? heads : throw new StartupException($"{path} holds no heads; name a file of lines of verify --print-heads, or a copy of the seals folder.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be read: {cause.Message}");
        }
    }

    private static IEnumerable<KeptHead> ReadFile(string path)
    {
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                yield return HeadIn(words, $"line {index + 1} of {Path.GetFileName(path)}");
            }
        }
    }

    // Somebody may have typed it from paper, so capitals do not matter.
    private static KeptHead HeadIn(string[] words, string line)
    {
        var readable = words.Length == 5
            && LocalDatePattern.Iso.Parse(words[0]).Success
            && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && words[4].Length == HashLength && words[4].All(char.IsAsciiHexDigit);
        return readable
            ? new KeptHead(line, LocalDatePattern.Iso.Parse(words[0]).Value, words[1].ToLowerInvariant(), words[2].ToLowerInvariant(), long.Parse(words[3], NumberStyles.None, CultureInfo.InvariantCulture), words[4].ToLowerInvariant())
            : throw new StartupException($"{line} is no head; it must have a date, service, log, block number and hash, as verify --print-heads prints them.");
    }
}
