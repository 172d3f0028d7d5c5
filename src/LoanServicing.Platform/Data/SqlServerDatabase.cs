using System.Data;
using System.Data.Common;
using LoanServicing.Platform.Messaging;
using Microsoft.Data.SqlClient;
using NodaTime;
using Polly;

namespace LoanServicing.Platform.Data;

/// <summary>
/// A service's database on SQL Server. Units of work run side by side, each in a READ COMMITTED transaction of its own; what must not happen twice
/// or at once is kept apart by unique keys, by row versions and by counter rows, never by a lock hint. A unit that another one got in the way of
/// runs again as a whole (docs/adr/0010-sql-server.md).
/// </summary>
public sealed class SqlServerDatabase : IDatabase, IDisposable
{
    /// <summary>Units that run at once; more wait here rather than for a connection.</summary>
    private const int Parallel = 48;

    private readonly DatabaseSettings _settings;
    private readonly string _connectionString;
    private readonly IClock _clock;
    private readonly FactWriter? _facts;
    private readonly ResiliencePipeline _again = UnitRetries.Create();
    private readonly SemaphoreSlim _room = new(Parallel);

    private SqlServerDatabase(DatabaseSettings settings, string service, IClock clock, FactWriter? facts)
    {
        (Name, _settings, _clock, _facts) = (service, settings, clock, facts);
        _connectionString = settings.ConnectionStringOf(settings.NameOf(service));
    }

    public string Name { get; }

    /// <summary>Makes the database where there is none and brings its tables up to date.</summary>
    /// <exception cref="StartupException">It cannot be made or opened, or is newer than this program.</exception>
    public static async Task<SqlServerDatabase> OpenAsync(DatabaseSettings settings, ServiceSchema schema, IClock clock, FactWriter? facts = null)
    {
        TypeHandlers.Register();
        await SqlServerSetup.PrepareAsync(settings, schema, clock);
        return new SqlServerDatabase(settings, schema.Name, clock, facts);
    }

    public async Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel = default)
    {
        await _room.WaitAsync(cancel);
        try
        {
            var attempt = 0;
            return await ToldApartAsync(() => _again.ExecuteAsync(async token => await TryAsync(work, ++attempt, token), cancel).AsTask());
        }
        finally
        {
            _room.Release();
        }
    }

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancel = default) =>
        ToldApartAsync(() => _again.ExecuteAsync(
            async token =>
            {
                await using var connection = await OpenAsync(token);
                return await query(connection);
            },
            cancel).AsTask());

    public void Dispose()
    {
        SqlConnection.ClearPool(new SqlConnection(_connectionString));
        _room.Dispose();
    }

    public override string ToString() => $"{_settings.NameOf(Name)} on {_settings.Server}";

    private async Task<T> TryAsync<T>(Func<UnitOfWork, Task<T>> work, int attempt, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var unit = new UnitOfWork(connection, transaction, _clock.GetCurrentInstant()) { IsOwnFailure = cause => IsOfThePart(cause, attempt) };
        var result = await work(unit);
        var published = !unit.IsRefused && _facts is not null && await _facts.WriteAsync(unit);
        if (unit.IsRefused)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            return result;
        }

        if (System.Diagnostics.Stopwatch.GetElapsedTime(started) > UnitRetries.LongestUnit)
        {
            throw new TimeoutException($"A unit of work took longer than {UnitRetries.LongestUnit.TotalSeconds:0} seconds and was rolled back.");
        }

        await CommitAsync(transaction);
        if (published)
        {
            _facts!.Committed();
        }

        return result;
    }

    /// <summary>Past the last attempt a race counts as the part's own failure, so that what brought it is not held up for ever.</summary>
    private static bool IsOfThePart(Exception cause, int attempt) =>
        SqlServerErrors.AreOfThePart(cause)
        || (attempt > UnitRetries.Races && (cause is ConcurrentChangeException || SqlServerErrors.AreOfADuplicate(cause)));

    /// <summary>Whether a commit that failed has happened nobody knows: the work is not tried again here, its caller's keys tell.</summary>
    private async Task CommitAsync(DbTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception cause) when (cause is DbException or InvalidOperationException)
        {
            throw new DatabaseUnavailableException(Name, cause);
        }
    }

    private async Task<SqlConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch (InvalidOperationException cause) // no connection became free in time
        {
            await connection.DisposeAsync();
            throw new DatabaseUnavailableException(Name, cause);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells what the database cannot do from what the work did wrong.</summary>
    private async Task<T> ToldApartAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception cause) when (SqlServerErrors.AreOfTheDatabase(cause) || cause is TimeoutException)
        {
            throw new DatabaseUnavailableException(Name, cause);
        }
    }
}
