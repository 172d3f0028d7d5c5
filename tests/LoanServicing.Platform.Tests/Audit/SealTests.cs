using Dapper;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Platform.Tests.Audit;

public sealed class SealTests : IDisposable
{
    private static readonly LocalDate Day = new(2026, 7, 27);
    private readonly TestFolder _folder = new();
    private readonly CommitSignal _signal = new();
    private readonly SqliteDatabase _database;
    private readonly Sealer _sealer;

    public SealTests()
    {
        var facts = new FactWriter(new HandlerMap(TestModules.Alpha), _ => [], _signal);
        _database = SqliteDatabase.Open(_folder.Path, TestModules.AlphaModule().Schema, SystemClock.Instance, facts);
        _sealer = NewSealer();
    }

    private string Heads => Path.Combine(_folder.Path, "seals");

    public void Dispose()
    {
        _sealer.Dispose();
        _database.Dispose();
        _signal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_untouched_trail_verifies()
    {
        await RecordAsync(2500);
        await _sealer.SealAllAsync(CancellationToken.None);
        await RecordAsync(2);

        var (entries, chain, heads) = await VerifyAsync();
        Assert.Equal((2502, 3, 1), (entries.Counted, chain.Counted, heads.Counted));
        Assert.All([entries, chain, heads], finding => Assert.Empty(finding.Problems));
        Assert.All([entries, chain, heads], finding => Assert.Equal("R11", finding.Rule));
        Assert.Contains("2 entries not sealed yet", chain.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("details = '{\"reason\":\"another\"}'")]
    [InlineData("actor = 'somebody else'")]
    [InlineData("action = 'note.taken2'")]
    [InlineData("subject_id = subject_id || '1'")]
    [InlineData("subject_type = 'x'")]
    [InlineData("business_date = 20260728")]
    [InlineData("at = at + 1")]
    [InlineData("entry_id = x'00000000000000000000000000000000'")]
    [InlineData("actor = actor || action, action = ''")]
    public async Task A_damaged_entry_is_named(string damage)
    {
        await RecordAsync(5);
        await DamageAsync($"update audit set {damage} where id = 3");

        var (entries, _, _) = await VerifyAsync();
        Assert.Equal(["alpha audit row 3 does not match its hash"], entries.Problems);
    }

    [Theory]
    [InlineData("update seal_block set hash = 'x' where number = 2", "block 2", "block 3")]
    [InlineData("update seal_block set previous_hash = 'x' where number = 2", "block 2")]
    [InlineData("update seal_block set entries = 4 where number = 2", "block 2")]
    [InlineData("delete from seal_block where number = 2", "block 2", "block 3")]
    [InlineData("update audit set seal = 9 where id in (7, 8)", "block 2", "block 9")]
    [InlineData("update audit set hash = 'x' where id = 7", "block 2")]
    [InlineData("delete from audit where id = 7", "block 2")]
    [InlineData("update audit set seal = null where id = 7", "block 2")]
    [InlineData("update audit set seal = 3 where id = 7", "block 2", "block 3")]
    [InlineData("update audit set hash = (select group_concat(hash, '') from audit where id in (6, 7)) where id = 6", "block 2")]
    public async Task A_damaged_block_is_named(string damage, params string[] named)
    {
        for (var block = 0; block < 3; block++)
        {
            await RecordAsync(5);
            await _sealer.SealAllAsync(CancellationToken.None);
        }

        await DamageAsync(damage);

        var (_, chain, _) = await VerifyAsync();
        Assert.Equal(named.Length, chain.Problems.Count);
        Assert.All(named.Zip(chain.Problems), pair => Assert.Contains($"alpha audit {pair.First} ", pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blocks_sealed_while_verify_reads_are_no_finding()
    {
        await RecordAsync(5);
        await _sealer.SealAllAsync(CancellationToken.None);
        var kept = SealHeads.ReadAll(Heads);

        var heads = await _database.ReadAsync(async connection =>
        {
            await SealChain.VerifyAsync(connection, TestModules.Alpha, AuditLog.Table); // from here on the connection sees no later block
            await RecordAsync(5);
            await _sealer.SealAllAsync(CancellationToken.None);
            return await SealHeads.VerifyAsync(connection, TestModules.Alpha, AuditLog.Table, kept);
        });

        Assert.NotEqual(kept, SealHeads.ReadAll(Heads));
        Assert.Equal(1, heads.Counted);
        Assert.Empty(heads.Problems);
    }

    [Fact]
    public async Task Rewriting_the_whole_chain_is_seen_by_the_kept_heads()
    {
        await RecordAsync(5);
        await _sealer.SealAllAsync(CancellationToken.None);
        await RecordAsync(5, Day.PlusDays(1));
        await _sealer.SealAllAsync(CancellationToken.None);

        await DamageAsync("delete from audit where id > 5; delete from seal_block where number = 2");
        var (entries, chain, heads) = await VerifyAsync();
        Assert.All([entries, chain], finding => Assert.Empty(finding.Problems)); // it looks sound from inside
        Assert.Equal(["alpha audit no longer has the block that 2026-07-28-alpha-audit.txt names"], heads.Problems);
    }

    [Fact]
    public async Task Each_day_keeps_its_last_head_in_a_file()
    {
        await RecordAsync(3);
        await _sealer.SealAllAsync(CancellationToken.None);
        await RecordAsync(3);
        await _sealer.SealAllAsync(CancellationToken.None);
        await RecordAsync(3, Day.PlusDays(1));
        await _sealer.SealAllAsync(CancellationToken.None);

        var blocks = await _database.ListAsync<string>("select number || ' ' || hash || char(10) from seal_block order by number");
        Assert.Equal(["2026-07-27-alpha-audit.txt", "2026-07-28-alpha-audit.txt"], Directory.GetFiles(Heads).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(blocks[1], await File.ReadAllTextAsync(Path.Combine(Heads, "2026-07-27-alpha-audit.txt")));
        Assert.Equal(blocks[2], await File.ReadAllTextAsync(Path.Combine(Heads, "2026-07-28-alpha-audit.txt")));
    }

    [Fact]
    public async Task A_head_that_could_not_be_written_is_written_later()
    {
        await RecordAsync(3);
        await File.WriteAllTextAsync(Heads, "a file where the folder should be");
        await Assert.ThrowsAnyAsync<IOException>(() => _sealer.SealAllAsync(CancellationToken.None));
        File.Delete(Heads);

        await _sealer.SealAllAsync(CancellationToken.None);
        var (_, _, heads) = await VerifyAsync();
        Assert.Equal((1, 0), (heads.Counted, heads.Problems.Count));

        Directory.Delete(Heads, recursive: true);
        using var nextProcess = NewSealer();
        await nextProcess.SealAllAsync(CancellationToken.None);
        Assert.Equal(1, (await VerifyAsync()).Heads.Counted);
    }

    [Fact]
    public async Task An_entry_that_is_committed_late_with_an_earlier_id_is_sealed_too()
    {
        await RecordAsync(3);
        await _sealer.SealAllAsync(CancellationToken.None);
        await RecordAsync(1);
        await DamageAsync("update audit set id = 0 where id = 4");

        await _sealer.SealAllAsync(CancellationToken.None);
        Assert.Equal(0, await _database.CountAsync("audit", "seal is null"));
        Assert.Empty((await VerifyAsync()).Chain.Problems);
    }

    [Fact]
    public async Task Several_sealers_seal_each_entry_once()
    {
        using var other = NewSealer();
        var recording = Parallel.ForEachAsync(Enumerable.Range(0, 200), async (_, _) => await RecordAsync(3));
        var sealing = new[] { _sealer, other, _sealer, other }.Select(async sealer =>
        {
            while (!recording.IsCompleted)
            {
                await sealer.SealAllAsync(CancellationToken.None);
            }
        });
        await Task.WhenAll([recording, .. sealing]);
        await _sealer.SealAllAsync(CancellationToken.None);

        var sums = await _database.ReadAsync(connection => connection.QuerySingleAsync<(long Entries, long Blocks, long Last)>(
            "select sum(entries), count(*), max(number) from seal_block"));
        Assert.Equal(600, sums.Entries);
        Assert.Equal(sums.Blocks, sums.Last);
        var (entries, chain, _) = await VerifyAsync();
        Assert.All([entries, chain], finding => Assert.Empty(finding.Problems));
    }

    [Fact]
    public async Task A_block_number_can_be_taken_once()
    {
        await RecordAsync(1);
        await _sealer.SealAllAsync(CancellationToken.None);

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => DamageAsync(
            "insert into seal_block (log, number, entries, previous_hash, hash, sealed_at) values ('audit', 1, 1, '', 'x', 0)"));
    }

    [Fact]
    public void Lists_that_read_alike_when_joined_have_different_hashes()
    {
        Assert.NotEqual(EntryHash.Of("ab", "c"), EntryHash.Of("a", "bc"));
        Assert.NotEqual(EntryHash.Of("a"), EntryHash.Of("a", ""));
        Assert.NotEqual(EntryHash.Of("1:a\n"), EntryHash.Of("a"));
        Assert.Equal("5b4db4017493b7c8a2d451a5c44100ec9cc290efee0ff882213bc180d15befad", EntryHash.Of("a", "سلام")); // stored for years
    }

    private Sealer NewSealer() => new(_database, [AuditLog.Table], Heads, new LogLines<Sealer>());

    private Task RecordAsync(int count, LocalDate? day = null) => _database.WriteAsync(unit =>
    {
        for (var i = 0; i < count; i++)
        {
            unit.Record(new AuditEntry("officer-1", "note.taken", "note", $"{i}", day ?? Day, new { reason = "برای آزمون", amount = i }));
        }

        return Task.CompletedTask;
    });

    private Task DamageAsync(string sql) => _database.WriteAsync(unit => unit.ExecuteAsync(sql));

    private Task<(RuleFinding Entries, RuleFinding Chain, RuleFinding Heads)> VerifyAsync() => _database.ReadAsync(async connection => (
        await AuditLog.VerifyAsync(connection, TestModules.Alpha),
        await SealChain.VerifyAsync(connection, TestModules.Alpha, AuditLog.Table),
        await SealHeads.VerifyAsync(connection, TestModules.Alpha, AuditLog.Table, SealHeads.ReadAll(Heads))));
}
