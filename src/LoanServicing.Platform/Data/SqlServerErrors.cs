using System.Security.Authentication;
using Microsoft.Data.SqlClient;

namespace LoanServicing.Platform.Data;

/// <summary>What an error of SQL Server means for a unit of work, and what an operator can do about it.</summary>
internal static class SqlServerErrors
{
    private const int Deadlock = 1205;
    private const int DuplicateKey = 2627;
    private const int DuplicateInIndex = 2601;
    private const int LoginFailed = 18456;
    private const int CannotOpenDatabase = 4060;

    /// <summary>From this class on it is the server's fault or the connection's, not the statement's.</summary>
    private const byte ClassOfResources = 17;

    /// <summary>Gone by themselves before long: the driver's own list, timeouts (-2, 1222) and lost connections.</summary>
    private static readonly HashSet<int> Transient =
    [
        -2, 20, 64, 121, 233, 258, 596, 615, 926, 997, 1204, 1222, 4221, 10053, 10054, 10060, 10928, 10929, 40143, 40197, 40501, 40540, 40613, 42108, 42109,
        49918, 49919, 49920,
    ];

    /// <summary>The server cannot be reached or refuses this login, for all units alike.</summary>
    private static readonly HashSet<int> OfTheServer =
    [
        -1, 0, 2, 26, 35, 40, 53, 207, 208, 229, 230, 262, 297, 300, 911, 916, 924, 927, 942, 945, 976, 983, 3906, 3908, CannotOpenDatabase, 4064, 10061, 11001,
        18452, LoginFailed, 18461, 18470, 18486, 18487, 18488,
    ];

    /// <summary>Errors of one statement that leave the transaction as it was: a constraint, a null, a text too long, a sum too large.</summary>
    private static readonly HashSet<int> StatementNumbers = [515, 547, 2628, 8115, 8152];

    /// <summary>Another unit of work was in the way; the same work again sees what that one did.</summary>
    public static bool AreOfARace(Exception cause) =>
        cause is ConcurrentChangeException || (cause is SqlException { Number: Deadlock }) || AreOfADuplicate(cause);

    /// <summary>A unique key says that the row is there already.</summary>
    public static bool AreOfADuplicate(Exception cause) => cause is SqlException { Number: DuplicateKey or DuplicateInIndex };

    public static bool AreTransient(Exception cause) => cause is SqlException error && (Transient.Contains(error.Number) || error.IsTransient);

    /// <summary>
    /// The database cannot do it now, whatever the unit was. Tables and columns that are not there (207, 208) belong here: the program is not the one
    /// that the database is made for.
    /// </summary>
    public static bool AreOfTheDatabase(Exception cause) =>
        cause is SqlException error
        && (error.Class >= ClassOfResources || error.Number == Deadlock || OfTheServer.Contains(error.Number) || AreTransient(error));

    /// <summary>One statement failed for what it wanted to store, and its transaction is as it was.</summary>
    public static bool AreOfTheStatement(Exception cause) => cause is SqlException error && StatementNumbers.Contains(error.Number);

    /// <summary>A part of a unit failed by itself, and the rest of its transaction stands.</summary>
    public static bool AreOfThePart(Exception cause) => cause switch
    {
        SqlException => AreOfTheStatement(cause),
        ConcurrentChangeException or DatabaseUnavailableException => false,
        _ => true,
    };

    /// <summary>Says what to do about a database that cannot be opened; never what the connection string holds besides the server's name.</summary>
    public static StartupException Refusal(DatabaseSettings settings, string database, SqlException cause) => new(cause.Number switch
    {
        LoginFailed or 18452 or 18461 or 18470 or 18486 =>
            $"SQL Server {settings.Server} refuses the login; correct the user and the password in Database:ConnectionString.",
        18487 or 18488 => $"The password of the login has expired on SQL Server {settings.Server}; change it there and in Database:ConnectionString.",
        262 =>
            $"The login may not create the database {database} on {settings.Server}; ask its administrator to create it and to make the login its owner (db_owner).",
        CannotOpenDatabase or 4064 or 911 or 916 =>
            $"The login may not open the database {database} on {settings.Server}; ask its administrator to make the login its owner (db_owner).",
        229 or 230 or 297 or 300 or 2760 =>
            $"The login may not change the tables of {database} on {settings.Server}; ask its administrator to make it the owner (db_owner), or run the verb migrate as another.",
        _ when cause.GetBaseException() is AuthenticationException =>
            $"SQL Server {settings.Server} shows no certificate that this machine trusts; let this machine trust its authority, or name the certificate with ServerCertificate= in Database:ConnectionString.",
        _ when AreOfTheDatabase(cause) && cause.Class >= 20 =>
            $"No SQL Server answers as {settings.Server}; correct the server's name in Database:ConnectionString, or start it.",
        var number => $"The database {database} on {settings.Server} cannot be used (SQL Server error {number}); ask its administrator.",
    });
}
