using LoanServicing.Platform.Data;
using Microsoft.Data.Sqlite;

namespace LoanServicing.Platform.Tests.Data;

/// <summary>Errors that end the outer transaction: every unit of the batch runs again, and the guilty one fails alone.</summary>
public sealed class LostTransactionTests
{
    [Fact]
    public async Task The_disk_is_full_for_one_unit_and_the_others_are_written()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried);
        await test.Database.WriteAsync(async unit =>
        {
            var pages = await unit.QuerySingleAsync<long>("pragma page_count");
            await unit.QuerySingleAsync<long>($"pragma max_page_count = {pages + 16}"); // a pragma takes no parameters
        });

        await OthersAreWrittenAsync(test, unit => unit.ExecuteAsync(
            "insert into note (id, text, amount, fact_sequence) values (@id, @text, 1, 0)",
            new { id = Guid.CreateVersion7(), text = new string('x', 1_000_000) }));
    }

    [Fact]
    public async Task A_trigger_rolls_everything_back_and_the_others_are_written()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried);
        await RollBackOnAsync(test, "guilty");

        await OthersAreWrittenAsync(test, unit => TestDatabase.InsertAsync(unit, "guilty"));
    }

    [Fact]
    public async Task The_commit_itself_fails_and_the_others_are_written()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried);
        await test.Database.WriteAsync(unit => unit.ExecuteAsync(
            "create table child (id blob not null references note (id) deferrable initially deferred)"));

        await OthersAreWrittenAsync(test, unit => unit.ExecuteAsync(
            "insert into child (id) values (@id)", new { id = Guid.CreateVersion7() }));
        Assert.Equal(0, await test.Database.CountAsync("child"));
    }

    [Fact]
    public async Task A_unit_that_hides_the_rollback_from_us_writes_nothing()
    {
        using var test = new TestDatabase(TestDatabase.Unhurried);
        await RollBackOnAsync(test, "guilty");

        await OthersAreWrittenAsync(test, async unit =>
        {
            await Assert.ThrowsAsync<SqliteException>(() => TestDatabase.InsertAsync(unit, "guilty"));
            var after = await Record.ExceptionAsync(() => TestDatabase.InsertAsync(unit, "outside any transaction"));
            Assert.NotNull(after);
        });
    }

    [Fact]
    public async Task Another_program_holds_the_file_and_all_who_wait_are_told()
    {
        using var test = new TestDatabase();
        await using (var other = new SqliteConnection($"Data Source={test.Database.File};Pooling=False"))
        {
            await other.OpenAsync();
            await using var held = other.BeginTransaction(deferred: false);
            var waiting = Enumerable.Range(0, 20).Select(i => test.InsertAsync($"{i}")).ToList();
            foreach (var unit in waiting)
            {
                await Assert.ThrowsAsync<DatabaseUnavailableException>(() => unit);
            }
        }

        await test.InsertAsync("after");
        Assert.Equal(1, await test.NotesAsync());
    }

    /// <summary>Queues units around <paramref name="guilty"/> in one commit, and looks at what became of each.</summary>
    private static async Task OthersAreWrittenAsync(TestDatabase test, Func<UnitOfWork, Task> guilty)
    {
        var runs = new int[20];
        var gate = await test.HoldAsync();
        var before = Enumerable.Range(0, 10).Select(Insert).ToList();
        var failing = test.Database.WriteAsync(guilty);
        var wrong = test.Database.WriteAsync(_ => throw new InvalidDataException("wrong in itself"));
        var after = Enumerable.Range(10, 10).Select(Insert).ToList();
        gate.Open();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => failing);
        await Assert.ThrowsAsync<InvalidDataException>(() => wrong);
        await Task.WhenAll([gate.Unit, .. before, .. after]);
        Assert.Equal(20, await test.NotesAsync());
        Assert.Equal(20, await test.NotesAsync("text like 'innocent %'"));
        Assert.All(runs[..10], count => Assert.Equal(2, count));

        await test.InsertAsync("innocent afterwards"); // the writer goes on
        Assert.Equal(21, await test.NotesAsync());

        Task Insert(int i) => test.Database.WriteAsync(unit =>
        {
            runs[i]++;
            return TestDatabase.InsertAsync(unit, $"innocent {i}");
        });
    }

    private static Task RollBackOnAsync(TestDatabase test, string text) => test.Database.WriteAsync(unit => unit.ExecuteAsync(
        $"create trigger note_guilty before insert on note when new.text = '{text}' begin select raise(rollback, 'not this one'); end"));
}
