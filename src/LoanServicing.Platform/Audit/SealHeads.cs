using System.Globalization;
using System.Text;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Platform.Audit;

/// <summary>
/// Each day's last block of a chain, in a file outside the database: <c>{date}-{service}-{log}.txt</c> with the block's number and hash. Whoever
/// can rewrite the whole database could rewrite the chain, but not a file that has been copied elsewhere.
/// </summary>
public static class SealHeads
{
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

    /// <summary>Compares the kept files with the chain: a block that a file names must still be there, with the same hash (rule R11).</summary>
    /// <param name="log">The log's table.</param>
    public static async Task<RuleFinding> VerifyAsync(System.Data.Common.DbConnection connection, string service, string log, string folder)
    {
        var blocks = (await connection.QueryAsync<SealedBlock>(SealSql.Blocks, new { log })).ToDictionary(block => block.Number, block => block.Hash);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, $"????-??-??-{service}-{log}.txt") : [];
        var problems = new List<string>();
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            if (Read(file) is not { } head || blocks.GetValueOrDefault(head.Number) != head.Hash)
            {
                problems.Add($"{service} {log} no longer has the block that {Path.GetFileName(file)} names");
            }
        }

        return new RuleFinding("R11", files.Length, $"kept heads of the {log} chain of {service}", problems);
    }

    private static (long Number, string Hash)? Read(string file)
    {
        var words = File.Exists(file) ? File.ReadAllText(file).TrimEnd().Split(' ') : [];
        return words.Length == 2 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, words[1])
            : null;
    }
}
