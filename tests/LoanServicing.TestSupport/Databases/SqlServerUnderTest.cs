using System.Collections.Concurrent;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using Microsoft.Data.SqlClient;
using NodaTime;

namespace LoanServicing.TestSupport.Databases;

/// <summary>Databases of their own on the server that a variable names; each folder's are dropped with it.</summary>
public sealed class SqlServerUnderTest : DatabaseUnderTest
{
    /// <summary>A connection string to a server where the login may create databases.</summary>
    public const string Variable = "LOANSERVICING_TEST_SQLSERVER";

    private const int Attempts = 20;

    private const int NotThere = 3701;

    private static readonly ConcurrentDictionary<string, string> Databases = new();

    /// <summary>Null where tests that need a server are skipped.</summary>
    public static string? ConnectionString =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>Settings whose databases are this folder's alone.</summary>
    public override DatabaseSettings SettingsOf(string folder) => DatabaseSettings.SqlServer(folder, ConnectionString!, PrefixOf(folder));

    public override IDatabase Open(string folder, ServiceSchema schema, IClock clock, FactWriter? facts)
    {
        var settings = SettingsOf(folder);
        Databases.TryAdd(settings.NameOf(schema.Name), folder);
        return Task.Run(() => SqlServerDatabase.OpenAsync(settings, schema, clock, facts)).GetAwaiter().GetResult();
    }

    public override void Drop(string folder)
    {
        SqlConnection.ClearAllPools();
        foreach (var name in Databases.Where(made => made.Value == folder).Select(made => made.Key).ToList())
        {
            Databases.TryRemove(name, out _);
            DropDatabase(name);
        }
    }

    private static string PrefixOf(string folder) =>
        $"LsTest_{string.Concat(Path.GetFileName(folder).Where(char.IsAsciiLetterOrDigit))}_";

    /// <summary>A pooled connection that is closed here may still be open there for a moment. What cannot be dropped stays and is told: it fails no test.</summary>
    private static void DropDatabase(string name)
    {
        try
        {
            using var connection = new SqlConnection(new SqlConnectionStringBuilder(ConnectionString) { InitialCatalog = "master", Pooling = false }.ConnectionString);
            connection.Open();
            for (var attempt = 1; !TryDrop(connection, name, isLast: attempt == Attempts); attempt++)
            {
                using var pause = new ManualResetEventSlim();
                pause.Wait(TimeSpan.FromMilliseconds(250));
            }
        }
        catch (SqlException cause)
        {
            Console.Error.WriteLine($"The database {name} is left on the server: {cause.Message}");
        }
    }

    private static bool TryDrop(SqlConnection connection, string name, bool isLast)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"drop database [{name}]";
            command.ExecuteNonQuery();
            return true;
        }
        catch (SqlException cause) when (cause.Number == NotThere)
        {
            return true;
        }
        catch (SqlException) when (!isLast)
        {
            return false;
        }
    }
}
