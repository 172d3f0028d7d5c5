using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Platform.Audit;

/// <summary>Walks the chain of one log (rule R11), some blocks and their entries at a time.</summary>
public static class SealChain
{
    private const int BlocksAtOnce = 100;

    /// <summary>Names every block that does not follow from its entries and the block before it, and reports how much is not sealed yet.</summary>
    /// <param name="service">The service, for the message.</param>
    /// <param name="log">The log's table.</param>
    public static async Task<RuleFinding> VerifyAsync(DbConnection connection, string service, string log)
    {
        var walk = new Walk(service, log);
        var after = 0L;
        while (await BlocksAsync(connection, log, after, BlocksAtOnce) is { Count: > 0 } blocks)
        {
            var last = blocks[^1].Number;
            var entries = (await connection.QueryAsync<SealedEntry>(SealSql.Sealed(log), new { after, last })).ToLookup(entry => entry.Seal, entry => entry.Hash);
            walk.Follow(blocks, entries);
            after = last;
        }

        var beyond = await connection.QueryAsync<SealedEntry>(SealSql.Sealed(log), new { after, last = long.MaxValue });
        walk.NameMissing(beyond.Select(entry => entry.Seal));
        var unsealed = await connection.QuerySingleAsync<long>(SealSql.CountUnsealed(log));
        return new RuleFinding("R11", walk.Blocks, $"blocks of the {log} chain of {service} ({unsealed} entries not sealed yet)", walk.Problems);
    }

    /// <summary>The next blocks after a number, in their order.</summary>
    /// <exception cref="InvalidDataException">A number is no whole one, which SQLite keeps: whoever asks for the blocks after it would get it again, for ever.</exception>
    public static async Task<IReadOnlyList<SealedBlock>> BlocksAsync(DbConnection connection, string log, long after, int limit)
    {
        var blocks = (await connection.QueryAsync<SealedBlock>(connection.First(SealSql.Blocks, "@limit"), new { log, after, limit })).ToList();
        return blocks.Exists(block => block.Number <= after) ? throw new InvalidDataException($"A block of {log} after {after} has no whole number.") : blocks;
    }

    /// <summary>Where the chain of a log has come to; the log itself is not read.</summary>
    public static async Task<ChainStanding> StandingAsync(DbConnection connection, string log) => new(
        await connection.QuerySingleOrDefaultAsync<SealedBlock>(SealSql.Last, new { log }),
        await connection.QuerySingleAsync<long>(SealSql.CountSealed, new { log }),
        await connection.QuerySingleAsync<long>(SealSql.CountUnsealed(log)));

    /// <summary>Where the walk has come to.</summary>
    private sealed class Walk(string service, string log)
    {
        private string _previous = "";

        public List<string> Problems { get; } = [];

        public long Blocks { get; private set; }

        public void Follow(IReadOnlyList<SealedBlock> blocks, ILookup<long, string> entries)
        {
            var before = 0L;
            foreach (var block in blocks)
            {
                NameMissing(entries.Select(group => group.Key).Where(seal => seal > before && seal < block.Number));
                before = block.Number;
                var hashes = entries[block.Number].ToList();
                if (block.Number != ++Blocks || block.PreviousHash != _previous || block.Entries != hashes.Count
                    || block.Hash != SealedBlock.HashOf(_previous, hashes))
                {
                    Problems.Add($"{service} {log} block {block.Number} does not follow from the entries and the block before it");
                }

                _previous = block.Hash;
            }
        }

        public void NameMissing(IEnumerable<long> seals) => Problems.AddRange(
            seals.Distinct().Order().Select(seal => $"{service} {log} block {seal} is missing, though entries are sealed in it"));
    }

    private sealed record SealedEntry
    {
        public long Seal { get; init; }

        public string Hash { get; init; } = "";
    }
}
