using LoanServicing.Platform.Audit;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Platform.Tests.Audit;

/// <summary>What verification says of a sealed trail, and of one that somebody has changed.</summary>
public class SealTests : IDisposable
{
    private readonly SealBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [StoreFact]
    public async Task An_untouched_trail_verifies()
    {
        await _bench.RecordAsync(2500);
        await _bench.Sealer.SealAllAsync(CancellationToken.None);
        await _bench.RecordAsync(2);

        var (entries, chain, heads) = await _bench.VerifyAsync();
        Assert.Equal((2502, 3, 1), (entries.Counted, chain.Counted, heads.Counted));
        Assert.All([entries, chain, heads], finding => Assert.Empty(finding.Problems));
        Assert.All([entries, chain, heads], finding => Assert.Equal("R11", finding.Rule));
        Assert.Contains("2 entries not sealed yet", chain.What, StringComparison.Ordinal);
    }

    [StoreTheory]
    [InlineData("details = '{\"reason\":\"another\"}'")]
    [InlineData("actor = 'somebody else'")]
    [InlineData("action = 'note.taken2'")]
    [InlineData("subject_id = '21'")]
    [InlineData("subject_type = 'x'")]
    [InlineData("business_date = 20260728")]
    [InlineData("at = at + 1")]
    [InlineData("actor = 'officer-1note.taken', action = ''")]
    public async Task A_damaged_entry_is_named(string damage)
    {
        await _bench.RecordAsync(5);
        await _bench.DamageAsync($"update audit set {damage} where id = 3");

        var (entries, _, _) = await _bench.VerifyAsync();
        Assert.Equal(["alpha audit row 3 does not match its hash"], entries.Problems);
    }

    [StoreFact]
    public async Task An_entry_with_another_id_is_named()
    {
        await _bench.RecordAsync(5);
        await _bench.Database.WriteAsync(unit => unit.ExecuteAsync("update audit set entry_id = @id where id = 3", new { id = Guid.Empty }));

        var (entries, _, _) = await _bench.VerifyAsync();
        Assert.Equal(["alpha audit row 3 does not match its hash"], entries.Problems);
    }

    [StoreFact(OfSqlite = true)] // elsewhere the column is too short for it
    public async Task Two_hashes_in_one_row_are_named()
    {
        await _bench.RecordAsync(5);
        await _bench.Sealer.SealAllAsync(CancellationToken.None);
        await _bench.DamageAsync("update audit set hash = (select group_concat(hash, '') from audit where id in (3, 4)) where id = 3");

        var (_, chain, _) = await _bench.VerifyAsync();
        Assert.Contains("alpha audit block 1 ", Assert.Single(chain.Problems), StringComparison.Ordinal);
    }

    [StoreTheory]
    [InlineData("update seal_block set hash = 'x' where number = 2", "block 2", "block 3")]
    [InlineData("update seal_block set previous_hash = 'x' where number = 2", "block 2")]
    [InlineData("update seal_block set entries = 4 where number = 2", "block 2")]
    [InlineData("delete from seal_block where number = 2", "block 2", "block 3")]
    [InlineData("update audit set seal = 9 where id in (7, 8)", "block 2", "block 9")]
    [InlineData("update audit set hash = 'x' where id = 7", "block 2")]
    [InlineData("delete from audit where id = 7", "block 2")]
    [InlineData("update audit set seal = null where id = 7", "block 2")]
    [InlineData("update audit set seal = 3 where id = 7", "block 2", "block 3")]
    public async Task A_damaged_block_is_named(string damage, params string[] named)
    {
        for (var block = 0; block < 3; block++)
        {
            await _bench.RecordAsync(5);
            await _bench.Sealer.SealAllAsync(CancellationToken.None);
        }

        await _bench.DamageAsync(damage);

        var (_, chain, _) = await _bench.VerifyAsync();
        Assert.Equal(named.Length, chain.Problems.Count);
        Assert.All(named.Zip(chain.Problems), pair => Assert.Contains($"alpha audit {pair.First} ", pair.Second, StringComparison.Ordinal));
    }

    [StoreFact]
    public async Task Blocks_sealed_while_verify_reads_are_no_finding()
    {
        await _bench.RecordAsync(5);
        await _bench.Sealer.SealAllAsync(CancellationToken.None);
        var kept = SealHeads.ReadAll(_bench.Heads);

        var heads = await _bench.Database.ReadAsync(async connection =>
        {
            await SealChain.VerifyAsync(connection, TestModules.Alpha, AuditLog.Table); // from here on the connection sees no later block
            await _bench.RecordAsync(5);
            await _bench.Sealer.SealAllAsync(CancellationToken.None);
            return await SealHeads.VerifyAsync(connection, TestModules.Alpha, AuditLog.Table, kept);
        });

        Assert.NotEqual(kept, SealHeads.ReadAll(_bench.Heads));
        Assert.Equal(1, heads.Counted);
        Assert.Empty(heads.Problems);
    }

    [StoreFact]
    public async Task Rewriting_the_whole_chain_is_seen_by_the_kept_heads()
    {
        await _bench.RecordAsync(5);
        await _bench.Sealer.SealAllAsync(CancellationToken.None);
        await _bench.RecordAsync(5, SealBench.Day.PlusDays(1));
        await _bench.Sealer.SealAllAsync(CancellationToken.None);

        await _bench.DamageAsync("delete from audit where id > 5; delete from seal_block where number = 2");
        var (entries, chain, heads) = await _bench.VerifyAsync();
        Assert.All([entries, chain], finding => Assert.Empty(finding.Problems)); // it looks sound from inside
        Assert.Equal(["alpha audit no longer has the block that 2026-07-28-alpha-audit.txt names"], heads.Problems);
    }

    [StoreFact]
    public void Lists_that_read_alike_when_joined_have_different_hashes()
    {
        Assert.NotEqual(EntryHash.Of("ab", "c"), EntryHash.Of("a", "bc"));
        Assert.NotEqual(EntryHash.Of("a"), EntryHash.Of("a", ""));
        Assert.NotEqual(EntryHash.Of("1:a\n"), EntryHash.Of("a"));
        Assert.Equal("5b4db4017493b7c8a2d451a5c44100ec9cc290efee0ff882213bc180d15befad", EntryHash.Of("a", "سلام")); // stored for years
    }
}
