using Dapper;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Platform.Audit;

/// <summary>
/// Chains the entries of a log in blocks. It takes committed entries that have no seal yet, whatever their id (a reader that trusted
/// <c>id &gt; last</c> would miss late commits), hashes them onto the block before, and keeps the day's head also in a file outside the database,
/// because whoever can rewrite the whole database could rewrite the chain. The block's number is its primary key: of two sealers one fails.
/// A block is sealed when it is full or its oldest entry has waited long enough, so that quiet days make few blocks.
/// The log's table has the columns <c>id, business_date, hash, seal</c>.
/// </summary>
public sealed class Sealer(IDatabase database, IReadOnlyList<string> logs, string headFolder, ILogger<Sealer> log, TimeProvider? time = null)
    : BackgroundService
{
    /// <summary>Entries in one block, at most.</summary>
    private const int BlockSize = 1000;

    /// <summary>How long an entry may stay unsealed while a block is not full.</summary>
    public static readonly TimeSpan LongestUnsealed = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Since when entries are seen unsealed, per log. A log not in it has had no look yet: what a process before left is sealed at once.</summary>
    private readonly Dictionary<string, long?> _unsealedSince = [];

    /// <summary>The logs whose last block is known to be in its file.</summary>
    private readonly HashSet<string> _kept = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await UnlessUnavailableAsync(() => SealDueAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Seals all that is committed once nothing more is sealed in the background, if the time for stopping lasts that long.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.StopAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested(); // the base returns, too, when the time has run out
            await UnlessUnavailableAsync(() => SealAllAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("The time for stopping ran out; entries of {Database} that have no seal yet are sealed at the next start", database.Name);
        }
    }

    /// <summary>Seals the logs that have a full block or an entry that has been unsealed for <see cref="LongestUnsealed"/>.</summary>
    public async Task SealDueAsync(CancellationToken cancel)
    {
        foreach (var name in logs)
        {
            var unsealed = await database.ReadAsync(connection => connection.QuerySingleAsync<long>(SealSql.CountUnsealed(name)), cancel);
            if (IsDue(name, unsealed))
            {
                await SealAllAsync(name, cancel);
            }
        }
    }

    /// <summary>Seals everything that is committed now.</summary>
    public async Task SealAllAsync(CancellationToken cancel)
    {
        foreach (var name in logs)
        {
            await SealAllAsync(name, cancel);
        }
    }

    private bool IsDue(string name, long unsealed)
    {
        var firstLook = !_unsealedSince.TryGetValue(name, out var since);
        since = unsealed == 0 ? null : since ?? _time.GetTimestamp();
        _unsealedSince[name] = since;
        return firstLook || unsealed >= BlockSize || (since is { } start && _time.GetElapsedTime(start) >= LongestUnsealed);
    }

    private async Task SealAllAsync(string name, CancellationToken cancel)
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

        _unsealedSince[name] = null;
    }

    private async Task UnlessUnavailableAsync(Func<Task> seal)
    {
        try
        {
            await seal();
        }
        catch (Exception cause) when (cause is DatabaseUnavailableException or ConcurrentChangeException or System.Data.Common.DbException or IOException or UnauthorizedAccessException)
        {
            log.LogWarning("Sealing of {Database} waits: {Cause}", database.Name, DatabaseErrors.Describe(cause));
        }
    }

    private static async Task<SealedBlock?> SealBlockAsync(UnitOfWork unit, string name)
    {
        var entries = (await unit.QueryAsync<UnsealedEntry>(unit.First(SealSql.Unsealed(name), "@limit"), new { limit = BlockSize })).ToList();
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
            Hash = SealedBlock.HashOf(previous, entries.Select(entry => entry.Hash)),
            BusinessDate = entries.Max(entry => entry.BusinessDate),
        };
        if (await unit.ExecuteAsync(SealSql.Mark(name), new { block.Number, ids = entries.Select(entry => entry.Id) }) != entries.Count)
        {
            throw new ConcurrentChangeException($"The chain of {name}"); // another sealer has taken some of them
        }

        await unit.ExecuteAsync(
            SealSql.Insert, new { log = name, block.Number, block.Entries, block.PreviousHash, block.Hash, unit.Now });
        return block;
    }

    private sealed record UnsealedEntry
    {
        public long Id { get; init; }

        public LocalDate BusinessDate { get; init; }

        public string Hash { get; init; } = "";
    }
}
