using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace LoanServicing.Platform.Data;

internal static class SqliteErrors
{
    /// <summary>Errors of the file rather than of the unit, after which nothing of the transaction can be trusted.</summary>
    public static bool AreOfTheFile(Exception cause) => cause is SqliteException
    {
        SqliteErrorCode: SQLITE_FULL or SQLITE_IOERR or SQLITE_NOMEM or SQLITE_CORRUPT or SQLITE_READONLY or SQLITE_BUSY
            or SQLITE_LOCKED or SQLITE_CANTOPEN,
    };

    /// <summary>Another program holds the file.</summary>
    public static bool AreOfALock(Exception cause) => cause is SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED };
}
