using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Data;

/// <summary>Where the services' databases are: files of a folder, or databases of one SQL Server.</summary>
/// <remarks>Not a record: a connection string holds a password, and no text of this object shows it.</remarks>
public sealed class DatabaseSettings
{
    public const string DefaultPrefix = "LoanServicing_";

    private const int LongestPrefix = 40;

    /// <summary>For a migration, and for <c>verify</c>, which reads whole tables.</summary>
    private const int LongestCommandSeconds = 3600;

    private readonly string? _server;

    private DatabaseSettings(string dataFolder, string? server, string prefix) => (DataFolder, _server, Prefix) = (dataFolder, server, prefix);

    /// <summary>Where SQLite files lie.</summary>
    public string DataFolder { get; }

    /// <summary>What the names of databases on a server begin with.</summary>
    public string Prefix { get; }

    public bool IsSqlServer => _server is not null;

    /// <summary>The server's name; null for SQLite.</summary>
    public string? Server => _server is null ? null : new SqlConnectionStringBuilder(_server).DataSource;

    /// <summary>SQLite files in a folder.</summary>
    public static DatabaseSettings Sqlite(string dataFolder) => new(dataFolder, null, DefaultPrefix);

    /// <exception cref="StartupException">The connection string cannot be read; the message does not repeat it.</exception>
    public static DatabaseSettings SqlServer(string dataFolder, string connectionString, string prefix = DefaultPrefix)
    {
        try
        {
            var read = new SqlConnectionStringBuilder(connectionString);
            if (read.DataSource.Length > 0)
            {
                return new DatabaseSettings(dataFolder, Adapt(read).ConnectionString, prefix);
            }
        }
        catch (Exception cause) when (cause is ArgumentException or FormatException or InvalidOperationException)
        {
            // Neither the text nor the driver's words about it: a password with a semicolon would show as an unknown keyword.
            throw new StartupException(Unreadable);
        }

        throw new StartupException(Unreadable);
    }

    /// <exception cref="StartupException">A key has a value that cannot be used.</exception>
    public static DatabaseSettings Read(IConfiguration configuration, string dataFolder)
    {
        switch (configuration["Database:Kind"] ?? "Sqlite")
        {
            case "Sqlite":
                StartupSettings.RefuseIdle(
                    configuration.GetSection("Database"), but: "Kind", "Database:Kind is Sqlite, which uses no server; set Database:Kind to SqlServer");
                return Sqlite(dataFolder);
            case "SqlServer":
                return SqlServer(dataFolder, configuration["Database:ConnectionString"] ?? "", ReadPrefix(configuration["Database:Prefix"]));
            case var kind:
                throw new StartupException($"Database:Kind is '{kind}'; it must be Sqlite or SqlServer.");
        }
    }

    /// <summary>The name of a service's database on the server: the prefix and the service's name with a capital.</summary>
    public string NameOf(string service) => $"{Prefix}{char.ToUpperInvariant(service[0])}{service[1..]}";

    public override string ToString() => IsSqlServer ? $"SQL Server {Server}, {Prefix}*" : DataFolder;

    /// <summary>The connection string for one database of the server.</summary>
    internal string ConnectionStringOf(string database) => For(database).ConnectionString;

    /// <summary>
    /// The same for one look at a database that may not be there, which may read or change all of it. The driver takes a missing database for a passing
    /// fault and would sleep ten seconds before it says so.
    /// </summary>
    internal string ConnectionStringForOnce(string database)
    {
        var once = For(database);
        once.Pooling = false;
        once.ConnectRetryCount = 0;
        once.CommandTimeout = LongestCommandSeconds;
        return once.ConnectionString;
    }

    private SqlConnectionStringBuilder For(string database) =>
        new(_server ?? throw new InvalidOperationException("There is no server.")) { InitialCatalog = database };

    private const string Unreadable =
        "Database:Kind is SqlServer, so Database:ConnectionString must be a connection string like Server=host,1433;User Id=...;Password=...;Encrypt=True.";

    private static SqlConnectionStringBuilder Adapt(SqlConnectionStringBuilder read)
    {
        read.MultipleActiveResultSets = false;
        read.PersistSecurityInfo = false;
        read.Enlist = false;
        if (!read.ShouldSerialize("Application Name"))
        {
            read.ApplicationName = "LoanServicing";
        }

        return read;
    }

    private static string ReadPrefix(string? prefix) => prefix switch
    {
        null => DefaultPrefix,
        _ when prefix.Length is > 0 and <= LongestPrefix && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') => prefix,
        _ => throw new StartupException($"Database:Prefix is '{prefix}'; it may have 1 to {LongestPrefix} letters, digits and underscores."),
    };
}
