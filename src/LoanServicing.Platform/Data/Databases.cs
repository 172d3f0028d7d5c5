using System.Data.Common;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Platform.Data;

/// <summary>How a process opens the databases of the services that it hosts.</summary>
public delegate Task<IDatabase> OpenDatabase(ServiceSchema schema, IClock clock, FactWriter facts);

/// <summary>Opens, reads and checks a service's database, whichever kind the settings name.</summary>
public static class Databases
{
    /// <summary>Opens the database and brings its tables up to date; it is made where there is none.</summary>
    /// <exception cref="StartupException">It cannot be opened; the message says what to change.</exception>
    public static async Task<IDatabase> OpenAsync(DatabaseSettings settings, ServiceSchema schema, IClock clock, FactWriter? facts = null) =>
        settings.IsSqlServer
            ? await SqlServerDatabase.OpenAsync(settings, schema, clock, facts)
            : SqliteDatabase.Open(settings.DataFolder, schema, clock, facts);

    /// <summary>Opens a database that must be there.</summary>
    /// <exception cref="StartupException">It is not there, or cannot be opened.</exception>
    public static async Task<IDatabase> OpenExistingAsync(DatabaseSettings settings, ServiceSchema schema, IClock clock, FactWriter? facts = null)
    {
        if (settings.IsSqlServer)
        {
            await RequireCurrentAsync(settings, schema, CancellationToken.None);
        }
        else
        {
            _ = SqliteDatabase.ExistingFileOf(settings.DataFolder, schema.Name);
        }

        return await OpenAsync(settings, schema, clock, facts);
    }

    /// <summary>Runs a query on a service's database, be it open here, in another process or nowhere. The query only reads.</summary>
    /// <exception cref="StartupException">There is no such database, or it cannot be opened.</exception>
    public static Task<T> ReadAsync<T>(DatabaseSettings settings, string service, Func<DbConnection, Task<T>> query, CancellationToken cancel) =>
        settings.IsSqlServer
            ? SqlServerReader.ReadAsync(settings, service, query, cancel)
            : SqliteDatabase.ReadFileAsync(settings.DataFolder, service, query, cancel);

    /// <summary>Looks whether a database is as this program would make it.</summary>
    /// <exception cref="StartupException">It is missing, unreadable, older or newer.</exception>
    public static Task RequireCurrentAsync(DatabaseSettings settings, ServiceSchema schema, CancellationToken cancel) => ReadAsync(
        settings,
        schema.Name,
        async connection =>
        {
            await Migrations.RequireCurrentAsync(connection, schema);
            return 0;
        },
        cancel);

    /// <summary>Where the database is, for people: a file, or the name on its server.</summary>
    public static string PlaceOf(DatabaseSettings settings, string service) => settings.IsSqlServer
        ? $"{settings.NameOf(service)} on {settings.Server}"
        : SqliteDatabase.FileOf(settings.DataFolder, service);
}
