using System.Data.Common;

namespace LoanServicing.Platform.Data;

/// <summary>
/// One service's database. Everything that changes goes through a <see cref="UnitOfWork"/>: one transaction that holds the inbox row,
/// the business rows, the audit rows, the idempotency row with its answer and the outbox rows (design.md section 5).
/// </summary>
public interface IDatabase
{
    /// <summary>The service's name, for instance <c>intake</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and completes when it is durable. The work awaits nothing but this unit's
    /// connection and may run more than once: it must have no effect outside the unit. An exception rolls this unit back, and no other; a
    /// <see cref="ConcurrentChangeException"/> or a key that is there already lets it run again where units run side by side.
    /// </summary>
    Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel = default);

    /// <summary>
    /// Runs a query that only reads. On SQLite it sees one consistent state; on SQL Server each of its statements sees what is committed then, and only one
    /// reader is open on the connection at a time.
    /// </summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancel = default);
}

public static class DatabaseExtensions
{
    public static Task WriteAsync(this IDatabase database, Func<UnitOfWork, Task> work, CancellationToken cancel = default) =>
        database.WriteAsync(
            async unit =>
            {
                await work(unit);
                return 0;
            },
            cancel);
}

/// <summary>The database itself failed (disk full, file gone, IO), not the unit of work. Never counted as an attempt of a message.</summary>
public sealed class DatabaseUnavailableException(string database, Exception cause)
    : Exception($"The database of {database} cannot be written: {cause.Message}", cause);

/// <summary>The configuration or the machine does not let the program start; the message is one sentence that says what to change.</summary>
public sealed class StartupException(string message) : Exception(message);
