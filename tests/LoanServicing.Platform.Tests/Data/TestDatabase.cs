using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Platform.Tests.Data;

/// <summary>Alpha's database alone, on a real file, with a way to hold its writer while a test queues units.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly TestFolder _folder = new();

    public TestDatabase(SqliteWriterLimits? limits = null) =>
        Database = SqliteDatabase.Open(Folder, Schema, SystemClock.Instance, facts: null, limits);

    /// <summary>As many units as are queued share one commit, however slow the machine.</summary>
    public static SqliteWriterLimits Unhurried { get; } = new(1000, TimeSpan.FromMinutes(10), 4096);

    public static ServiceSchema Schema => TestModules.AlphaModule().Schema;

    public string Folder => _folder.Path;

    public SqliteDatabase Database { get; }

    public Task InsertAsync(string text) => Database.WriteAsync(unit => InsertAsync(unit, text));

    public static Task InsertAsync(UnitOfWork unit, string text) => unit.ExecuteAsync(
        "insert into note (id, text, amount, fact_sequence) values (@id, @text, 1, 0)", new { id = Guid.CreateVersion7(), text });

    public Task<long> NotesAsync(string where = "1 = 1") => Database.CountAsync("note", where);

    /// <summary>Stops the writer inside a unit until the gate is opened: what is queued meanwhile shares that unit's commit.</summary>
    public async Task<Gate> HoldAsync()
    {
        var gate = Hold();
        await gate.Entered;
        return gate;
    }

    /// <summary>Queues a unit that stops the writer, without waiting until it does.</summary>
    public Gate Hold()
    {
        var gate = new Gate();
        gate.Unit = Database.WriteAsync(_ =>
        {
            gate.Pass();
            return Task.CompletedTask;
        });
        return gate;
    }

    public void Dispose()
    {
        Database.Dispose();
        _folder.Dispose();
    }
}

internal sealed class Gate
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();

    public Task Unit { get; set; } = Task.CompletedTask;

    public Task Entered => _entered.Task;

    public void Pass()
    {
        _entered.TrySetResult();
        if (!_open.Wait(Eventually.Deadline))
        {
            throw new TimeoutException("The gate was never opened.");
        }
    }

    public void Open() => _open.Set();
}
