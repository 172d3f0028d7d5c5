using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;
using NodaTime;

namespace LoanServicing.Platform.Data;

/// <summary>Makes a service's database where there is none and brings its tables up to date. Several processes may do so at once.</summary>
internal static class SqlServerSetup
{
    private const string Master = "master";

    private const string CountDatabases = "select count(*) from sys.databases where name = @name";

    private const int Attempts = 20;

    private const int DatabaseExists = 1801;

    /// <summary>Others make databases of the server at this moment, for which it needs its model alone; and a server that is busy with it.</summary>
    private static readonly HashSet<int> MadeBesideOthers = [1807, -2];

    /// <summary>Another process made the table or the index meanwhile.</summary>
    private static readonly HashSet<int> MadeMeanwhile = [1913, 2714];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="StartupException">It cannot be made or opened, or is newer than this program.</exception>
    public static async Task PrepareAsync(DatabaseSettings settings, ServiceSchema schema, IClock clock)
    {
        var name = settings.NameOf(schema.Name);
        try
        {
            await using var connection = await OpenOrCreateAsync(settings, name);
            await MigrateAsync(connection, schema, clock);
        }
        catch (SqlException cause)
        {
            throw SqlServerErrors.Refusal(settings, name, cause);
        }
    }

    private static async Task<SqlConnection> OpenOrCreateAsync(DatabaseSettings settings, string name)
    {
        try
        {
            return await OpenAsync(settings, name);
        }
        catch (SqlException)
        {
            // Servers tell a missing database in different words, a refused login among them, so it is looked up.
            await using var master = await OpenAsync(settings, Master);
            if (await master.QuerySingleAsync<long>(CountDatabases, new { name }) > 0)
            {
                throw;
            }

            await CreateAsync(master, name);
        }

        return await OpenCreatedAsync(settings, name);
    }

    /// <param name="name">Of letters, digits and underscores only: its prefix is checked and the rest is a service's name.</param>
    internal static string Create(string name) => $"create database [{name}]";

    private static async Task CreateAsync(SqlConnection master, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await master.ExecuteAsync(Create(name));
                return;
            }
            catch (SqlException cause) when (cause.Number == DatabaseExists)
            {
                return; // another process was quicker
            }
            catch (SqlException cause) when (attempt < Attempts && MadeBesideOthers.Contains(cause.Number))
            {
                await Task.Delay(Pause + (Pause * Random.Shared.NextDouble()));
            }
        }
    }

    /// <summary>A new database may take a moment until it lets anybody in.</summary>
    private static async Task<SqlConnection> OpenCreatedAsync(DatabaseSettings settings, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OpenAsync(settings, name);
            }
            catch (SqlException) when (attempt < Attempts)
            {
                await Task.Delay(Pause);
            }
        }
    }

    private static async Task<SqlConnection> OpenAsync(DatabaseSettings settings, string database)
    {
        var connection = new SqlConnection(settings.ConnectionStringForOnce(database));
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task MigrateAsync(DbConnection connection, ServiceSchema schema, IClock clock)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Migrations.Apply(connection, schema, clock.GetCurrentInstant());
                return;
            }
            catch (SqlException cause) when (attempt < Attempts && (SqlServerErrors.AreOfARace(cause) || MadeMeanwhile.Contains(cause.Number)))
            {
                await Task.Delay(Pause);
            }
        }
    }
}
