using System.Diagnostics;
using System.Threading.Channels;
using LoanServicing.Platform.Messaging;
using Microsoft.Data.Sqlite;
using NodaTime;
using static SQLitePCL.raw;

namespace LoanServicing.Platform.Data;

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
        try
        {
            await _queue.Writer.WriteAsync(unit, cancel);
        }
        catch (ChannelClosedException closed)
        {
            throw new DatabaseUnavailableException(_name, closed);
        }

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
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var batch = new List<IQueuedUnit>();
            if (TryCommit(TakeQueued(), batch) is not { } lost)
            {
                continue;
            }

            if (SqliteErrors.AreOfALock(lost))
            {
                // Each of them alone would only wait as long again, and those behind them too. All are taken out before the first is told: who asks
                // again from then on is tried.
                while (_queue.Reader.TryRead(out var behind))
                {
                    batch.Add(behind);
                }

                FailUnwritten(batch, lost);
                continue;
            }

            // The outer transaction is gone, and with it every unit's work: each runs again, in a transaction of its own, so that the
            // one that cannot be written fails alone.
            foreach (var unit in batch)
            {
                if (TryCommit([unit], []) is { } cause)
                {
                    FailUnwritten([unit], cause);
                }
            }
        }
    }

    private void FailUnwritten(List<IQueuedUnit> units, Exception cause) =>
        units.ForEach(unit => unit.FailUnwritten(new DatabaseUnavailableException(_name, cause)));

    private IEnumerable<IQueuedUnit> TakeQueued()
    {
        var started = Stopwatch.GetTimestamp();
        for (var taken = 0; taken < _limits.UnitsPerCommit && Stopwatch.GetElapsedTime(started) < _limits.TimePerCommit; taken++)
        {
            if (!_queue.Reader.TryRead(out var unit))
            {
                break;
            }

            yield return unit;
        }
    }

    /// <summary>Runs the units in one transaction and answers them; if that is lost, returns why and answers none of them.</summary>
    private Exception? TryCommit(IEnumerable<IQueuedUnit> units, List<IQueuedUnit> begun)
    {
        SqliteTransaction? transaction = null;
        var published = false;
        try
        {
            foreach (var unit in units)
            {
                begun.Add(unit);
                transaction ??= _connection.BeginTransaction(deferred: false);
                published |= RunInSavepoint(unit, transaction);
            }

            transaction?.Commit();
            transaction?.Dispose();
        }
        catch (Exception cause)
        {
            Abandon(transaction);
            return cause;
        }

        if (transaction is not null)
        {
            Commits++;
            UnitsCommitted += begun.Count;
            begun.ForEach(unit => unit.Complete());
            if (published)
            {
                Facts?.Committed();
            }
        }

        return null;
    }

    /// <summary>A unit's own failure is kept for its caller; what this throws has taken the whole transaction with it.</summary>
    /// <returns>Whether there is something to deliver.</returns>
    private bool RunInSavepoint(IQueuedUnit unit, SqliteTransaction transaction)
    {
        var published = false;
        transaction.Save("unit");
        try
        {
            var work = new UnitOfWork(_connection, transaction, _clock.GetCurrentInstant()) { OnlyOn = _thread, IsOwnFailure = IsOfTheUnit };
            Wait(unit.RunAsync(work));
            if (!work.IsRefused && Facts is { } facts)
            {
                var writing = facts.WriteAsync(work);
                Wait(writing);
                published = writing.Result;
            }

            if (work.IsRefused)
            {
                transaction.Rollback("unit");
            }
        }
        catch (Exception cause) when (IsOfTheUnit(cause))
        {
            transaction.Rollback("unit");
            published = false;
            unit.Fail(cause);
        }

        transaction.Release("unit");
        return published;
    }

    private bool IsOfTheUnit(Exception cause) => sqlite3_get_autocommit(_connection.Handle) == 0 && !SqliteErrors.AreOfTheFile(cause);

    private static void Wait(Task task)
    {
        if (!task.IsCompleted)
        {
            throw new InvalidOperationException("A unit of work awaited something other than its own connection.");
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Ends a lost transaction, whether or not SQLite has rolled it back already.</summary>
    private void Abandon(SqliteTransaction? transaction)
    {
        try
        {
            if (transaction is not null && sqlite3_get_autocommit(_connection.Handle) != 0)
            {
                // After a COMMIT that SQLite turned into a rollback, disposing rolls back once more and needs something to roll back.
                sqlite3_exec(_connection.Handle, "begin");
            }

            transaction?.Dispose();
        }
        catch (SqliteException)
        {
            return; // beginning the next transaction fails on the same connection, and its callers are told
        }
        finally
        {
            if (sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                sqlite3_exec(_connection.Handle, "rollback");
            }
        }
    }
}
