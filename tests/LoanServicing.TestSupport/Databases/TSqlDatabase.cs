using System.Data;
using System.Data.Common;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoanServicing.TestSupport.Databases;

/// <summary>
/// A database that is spoken to in T-SQL and is a SQLite file: <see cref="TSqlConnection"/> checks each command and runs it. Units of work run one after
/// another, and once more where SQL Server would have them run again.
/// </summary>
internal sealed class TSqlDatabase : IDatabase, IDisposable
{
    private const int MostRuns = 5;

    private readonly string _file;
    private readonly IClock _clock;
    private readonly FactWriter? _facts;
    private readonly SemaphoreSlim _turn = new(1);

    public TSqlDatabase(string folder, ServiceSchema schema, IClock clock, FactWriter? facts)
    {
        (Name, _file, _clock, _facts) = (schema.Name, SqliteDatabase.FileOf(folder, schema.Name), clock, facts);
        MigratedFiles.PlaceIn(folder, schema);
        SqliteDatabase.Open(folder, schema, clock).Dispose(); // takes it as the program would
    }

    public string Name { get; }

    public async Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel = default)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            for (var run = 1; ; run++)
            {
                try
                {
                    return await TryAsync(work);
                }
                catch (Exception cause) when (run < MostRuns && IsOfARace(cause))
                {
                    continue;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancel = default)
    {
        await using var connection = Open();
        return await query(connection);
    }

    public void Dispose()
    {
        _turn.Dispose();
        SqliteConnection.ClearAllPools();
    }

    private async Task<T> TryAsync<T>(Func<UnitOfWork, Task<T>> work)
    {
        await using var connection = Open();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        var unit = new UnitOfWork(connection, transaction, _clock.GetCurrentInstant()) { IsOwnFailure = cause => !IsOfARace(cause) };
        var result = await work(unit);
        var published = !unit.IsRefused && _facts is not null && await _facts.WriteAsync(unit);
        if (unit.IsRefused)
        {
            await transaction.RollbackAsync();
            return result;
        }

        await transaction.CommitAsync();
        if (published)
        {
            _facts!.Committed();
        }

        return result;
    }

    private TSqlConnection Open()
    {
        var connection = new TSqlConnection(new SqliteConnection($"Data Source={_file};Default Timeout=30"));
        connection.Open();
        return connection;
    }

    private static bool IsOfARace(Exception cause) => cause is ConcurrentChangeException
        or SqliteException { SqliteExtendedErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE or SQLitePCL.raw.SQLITE_CONSTRAINT_PRIMARYKEY };
}
