using System.Data.Common;
using LoanServicing.Platform.Data;

namespace LoanServicing.Host.Verification;

/// <summary>Where the verification reads each service's database.</summary>
internal interface IServiceReader
{
    /// <summary>Runs a query on one service's database, which only reads; on SQLite it sees one consistent state.</summary>
    Task<T> ReadAsync<T>(string service, Func<DbConnection, Task<T>> query);
}

/// <summary>The databases that the settings name.</summary>
internal sealed class FolderReader(DatabaseSettings databases, CancellationToken cancel) : IServiceReader
{
    public Task<T> ReadAsync<T>(string service, Func<DbConnection, Task<T>> query) =>
        ProgrammeVerification.ReadAsync(databases, service, query, cancel);
}
