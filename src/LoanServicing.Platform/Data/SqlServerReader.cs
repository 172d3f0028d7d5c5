using System.Data.Common;
using Microsoft.Data.SqlClient;
using Polly;

namespace LoanServicing.Platform.Data;

/// <summary>Runs queries outside a unit of work. Each statement reads what is committed when it runs (READ COMMITTED).</summary>
internal static class SqlServerReader
{
    /// <summary>A look beside serving processes may be the victim of a deadlock: it only reads, and is taken again.</summary>
    private static readonly ResiliencePipeline Again = UnitRetries.Create();

    /// <summary>For the verbs, which keep nothing open.</summary>
    /// <param name="query">It may run more than once.</param>
    /// <exception cref="StartupException">There is no such database, or it cannot be opened or read.</exception>
    public static async Task<T> ReadAsync<T>(DatabaseSettings settings, string service, Func<DbConnection, Task<T>> query, CancellationToken cancel)
    {
        TypeHandlers.Register();
        var name = settings.NameOf(service);
        try
        {
            return await Again.ExecuteAsync(
                async token =>
                {
                    await using var connection = new SqlConnection(settings.ConnectionStringForOnce(name));
                    await connection.OpenAsync(token);
                    return await query(connection);
                },
                cancel);
        }
        catch (SqlException cause) when (!cancel.IsCancellationRequested)
        {
            throw SqlServerErrors.Refusal(settings, name, cause);
        }
    }
}
