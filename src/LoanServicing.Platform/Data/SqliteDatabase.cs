using System.Data.Common;
using LoanServicing.Platform.Messaging;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoanServicing.Platform.Data;

/// <summary>
/// A service's database as one SQLite file in WAL mode with <c>synchronous=FULL</c>: one writer whose commits are shared
/// (<see cref="SqliteWriter"/>), and any number of readers that never wait for it.
/// </summary>
public sealed class SqliteDatabase : IDatabase, IDisposable
{
    /// <summary>Seconds to wait while another program, a backup for instance, holds the file.</summary>
    private const int LockWait = 5;

    private readonly ProcessLock? _lock;
    private readonly SqliteWriter _writer;
    private readonly string _readConnectionString;

    private SqliteDatabase(string name, string file, ProcessLock processLock, IClock clock, SqliteWriterLimits limits)
    {
        Name = name;
        File = file;
        _lock = processLock;
        _readConnectionString = ReadOnly(file);
        _writer = new SqliteWriter(name, Open(Writable(file)), clock, limits);
    }

    public string Name { get; }

    public string File { get; }

    /// <summary>Commits since the start; with <see cref="UnitsCommitted"/> it tells how many units share one.</summary>
    public long Commits => _writer.Commits;

    /// <summary>Units of work committed since the start.</summary>
    public long UnitsCommitted => _writer.UnitsCommitted;

    /// <summary>Takes the file for this process alone and brings its tables up to date.</summary>
    /// <exception cref="StartupException">The file is in use by another process, cannot be opened, or is newer than this program.</exception>
    public static SqliteDatabase Open(
        string folder, ServiceSchema schema, IClock clock, FactWriter? facts = null, SqliteWriterLimits? limits = null)
    {
        TypeHandlers.Register();
        PrivateFiles.CreateFolder(folder);
        var file = FileOf(folder, schema.Name);
        var processLock = ProcessLock.Take(file);
        try
        {
            PrivateFiles.Open(file, FileShare.ReadWrite).Dispose(); // SQLite gives its log and its index the mode of the file itself
            Migrate(file, schema, clock);
            var database = new SqliteDatabase(schema.Name, file, processLock, clock, limits ?? SqliteWriterLimits.Default);
            database._writer.Facts = facts;
            return database;
        }
        catch (SqliteException cause) when (SqliteErrors.KeepFromOpening(cause))
        {
            processLock.Dispose();
            throw SqliteErrors.Refusal(file, cause);
        }
        catch
        {
            processLock.Dispose();
            throw;
        }
    }

    public static string FileOf(string folder, string service) => Path.GetFullPath(Path.Combine(folder, service + ".db"));

    /// <summary>The path of a service's database, which must be there. The file is not opened: its locks would not outlive the closing.</summary>
    /// <exception cref="StartupException">It is not there, or may not be looked at.</exception>
    public static string ExistingFileOf(string folder, string service)
    {
        var file = FileOf(folder, service);
        try
        {
            return System.IO.File.GetAttributes(file).HasFlag(FileAttributes.Directory)
                ? throw new StartupException($"{file} is a folder where a database must be; name the folder of the databases with --Data:Folder=FOLDER.")
                : file;
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException($"The account {Environment.UserName} may not look into {Path.GetDirectoryName(file)}; give it that right, or use another account.");
        }
        catch (IOException)
        {
            throw new StartupException($"There is no {file}; name the folder of the databases with --Data:Folder=FOLDER.");
        }
    }

    public Task<T> WriteAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken cancel = default) => _writer.RunAsync(work, cancel);

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancel = default) =>
        ReadAsync(_readConnectionString, query, cancel);

    public void Dispose()
    {
        _writer.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Runs a query on a service's database, be it open here, in another process or nowhere, on a connection that cannot write.</summary>
    /// <exception cref="StartupException">There is no such database, or it cannot be opened.</exception>
    public static async Task<T> ReadFileAsync<T>(string folder, string service, Func<DbConnection, Task<T>> query, CancellationToken cancel)
    {
        TypeHandlers.Register();
        var file = ExistingFileOf(folder, service);
        try
        {
            return await ReadAsync(ReadOnly(file), query, cancel);
        }
        catch (SqliteException cause) when (SqliteErrors.KeepFromOpening(cause))
        {
            throw SqliteErrors.Refusal(file, cause);
        }
    }

    /// <summary>Looks whether a database file is as this program would make it.</summary>
    /// <exception cref="StartupException">It is missing, unreadable, older or newer.</exception>
    public static Task RequireCurrentAsync(string folder, ServiceSchema schema, CancellationToken cancel) => ReadFileAsync(
        folder,
        schema.Name,
        async connection =>
        {
            await Migrations.RequireCurrentAsync(connection, schema);
            return 0;
        },
        cancel);

    private static string ReadOnly(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = true, DefaultTimeout = LockWait }.ToString();

    private static async Task<T> ReadAsync<T>(string connectionString, Func<DbConnection, Task<T>> query, CancellationToken cancel)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancel);
        await using var snapshot = connection.BeginTransaction(deferred: true);
        return await query(connection);
    }

    private static string Writable(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = LockWait }.ToString();

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;";
        command.ExecuteNonQuery();
        return connection;
    }

    private static void Migrate(string file, ServiceSchema schema, IClock clock)
    {
        using var connection = Open(Writable(file));
        Migrations.Apply(connection, schema, clock.GetCurrentInstant());

        // The lock on the file says that whoever held the slots is gone: what it left behind need not wait for its lease to run out.
        using var release = connection.CreateCommand();
        release.CommandText = "update dispatcher_slot set expires_at = 0; delete from dispatcher;";
        release.ExecuteNonQuery();
    }
}
