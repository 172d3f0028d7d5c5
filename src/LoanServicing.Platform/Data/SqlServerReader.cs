using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace LoanServicing.Platform.Data;

/// <summary>Runs queries outside a unit of work. Each statement reads what is committed when it runs (READ COMMITTED).</summary>
internal static class SqlServerReader
{
    /// <summary>For the verbs, which keep nothing open.</summary>
    /// <exception cref="StartupException">There is no such database, or it cannot be opened.</exception>
    public static async Task<T> ReadAsync<T>(DatabaseSettings settings, string service, Func<DbConnection, Task<T>> query, CancellationToken cancel)
    {
        TypeHandlers.Register();
        var name = settings.NameOf(service);
        await using var connection = new SqlConnection(settings.ConnectionStringOf(name, pooling: true));
        try
        {
            await connection.OpenAsync(cancel);
        }
        catch (SqlException cause) when (!cancel.IsCancellationRequested)
        {
            throw SqlServerErrors.Refusal(settings, name, cause);
        }

        return await query(connection);
    }
}
