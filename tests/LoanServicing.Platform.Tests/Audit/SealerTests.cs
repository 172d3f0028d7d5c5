using Dapper;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Platform.Tests.Audit;

/// <summary>Each entry gets into one block, and each day keeps its last head.</summary>
public class SealerTests : IDisposable
{
    private readonly SealBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [StoreFact]
    public async Task Each_day_keeps_its_last_head_in_a_file()
    {
        await _bench.RecordAsync(3);
        await _bench.Sealer.SealAllAsync(CancellationToken.None);
        await _bench.RecordAsync(3);
        await _bench.Sealer.SealAllAsync(CancellationToken.None);
        await _bench.RecordAsync(3, SealBench.Day.PlusDays(1));
        await _bench.Sealer.SealAllAsync(CancellationToken.None);

        var blocks = await _bench.Database.ListAsync<(long Number, string Hash)>("select number, hash from seal_block order by number");
        Assert.Equal(["2026-07-27-alpha-audit.txt", "2026-07-28-alpha-audit.txt"], Directory.GetFiles(_bench.Heads).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal($"{blocks[1].Number} {blocks[1].Hash}\n", await File.ReadAllTextAsync(Path.Combine(_bench.Heads, "2026-07-27-alpha-audit.txt")));
        Assert.Equal($"{blocks[2].Number} {blocks[2].Hash}\n", await File.ReadAllTextAsync(Path.Combine(_bench.Heads, "2026-07-28-alpha-audit.txt")));
    }

    [StoreFact]
    public async Task A_head_that_could_not_be_written_is_written_later()
    {
        await _bench.RecordAsync(3);
        await File.WriteAllTextAsync(_bench.Heads, "a file where the folder should be");
        await Assert.ThrowsAnyAsync<IOException>(() => _bench.Sealer.SealAllAsync(CancellationToken.None));
        File.Delete(_bench.Heads);

        await _bench.Sealer.SealAllAsync(CancellationToken.None);
        var (_, _, heads) = await _bench.VerifyAsync();
        Assert.Equal((1, 0), (heads.Counted, heads.Problems.Count));

        Directory.Delete(_bench.Heads, recursive: true);
        using var nextProcess = _bench.NewSealer();
        await nextProcess.SealAllAsync(CancellationToken.None);
        Assert.Equal(1, (await _bench.VerifyAsync()).Heads.Counted);
    }

    [StoreFact(OfSqlite = true)] // elsewhere an id cannot be changed
    public async Task An_entry_that_is_committed_late_with_an_earlier_id_is_sealed_too()
    {
        await _bench.RecordAsync(3);
        await _bench.Sealer.SealAllAsync(CancellationToken.None);
        await _bench.RecordAsync(1);
        await _bench.DamageAsync("update audit set id = 0 where id = 4");

        await _bench.Sealer.SealAllAsync(CancellationToken.None);
        Assert.Equal(0, await _bench.Database.CountAsync("audit", "seal is null"));
        Assert.Empty((await _bench.VerifyAsync()).Chain.Problems);
    }

    [StoreFact]
    public async Task Several_sealers_seal_each_entry_once()
    {
        using var other = _bench.NewSealer();
        var recording = Parallel.ForEachAsync(Enumerable.Range(0, 200), async (_, _) => await _bench.RecordAsync(3));
        var sealing = new[] { _bench.Sealer, other, _bench.Sealer, other }.Select(async sealer =>
        {
            while (!recording.IsCompleted)
            {
                await sealer.SealAllAsync(CancellationToken.None);
            }
        });
        await Task.WhenAll([recording, .. sealing]);
        await _bench.Sealer.SealAllAsync(CancellationToken.None);

        var sums = await _bench.Database.ReadAsync(connection => connection.QuerySingleAsync<(long Entries, long Blocks, long Last)>(
            "select sum(entries), count(*), max(number) from seal_block"));
        Assert.Equal(600, sums.Entries);
        Assert.Equal(sums.Blocks, sums.Last);
        var (entries, chain, _) = await _bench.VerifyAsync();
        Assert.All([entries, chain], finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task A_block_number_can_be_taken_once()
    {
        await _bench.RecordAsync(1);
        await _bench.Sealer.SealAllAsync(CancellationToken.None);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => _bench.DamageAsync(
            "insert into seal_block (log, number, entries, previous_hash, hash, sealed_at) values ('audit', 1, 1, '', 'x', 0)"));
    }
}
