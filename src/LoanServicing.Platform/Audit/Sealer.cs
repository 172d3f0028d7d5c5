using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Verification;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Platform.Audit;

/// <summary>
/// Chains the entries of a log in blocks. It takes committed entries that have no seal yet, whatever their id (a reader that trusted
/// <c>id &gt; last</c> would miss late commits), hashes them onto the block before, and keeps the day's head also in a file outside the database,
/// because whoever can rewrite the whole database could rewrite the chain. The block's number is its primary key: of two sealers one fails.
/// The log's table has the columns <c>id, business_date, hash, seal</c>.
/// </summary>
public sealed class Sealer(IDatabase database, IReadOnlyList<string> logs, string headFolder, ILogger<Sealer> log) : BackgroundService
{
    /// <summary>Entries in one block, at most.</summary>
    private const int BlockSize = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The logs whose last block is known to be in its file.</summary>
    private readonly HashSet<string> _kept = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await SealAllAsync(stoppingToken);
                }
                catch (Exception cause) when (cause is DatabaseUnavailableException or System.Data.Common.DbException or IOException or UnauthorizedAccessException)
                {
                    log.LogWarning("Sealing of {Database} waits: {Cause}", database.Name, cause.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Seals everything that is committed now.</summary>
    public async Task SealAllAsync(CancellationToken cancel)
    {
        foreach (var name in logs)
        {
            // The file of the last block may be missing: this process, or the one before, may have failed between the commit and the file.
            if (!_kept.Contains(name)
                && await database.ReadAsync(connection => connection.QuerySingleOrDefaultAsync<SealedBlock>(SealSql.LastWithDate(name), new { log = name }), cancel)
                    is { } last)
            {
                SealHeads.Keep(headFolder, database.Name, name, last);
            }

            _kept.Add(name);
            while (await database.WriteAsync(unit => SealBlockAsync(unit, name), cancel) is { } block)
            {
                _kept.Remove(name);
                SealHeads.Keep(headFolder, database.Name, name, block);
                _kept.Add(name);
            }
        }
    }

    private static async Task<SealedBlock?> SealBlockAsync(UnitOfWork unit, string name)
    {
        var entries = (await unit.QueryAsync<UnsealedEntry>(SealSql.Unsealed(name), new { limit = BlockSize })).ToList();
        if (entries.Count == 0)
        {
            return null;
        }

        var last = await unit.QuerySingleOrDefaultAsync<SealedBlock>(SealSql.Last, new { log = name });
        var previous = last?.Hash ?? "";
        var block = new SealedBlock
        {
            Number = (last?.Number ?? 0) + 1,
            Entries = entries.Count,
            PreviousHash = previous,
            Hash = EntryHash.Of([previous, .. entries.Select(entry => entry.Hash)]),
            BusinessDate = entries.Max(entry => entry.BusinessDate),
        };
        await unit.ExecuteAsync(SealSql.Mark(name), new { block.Number, ids = entries.Select(entry => entry.Id) });
        await unit.ExecuteAsync(
            SealSql.Insert, new { log = name, block.Number, block.Entries, block.PreviousHash, block.Hash, unit.Now });
        return block;
    }

    /// <summary>Walks the chain of one log and reports how much of it is not sealed yet.</summary>
    public static async Task<RuleFinding> VerifyAsync(System.Data.Common.DbConnection connection, string service, string name)
    {
        var problems = new List<string>();
        var previous = "";
        long number = 0;
        var blocks = (await connection.QueryAsync<SealedBlock>(SealSql.Blocks, new { log = name })).ToList();
        foreach (var block in blocks)
        {
            var hashes = (await connection.QueryAsync<string>(SealSql.HashesOf(name), new { block.Number })).ToList();
            if (block.Number != ++number || block.PreviousHash != previous || block.Entries != hashes.Count
                || block.Hash != EntryHash.Of([previous, .. hashes]))
            {
                problems.Add($"{service} {name} block {block.Number} does not follow from the entries and the block before it");
            }

            previous = block.Hash;
        }

        var unsealed = await connection.QuerySingleAsync<long>(SealSql.CountUnsealed(name));
        return new RuleFinding("R11", blocks.Count, $"blocks of the {name} chain of {service} ({unsealed} entries not sealed yet)", problems);
    }

    private sealed record UnsealedEntry
    {
        public long Id { get; init; }

        public LocalDate BusinessDate { get; init; }

        public string Hash { get; init; } = "";
    }
}
