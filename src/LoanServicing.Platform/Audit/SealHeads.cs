using System.Globalization;
using System.Text;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Platform.Audit;

/// <summary>A head of a chain that was kept outside the databases.</summary>
/// <param name="From">The file, or the line of one, that it was kept in.</param>
/// <param name="Date">The business date of the block's latest entry; null where the file does not say it.</param>
/// <param name="Number">The block's; null where the file cannot be read.</param>
public sealed record KeptHead(string From, LocalDate? Date, string Service, string Log, long? Number, string? Hash);

/// <summary>
/// Each day's last block of a chain, in a file outside the database: <c>{date}-{service}-{log}.txt</c> with the block's number and hash. Whoever
/// can rewrite the whole database could rewrite the chain, but not a file that has been copied elsewhere.
/// </summary>
public static class SealHeads
{
    private const int DateLength = 10;

    internal static void Keep(string folder, string service, string log, SealedBlock block)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{block.BusinessDate:uuuu-MM-dd}-{service}-{log}.txt");
        if (Read(file)?.Number > block.Number)
        {
            return; // another sealer was quicker with a later block
        }

        var content = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{block.Number} {block.Hash}\n"));
        DurableFile.Write(file, content, $"{file}.{Guid.CreateVersion7():N}{DurableFile.Temporary}"); // several sealers may keep one day's head
    }

    /// <summary>
    /// What the files say. Read them before the database is: a sealer may go on meanwhile, and a head that is newer than the rows it is compared
    /// with would look like a block that is gone.
    /// </summary>
    /// <exception cref="StartupException">The files may not be read.</exception>
    public static IReadOnlyList<KeptHead> ReadAll(string folder)
    {
        try
        {
            return
            [
                .. (Directory.Exists(folder) ? Directory.GetFiles(folder, "????-??-??-*.txt") : [])
                    .Order(StringComparer.Ordinal)
                    .Select(file => (File: Path.GetFileName(file), Head: Read(file)))
                    .Select(kept => new KeptHead(kept.File, DateIn(kept.File), ServiceIn(kept.File), LogIn(kept.File), kept.Head?.Number, kept.Head?.Hash)),
            ];
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException($"The account {Environment.UserName} may not read the seals in {folder}; give it that right, or use another account.");
        }
    }

    /// <summary>The last block of a log's chain, with its business date; null before there is one.</summary>
    public static Task<SealedBlock?> LastAsync(System.Data.Common.DbConnection connection, string log) =>
        connection.QuerySingleOrDefaultAsync<SealedBlock>(SealSql.LastWithDate(log), new { log });

    /// <summary>Compares the kept heads with the chain: a block that one names must still be there, with the same hash and of the same day (rule R11).</summary>
    /// <param name="log">The log's table.</param>
    /// <param name="kept">Of all chains, as read before <paramref name="connection"/> was opened.</param>
    public static async Task<RuleFinding> VerifyAsync(
        System.Data.Common.DbConnection connection, string service, string log, IReadOnlyList<KeptHead> kept)
    {
        var heads = kept.Where(head => head.Service == service && head.Log == log).ToList();
        var problems = new List<string>();
        foreach (var head in heads)
        {
            var block = await connection.QuerySingleOrDefaultAsync<(string Hash, LocalDate? Date)>(SealSql.BlockWithDate(log), new { log, number = head.Number });
            if (block.Hash is null || block.Hash != head.Hash)
            {
                problems.Add($"{service} {log} no longer has the block that {head.From} names");
            }
            else if (block.Date != head.Date)
            {
                problems.Add($"{service} {log} block {head.Number} is of {block.Date:uuuu-MM-dd}, and {head.From} says {head.Date:uuuu-MM-dd}");
            }
        }

        return new RuleFinding("R11", heads.Count, $"kept heads of the {log} chain of {service}", problems);
    }

    private static LocalDate? DateIn(string file) => LocalDatePattern.Iso.Parse(file[..DateLength]) is { Success: true } date ? date.Value : null;

    private static string ServiceIn(string file) => file[(DateLength + 1)..].Split('-', '.')[0];

    private static string LogIn(string file) => Path.GetFileNameWithoutExtension(file)[DateLength..].Split('-', 3)[^1];

    private static (long Number, string Hash)? Read(string file)
    {
        var words = File.Exists(file) ? File.ReadAllText(file).TrimEnd().Split(' ') : [];
        return words.Length == 2 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, words[1])
            : null;
    }
}
