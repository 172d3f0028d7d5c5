using System.Collections.Concurrent;
using System.Data.Common;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>
/// One open SQLite database per service for several instances in this process, as a database on a server is for several processes: each instance
/// writes its own facts and wakes its own dispatcher.
/// </summary>
internal sealed class SharedDatabases : DatabaseUnderTest, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ConcurrentDictionary<string, SqliteDatabase> _open = new();

    public override IDatabase Open(string folder, ServiceSchema schema, IClock clock, FactWriter? facts) =>
        new InstanceDatabase(_open.GetOrAdd(schema.Name, _ => SqliteDatabase.Open(_folder.Path, schema, clock)), facts!);

    public IDatabase Of(string service) => _open[service];

    public void Dispose()
    {
        foreach (var database in _open.Values)
        {
            database.Dispose();
        }

        _folder.Dispose();
    }
}

/// <summary>One instance's way to a shared database.</summary>
internal sealed class InstanceDatabase(SqliteDatabase shared, FactWriter facts) : IDatabase
{
    private volatile bool _isShut;

    public string Name => shared.Name;

    /// <summary>Ends the way, as the death of the process does: what has begun may still be committed, and nobody is told.</summary>
    public void Shut() => _isShut = true;

    public async Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel = default)
    {
        ThrowIfShut();
        var published = false;
        var result = await shared.WriteAsync(
            async unit =>
            {
                var done = await work(unit);
                published = !unit.IsRefused && await facts.WriteAsync(unit);
                return done;
            },
            cancel);
        ThrowIfShut();
        if (published)
        {
            facts.Committed();
        }

        return result;
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancel = default)
    {
        ThrowIfShut();
        return await shared.ReadAsync(query, cancel);
    }

    private void ThrowIfShut()
    {
        if (_isShut)
        {
            throw new DatabaseUnavailableException(Name, new IOException("this instance is dead"));
        }
    }
}
