using System.Data.Common;
using LoanServicing.Platform.Data;

namespace LoanServicing.Intake.Tests;

/// <summary>A database that can be written so often, and then not any more.</summary>
internal sealed class DyingDatabase(IDatabase database, int writesBefore) : IDatabase
{
    private int _writes;

    public string Name => database.Name;

    public Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel = default) => Interlocked.Increment(ref _writes) <= writesBefore
        ? database.WriteAsync(work, cancel)
        : throw new DatabaseUnavailableException(Name, new IOException("gone"));

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancel = default) => database.ReadAsync(query, cancel);
}
