using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Platform.Audit;

/// <summary>Walks the chain of one log (rule R11) in one ordered pass over its entries beside one over its blocks; holds one block at a time.</summary>
public static class SealChain
{
    /// <summary>Names every block that does not follow from its entries and the block before it, and reports how much is not sealed yet.</summary>
    /// <param name="connection">Open; two readers stay open on it at once.</param>
    /// <param name="service">The service, for the message.</param>
    /// <param name="log">The log's table.</param>
    public static async Task<RuleFinding> VerifyAsync(DbConnection connection, string service, string log)
    {
        var problems = new List<string>();
        var (previous, number, count) = ("", 0L, 0L);
        await using var entries = connection.QueryUnbufferedAsync<SealedEntry>(SealSql.Sealed(log)).GetAsyncEnumerator();
        var more = await entries.MoveNextAsync();
        await foreach (var block in connection.QueryUnbufferedAsync<SealedBlock>(SealSql.Blocks, new { log }))
        {
            count++;
            var hashes = new List<string>();
            for (; more && entries.Current.Seal <= block.Number; more = await entries.MoveNextAsync())
            {
                if (entries.Current.Seal == block.Number)
                {
                    hashes.Add(entries.Current.Hash);
                }
                else
                {
                    NameMissing(entries.Current.Seal);
                }
            }

            if (block.Number != ++number || block.PreviousHash != previous || block.Entries != hashes.Count
                || block.Hash != EntryHash.Of([previous, .. hashes]))
            {
                problems.Add($"{service} {log} block {block.Number} does not follow from the entries and the block before it");
            }

            previous = block.Hash;
        }

        for (; more; more = await entries.MoveNextAsync())
        {
            NameMissing(entries.Current.Seal);
        }

        var unsealed = await connection.QuerySingleAsync<long>(SealSql.CountUnsealed(log));
        return new RuleFinding("R11", count, $"blocks of the {log} chain of {service} ({unsealed} entries not sealed yet)", problems);

        void NameMissing(long seal)
        {
            var problem = $"{service} {log} block {seal} is missing, though entries are sealed in it";
            if (problems.Count == 0 || problems[^1] != problem)
            {
                problems.Add(problem);
            }
        }
    }

    private sealed record SealedEntry
    {
        public long Seal { get; init; }

        public string Hash { get; init; } = "";
    }
}
