using System.Threading.Channels;
using LoanServicing.Platform.Messaging;
using Microsoft.Data.Sqlite;
using NodaTime;
using static SQLitePCL.raw;

namespace LoanServicing.Platform.Data;

/// <summary>How much may share one commit.</summary>
/// <param name="UnitsPerCommit">At most so many units of work.</param>
/// <param name="TimePerCommit">No further unit is begun once the transaction is this old.</param>
/// <param name="QueuedUnits">So many units may wait; a caller that brings one more waits for room.</param>
public sealed record SqliteWriterLimits(int UnitsPerCommit, TimeSpan TimePerCommit, int QueuedUnits)
{
    public static SqliteWriterLimits Default { get; } = new(256, TimeSpan.FromMilliseconds(50), 4096);
}

/// <summary>
/// The one writer of a SQLite file. Units of work run one after another on its thread, each in its savepoint; those that wait together
/// share a commit, because the commit's fsync costs more than all of them. Nobody is answered before COMMIT has returned.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly string _name;
    private readonly SqliteConnection _connection;
    private readonly IClock _clock;
    private readonly SqliteWriterLimits _limits;
    private readonly Channel<IQueuedUnit> _queue;
    private readonly Thread _thread;

    public SqliteWriter(string name, SqliteConnection connection, IClock clock, SqliteWriterLimits limits)
    {
        _name = name;
        _connection = connection;
        _clock = clock;
        _limits = limits;
        _queue = Channel.CreateBounded<IQueuedUnit>(new BoundedChannelOptions(limits.QueuedUnits) { SingleReader = true });
        _thread = new Thread(Run) { IsBackground = true, Name = $"{name} writer" };
        _thread.Start();
    }

    public long Commits { get; private set; }

    public long UnitsCommitted { get; private set; }

    /// <summary>Writes the outbox and audit rows of a unit; set once, before the first unit.</summary>
    public FactWriter? Facts { get; set; }

    public async Task<T> RunAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel)
    {
        var unit = new QueuedUnit<T>(work);
        await _queue.Writer.WriteAsync(unit, cancel);
        return await unit.Completion;
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _connection.Dispose();
    }

    private void Run()
    {
        var batch = new List<IQueuedUnit>();
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            if (!TryCommit(batch, TakeQueued))
            {
                // The outer transaction is gone, and with it every unit's work: each runs again, in a transaction of its own, so that the
                // one that cannot be written fails alone.
                foreach (var unit in batch)
                {
                    var once = new List<IQueuedUnit>(1);
                    var taken = false;
                    if (!TryCommit(once, () => taken ? null : Take(unit, ref taken)))
                    {
                        unit.FailUnwritten(_name);
                    }
                }
            }
        }
    }

    private static IQueuedUnit Take(IQueuedUnit unit, ref bool taken)
    {
        taken = true;
        return unit;
    }

    private IQueuedUnit? TakeQueued() => _queue.Reader.TryRead(out var unit) ? unit : null;

    private bool TryCommit(List<IQueuedUnit> batch, Func<IQueuedUnit?> next)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        SqliteTransaction? transaction = null;
        try
        {
            while (batch.Count < _limits.UnitsPerCommit
                && System.Diagnostics.Stopwatch.GetElapsedTime(started) < _limits.TimePerCommit
                && next() is { } unit)
            {
                batch.Add(unit);
                transaction ??= _connection.BeginTransaction(deferred: false);
                RunInSavepoint(unit, transaction);
            }

            transaction?.Commit();
        }
        catch (Exception cause) when (cause is SqliteException or OuterTransactionLostException)
        {
            Abandon(transaction);
            batch.ForEach(unit => unit.Cause = cause);
            return false;
        }

        if (transaction is not null)
        {
            transaction.Dispose();
            Commits++;
            UnitsCommitted += batch.Count;
            batch.ForEach(unit => unit.Complete());
            Facts?.Committed();
        }

        return true;
    }

    private void RunInSavepoint(IQueuedUnit unit, SqliteTransaction transaction)
    {
        transaction.Save("unit");
        try
        {
            var work = new UnitOfWork(_connection, transaction, _clock.GetCurrentInstant());
            Wait(unit.RunAsync(work));
            if (!work.IsRefused && Facts is { } facts)
            {
                Wait(facts.WriteAsync(work));
            }

            if (work.IsRefused)
            {
                transaction.Rollback("unit");
            }
        }
        catch (Exception cause) when (sqlite3_get_autocommit(_connection.Handle) == 0 && !IsOfTheDatabase(cause))
        {
            transaction.Rollback("unit");
            unit.Fail(cause);
        }
        catch (Exception cause) when (cause is not OuterTransactionLostException)
        {
            throw new OuterTransactionLostException(cause);
        }

        transaction.Release("unit");
    }

    /// <summary>Errors of the file rather than of the unit, after which nothing of the transaction can be trusted.</summary>
    private static bool IsOfTheDatabase(Exception cause) => cause is SqliteException
    {
        SqliteErrorCode: SQLITE_FULL or SQLITE_IOERR or SQLITE_NOMEM or SQLITE_CORRUPT or SQLITE_READONLY or SQLITE_BUSY
            or SQLITE_LOCKED or SQLITE_CANTOPEN,
    };

    private static void Wait(Task task)
    {
        if (!task.IsCompleted)
        {
            throw new InvalidOperationException("A unit of work awaited something other than its own connection.");
        }

        task.GetAwaiter().GetResult();
    }

    private void Abandon(SqliteTransaction? transaction)
    {
        if (transaction is not null && sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            using var rollback = _connection.CreateCommand();
            rollback.Transaction = transaction;
            rollback.CommandText = "rollback";
            rollback.ExecuteNonQuery();
        }

        transaction?.Dispose();
    }

    private sealed class OuterTransactionLostException(Exception cause) : Exception(cause.Message, cause);
}
