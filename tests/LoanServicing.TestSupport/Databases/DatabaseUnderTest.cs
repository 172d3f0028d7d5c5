using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.TestSupport.Databases;

/// <summary>
/// The kind of database that a test runs on. Tests are written once; a class that inherits them chooses another kind in a field of its own, which is
/// set before anything of the inherited class is.
/// </summary>
public abstract class DatabaseUnderTest
{
    private static readonly AsyncLocal<DatabaseUnderTest?> Chosen = new();

    /// <summary>What the running test runs on: SQLite unless its class says otherwise.</summary>
    public static DatabaseUnderTest Current => Chosen.Value ?? Sqlite;

    public static DatabaseUnderTest Sqlite { get; } = new SqliteUnderTest();

    /// <summary>The T-SQL that the program would send, checked on its way and run on a SQLite file: needs no server.</summary>
    public static DatabaseUnderTest TSql { get; } = new TSqlUnderTest();

    /// <summary>A real server, which <see cref="SqlServerUnderTest.Variable"/> names.</summary>
    public static DatabaseUnderTest SqlServer { get; } = new SqlServerUnderTest();

    /// <summary>Lets the running test use this kind.</summary>
    public static DatabaseUnderTest Choose(DatabaseUnderTest kind)
    {
        Chosen.Value = kind;
        return kind;
    }

    /// <summary>Opens a service's database for the test that owns the folder, for <see cref="OpenDatabase"/> and for benches.</summary>
    public abstract IDatabase Open(string folder, ServiceSchema schema, IClock clock, FactWriter? facts);

    /// <summary>Where the databases of the test that owns the folder are.</summary>
    public virtual DatabaseSettings SettingsOf(string folder) => DatabaseSettings.Sqlite(folder);

    /// <summary>Takes away what was made for the folder besides its files.</summary>
    public virtual void Drop(string folder)
    {
    }

    private sealed class SqliteUnderTest : DatabaseUnderTest
    {
        public override IDatabase Open(string folder, ServiceSchema schema, IClock clock, FactWriter? facts)
        {
            MigratedFiles.PlaceIn(folder, schema);
            return SqliteDatabase.Open(folder, schema, clock, facts);
        }
    }

    private sealed class TSqlUnderTest : DatabaseUnderTest
    {
        public override IDatabase Open(string folder, ServiceSchema schema, IClock clock, FactWriter? facts) =>
            new TSqlDatabase(folder, schema, clock, facts);
    }
}
