using System.Data.Common;

namespace LoanServicing.Host.Verification;

/// <summary>Where the verification reads each service's database.</summary>
internal interface IServiceReader
{
    /// <summary>Runs a query on one service's database, on a connection that cannot write and that sees one consistent state.</summary>
    Task<T> ReadAsync<T>(string service, Func<DbConnection, Task<T>> query);
}

/// <summary>The databases of a data folder.</summary>
internal sealed class FolderReader(string dataFolder, CancellationToken cancel) : IServiceReader
{
    public Task<T> ReadAsync<T>(string service, Func<DbConnection, Task<T>> query) =>
        ProgrammeVerification.ReadAsync(dataFolder, service, query, cancel);
}
