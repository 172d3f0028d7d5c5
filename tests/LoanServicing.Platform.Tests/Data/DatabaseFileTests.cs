using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoanServicing.Platform.Tests.Data;

public sealed class DatabaseFileTests
{
    [Fact]
    public async Task Open_FileInUse_IsRefusedUntilItIsClosed()
    {
        using var folder = new TestFolder();
        using (var first = Open(folder))
        {
            var refusal = Assert.Throws<StartupException>(() => Open(folder));
            Assert.Contains(first.File, refusal.Message, StringComparison.Ordinal);
        }

        using var again = Open(folder);
        Assert.Equal(0, await again.CountAsync("note"));
    }

    [Fact]
    public async Task Open_NewFolder_IsTheOwnersAlone()
    {
        using var folder = new TestFolder();
        var data = Path.Combine(folder.Path, "data");
        using var database = SqliteDatabase.Open(data, TestModules.AlphaModule().Schema, SystemClock.Instance);
        await database.WriteAsync(unit => unit.ExecuteAsync("insert into note (id, text, amount, fact_sequence) values (x'01', 'x', 1, 1)"));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
            var files = Directory.GetFiles(data);
            Assert.Equal(["alpha.db", "alpha.db-shm", "alpha.db-wal", "alpha.db.lock"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
            foreach (var file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task Open_SlotsAreStillLeasedByAProcessThatIsGone_TheyAreFree()
    {
        using var folder = new TestFolder();
        Open(folder).Dispose();
        Change(folder, "insert into dispatcher_slot (slot, token, expires_at) values (1, 1, 9000000000000000)");

        using var again = Open(folder);
        Assert.Equal(1, await again.CountAsync("dispatcher_slot", "expires_at = 0"));
    }

    [Fact]
    public async Task Open_ScriptChangedSinceItRan_IsRefusedToWritersAndReaders()
    {
        using var folder = new TestFolder();
        Open(folder).Dispose();
        Change(folder, "update schema_version set hash = 'another' where component = 'alpha'");

        var refusal = Assert.Throws<StartupException>(() => Open(folder));
        Assert.Contains("alpha/0001_alpha", refusal.Message, StringComparison.Ordinal);
        var reading = await Assert.ThrowsAsync<StartupException>(
            () => Databases.RequireCurrentAsync(DatabaseSettings.Sqlite(folder.Path), TestModules.AlphaModule().Schema, CancellationToken.None));
        Assert.Equal(refusal.Message, reading.Message);
    }

    [Fact]
    public void Open_DatabaseOfANewerProgram_IsRefused()
    {
        using var folder = new TestFolder();
        Open(folder).Dispose();
        Change(folder, "insert into schema_version (component, version, name, hash, applied_at) values ('alpha', 2, '0002_later', 'x', 0)");

        var refusal = Assert.Throws<StartupException>(() => Open(folder));
        Assert.Contains("alpha version 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AfterARefusal_TheFileIsFreeAgain()
    {
        using var folder = new TestFolder();
        Open(folder).Dispose();
        Change(folder, "insert into schema_version (component, version, name, hash, applied_at) values ('alpha', 2, '0002_later', 'x', 0)");
        Assert.Throws<StartupException>(() => Open(folder));
        Change(folder, "delete from schema_version where component = 'alpha' and version = 2");

        using var opened = Open(folder);
        Assert.Equal(TestModules.Alpha, opened.Name);
    }

    [Fact]
    public async Task Open_FileIsDamaged_IsRefusedAndNamed()
    {
        using var folder = new TestFolder();
        Open(folder).Dispose();
        var file = SqliteDatabase.FileOf(folder.Path, TestModules.Alpha);
        var content = await File.ReadAllBytesAsync(file);
        content.AsSpan(100).Fill(0xFF); // all but the header
        await File.WriteAllBytesAsync(file, content);

        var writing = Assert.Throws<StartupException>(() => Open(folder));
        var reading = await Assert.ThrowsAsync<StartupException>(() => SqliteDatabase.ReadFileAsync(
            folder.Path, TestModules.Alpha, connection => connection.QuerySingleAsync<long>("select count(*) from note"), CancellationToken.None));

        Assert.StartsWith($"{file} is damaged; restore it", writing.Message, StringComparison.Ordinal);
        Assert.Equal(writing.Message, reading.Message);
    }

    [Fact]
    public void Open_ScriptFailsHalfWay_NothingOfItStaysAndEarlierOnesDo()
    {
        using var folder = new TestFolder();
        var schema = new ServiceSchema("broken", typeof(DatabaseFileTests).Assembly);

        Assert.Throws<SqliteException>(() => SqliteDatabase.Open(folder.Path, schema, SystemClock.Instance));

        using var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(folder.Path, "broken")};Pooling=False");
        var tables = connection.Query<string>("select name from sqlite_master where type = 'table' and name in ('first', 'second')");
        Assert.Equal(["first"], tables);
        Assert.Equal(1, connection.QuerySingle<int>("select max(version) from schema_version where component = 'broken'"));
    }

    [Fact]
    public async Task ReadAsync_StatementWrites_IsRefused()
    {
        using var test = new TestDatabase();
        await test.InsertAsync("kept");

        var refusal = await Assert.ThrowsAsync<SqliteException>(
            () => test.Database.ReadAsync(connection => connection.ExecuteAsync("delete from note")));
        Assert.Equal(SQLitePCL.raw.SQLITE_READONLY, refusal.SqliteErrorCode);
        Assert.Equal(1, await test.NotesAsync());
    }

    [Fact]
    public async Task ReadAsync_SomethingIsCommittedMeanwhile_SeesOneStateThroughout()
    {
        using var test = new TestDatabase();
        var counts = await test.Database.ReadAsync(async connection =>
        {
            var before = await connection.QuerySingleAsync<long>("select count(*) from note");
            await test.InsertAsync("meanwhile");
            return (before, await connection.QuerySingleAsync<long>("select count(*) from note"));
        });

        Assert.Equal((0, 0), counts);
        Assert.Equal(1, await test.NotesAsync());
    }

    [Fact]
    public async Task Dispose_UnitsAreQueued_TheyAreStillCommittedAndAnswered()
    {
        using var folder = new TestFolder();
        var database = Open(folder);
        var units = Enumerable.Range(0, 50).Select(i => database.WriteAsync(unit => TestDatabase.InsertAsync(unit, $"{i}"))).ToList();
        database.Dispose();
        await Task.WhenAll(units);

        using var again = Open(folder);
        Assert.Equal(50, await again.CountAsync("note"));
    }

    private static SqliteDatabase Open(TestFolder folder) => SqliteDatabase.Open(folder.Path, TestDatabase.Schema, SystemClock.Instance);

    private static void Change(TestFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={SqliteDatabase.FileOf(folder.Path, TestModules.Alpha)};Pooling=False");
        connection.Execute(sql);
    }
}
