using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Platform.Tests.Audit;

/// <summary>When a block is sealed: when it is full, when its oldest entry has waited long enough, and at the end.</summary>
public sealed class SealingTimeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly CommitSignal _signal = new();
    private readonly HandTime _time = new();
    private readonly LogLines<Sealer> _log = new();
    private readonly SqliteDatabase _database;
    private readonly Sealer _sealer;

    public SealingTimeTests()
    {
        var facts = new FactWriter(new HandlerMap(TestModules.Alpha), _ => [], _signal);
        _database = SqliteDatabase.Open(_folder.Path, TestModules.AlphaModule().Schema, SystemClock.Instance, facts);
        _sealer = NewSealer();
    }

    public void Dispose()
    {
        _sealer.Dispose();
        _database.Dispose();
        _signal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task SealDueAsync_FewEntries_AreSealedTogetherOnceTheOldestHasWaited()
    {
        await _sealer.SealDueAsync(CancellationToken.None);
        await RecordAsync(1);
        await _sealer.SealDueAsync(CancellationToken.None);
        _time.Passed += Sealer.LongestUnsealed - TimeSpan.FromSeconds(1);
        await RecordAsync(1);
        await _sealer.SealDueAsync(CancellationToken.None);
        Assert.Equal(0, await BlocksAsync());

        _time.Passed += TimeSpan.FromSeconds(1);
        await _sealer.SealDueAsync(CancellationToken.None);
        Assert.Equal((1, 0), (await BlocksAsync(), await UnsealedAsync()));

        await RecordAsync(1);
        await _sealer.SealDueAsync(CancellationToken.None);
        Assert.Equal((1, 1), (await BlocksAsync(), await UnsealedAsync()));
    }

    [Fact]
    public async Task SealDueAsync_FullBlock_IsSealedAtOnce()
    {
        await _sealer.SealDueAsync(CancellationToken.None);
        await RecordAsync(999);
        await _sealer.SealDueAsync(CancellationToken.None);
        Assert.Equal(0, await BlocksAsync());

        await RecordAsync(1);
        await _sealer.SealDueAsync(CancellationToken.None);
        Assert.Equal((1, 0), (await BlocksAsync(), await UnsealedAsync()));
    }

    [Fact]
    public async Task SealDueAsync_WhatTheProcessBeforeLeft_IsSealedAtOnce()
    {
        await RecordAsync(1);
        await _sealer.SealDueAsync(CancellationToken.None);
        Assert.Equal(0, await UnsealedAsync());
    }

    [Fact]
    public async Task StopAsync_SealsAllThatIsCommitted()
    {
        await _sealer.StartAsync(CancellationToken.None);
        await RecordAsync(3);
        await _sealer.StopAsync(CancellationToken.None);
        Assert.Equal(0, await UnsealedAsync());
    }

    [Fact]
    public async Task StopAsync_TimeForStoppingHasRunOut_SaysWhatIsUndoneAndTheNextStartDoesIt()
    {
        await RecordAsync(3);
        await _sealer.StopAsync(new CancellationToken(canceled: true));
        Assert.True(_log.Contains("The time for stopping ran out; entries of alpha that have no seal yet are sealed at the next start"));
        Assert.Equal(3, await UnsealedAsync());

        using var nextStart = NewSealer();
        await nextStart.SealDueAsync(CancellationToken.None);
        Assert.Equal(0, await UnsealedAsync());
    }

    private Sealer NewSealer() => new(_database, [AuditLog.Table], Path.Combine(_folder.Path, "seals"), _log, _time);

    private Task<long> BlocksAsync() => _database.CountAsync("seal_block");

    private Task<long> UnsealedAsync() => _database.CountAsync("audit", "seal is null");

    private Task RecordAsync(int count) => _database.WriteAsync(unit =>
    {
        for (var i = 0; i < count; i++)
        {
            unit.Record(new AuditEntry("officer-1", "note.taken", "note", $"{i}", new LocalDate(2026, 7, 27), new { amount = i }));
        }

        return Task.CompletedTask;
    });

    /// <summary>Time that passes when the test says so.</summary>
    private sealed class HandTime : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
