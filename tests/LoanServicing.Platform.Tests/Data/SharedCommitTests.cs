using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;

namespace LoanServicing.Platform.Tests.Data;

public sealed class SharedCommitTests
{
    [Fact]
    public async Task WriteAsync_SixtyFourCallers_AtLeastEightUnitsShareACommit()
    {
        using var test = new TestDatabase();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 64),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (caller, _) =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await test.InsertAsync($"{caller}-{i}");
                }
            });

        Assert.Equal(64 * 50, await test.NotesAsync());
        Assert.Equal(64 * 50, test.Database.UnitsCommitted);
        Assert.True(
            test.Database.UnitsCommitted >= 8 * test.Database.Commits,
            $"{test.Database.UnitsCommitted} units took {test.Database.Commits} commits");
    }

    [Fact]
    public async Task WriteAsync_UnitsQueuedTogether_ShareOneCommit()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried);
        var gate = await test.HoldAsync();
        var units = Enumerable.Range(0, 200).Select(i => test.InsertAsync($"{i}")).ToList();
        gate.Open();
        await Task.WhenAll([gate.Unit, .. units]);

        Assert.Equal((1, 201), (test.Database.Commits, test.Database.UnitsCommitted));
    }

    [Fact]
    public async Task WriteAsync_MoreQueuedThanACommitTakes_TheRestGoesIntoFurtherCommits()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried with { UnitsPerCommit = 8 });
        var gate = await test.HoldAsync();
        var units = Enumerable.Range(0, 63).Select(i => test.InsertAsync($"{i}")).ToList();
        gate.Open();
        await Task.WhenAll([gate.Unit, .. units]);

        Assert.Equal((8, 64), (test.Database.Commits, test.Database.UnitsCommitted));
    }

    [Fact]
    public async Task WriteAsync_MoreCallersThanTheQueueHolds_WaitForRoomAndAreAllServed()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried with { QueuedUnits = 4 });
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => test.InsertAsync($"{i}")));

        Assert.Equal(100, await test.NotesAsync());
    }

    [Fact]
    public async Task WriteAsync_OneUnitThrows_OnlyItsOwnWorkIsRolledBack()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried);
        var gate = await test.HoldAsync();
        var before = test.InsertAsync("before");
        var failing = test.Database.WriteAsync(async unit =>
        {
            await TestDatabase.InsertAsync(unit, "half done");
            throw new InvalidDataException("this unit is wrong");
        });
        var refusing = test.Database.WriteAsync(async unit =>
        {
            await TestDatabase.InsertAsync(unit, "refused");
            unit.Refuse();
            return "refused politely";
        });
        var after = test.InsertAsync("after");
        gate.Open();

        await Task.WhenAll(before, after, gate.Unit);
        await Assert.ThrowsAsync<InvalidDataException>(() => failing);
        Assert.Equal("refused politely", await refusing);
        Assert.Equal(1, test.Database.Commits);
        Assert.Equal(2, await test.NotesAsync());
        Assert.Equal(2, await test.NotesAsync("text in ('before', 'after')"));
    }

    [Fact]
    public async Task WriteAsync_BeforeTheCommit_NobodyIsAnsweredAndNobodySeesTheRow()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried);
        var first = await test.HoldAsync();
        var written = test.InsertAsync("written");
        var second = test.Hold();
        first.Open();
        await second.Entered; // the row is in the open transaction now

        Assert.False(written.IsCompleted);
        Assert.Equal(0, await test.NotesAsync());

        second.Open();
        await Task.WhenAll(written, second.Unit);
        Assert.Equal(1, await test.NotesAsync());
    }

    [Fact]
    public async Task WriteAsync_Answered_EveryReaderSeesTheRow()
    {
        using var test = new TestDatabase();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 64),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (caller, _) =>
            {
                for (var i = 0; i < 10; i++)
                {
                    await test.InsertAsync($"{caller}-{i}");
                    Assert.Equal(1, await test.NotesAsync($"text = '{caller}-{i}'"));
                }
            });
    }

    [Fact]
    public async Task WriteAsync_UnitAwaitsSomethingElse_IsRefusedAndCanWriteNothingLater()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried);
        var somethingElse = new TaskCompletionSource();
        var late = new TaskCompletionSource<Exception?>();
        var first = await test.HoldAsync();
        var refused = test.Database.WriteAsync(async unit =>
        {
            await TestDatabase.InsertAsync(unit, "before the wait");
            await somethingElse.Task;
            late.SetResult(await Record.ExceptionAsync(() => TestDatabase.InsertAsync(unit, "after the wait")));
        });
        var second = test.Hold();
        first.Open();
        await second.Entered;
        somethingElse.SetResult(); // it comes back while the same transaction is open, in a unit that is not its own

        Assert.IsType<InvalidOperationException>(await late.Task.WaitAsync(Eventually.Deadline));
        second.Open();
        await second.Unit;
        await Assert.ThrowsAsync<InvalidOperationException>(() => refused);
        Assert.Equal(0, await test.NotesAsync());
    }

    [Fact]
    public async Task WriteAsync_AfterTheDatabaseWasClosed_IsUnavailable()
    {
        var test = new TestDatabase();
        test.Dispose();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => test.InsertAsync("too late"));
    }
}
