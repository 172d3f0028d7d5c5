using System.Data.Common;
using Dapper;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using Microsoft.Data.Sqlite;
using NodaTime;
using SQLitePCL;

namespace LoanServicing.Simulation.World;

/// <summary>
/// What of a service outlives its process: its database, a real SQLite one in memory. Units run on the caller's thread, one at a time, each in
/// a transaction of its own.
/// </summary>
internal sealed class StoredService : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly IClock _clock;

    public StoredService(ServiceModule module, SqliteConnection template, IClock clock)
    {
        (Module, _clock) = (module, clock);
        _connection.Open();
        template.BackupDatabase(_connection);
        using var foreignKeys = _connection.CreateCommand();
        foreignKeys.CommandText = "pragma foreign_keys = on";
        foreignKeys.ExecuteNonQuery();
    }

    public ServiceModule Module { get; }

    /// <summary>Rows changed so far; it tells whether there is anything new to look at.</summary>
    public long Changes => raw.sqlite3_total_changes(_connection.Handle);

    public bool HasDeliveries => _connection.QuerySingle<long>("select count(*) from delivery where state = 0") > 0;

    /// <summary>Steps for which nobody can reach it.</summary>
    public int AwayFor { get; set; }

    /// <summary>Runs a unit; it is durable when this returns, unless it was refused or <paramref name="atCommit"/> throws.</summary>
    /// <param name="atCommit">Called when all is written and nothing is committed.</param>
    public T Run<T>(Func<UnitOfWork, Task<T>> work, FactWriter facts, Action atCommit)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        var unit = new UnitOfWork(_connection, transaction, _clock.GetCurrentInstant());
        var result = Completed(work(unit));
        if (!unit.IsRefused)
        {
            Completed(AsTask(facts.WriteAsync(unit)));
        }

        atCommit();
        if (unit.IsRefused)
        {
            transaction.Rollback();
            return result;
        }

        transaction.Commit();
        facts.Committed();
        return result;
    }

    /// <summary>Runs a query on a connection that cannot write.</summary>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query)
    {
        QueryOnly(isOn: true);
        try
        {
            return await query(_connection);
        }
        finally
        {
            QueryOnly(isOn: false);
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>A database as a new installation has it, to be copied.</summary>
    public static SqliteConnection Template(ServiceModule module, Instant now)
    {
        TypeHandlers.Register();
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Migrations.Apply(connection, module.Schema, now);
        return connection;
    }

    private void QueryOnly(bool isOn)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = isOn ? "pragma query_only = on" : "pragma query_only = off";
        command.ExecuteNonQuery();
    }

    private static async Task<int> AsTask(Task task)
    {
        await task;
        return 0;
    }

    private static T Completed<T>(Task<T> task) => task.IsCompleted
        ? task.GetAwaiter().GetResult()
        : throw new InvalidOperationException("A unit of work awaited something other than its own connection.");
}
