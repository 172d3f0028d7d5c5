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

    /// <summary>One statement failed for what it wanted to store: a check, a null, a text too large for SQLite.</summary>
    public static bool AreOfTheStatement(Exception cause) => cause is SqliteException
    {
        SqliteExtendedErrorCode: SQLITE_CONSTRAINT_CHECK or SQLITE_CONSTRAINT_NOTNULL or SQLITE_TOOBIG,
    };

    /// <summary>Another program holds the file.</summary>
    public static bool AreOfALock(Exception cause) => cause is SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED };

    /// <summary>Errors for which a file cannot be opened, and which an operator can mend.</summary>
    public static bool KeepFromOpening(Exception cause) =>
        AreOfTheFile(cause) || cause is SqliteException { SqliteErrorCode: SQLITE_NOTADB or SQLITE_PERM };

    /// <summary>Says what to do about a file that cannot be opened.</summary>
    public static StartupException Refusal(string file, SqliteException cause) => new(cause.SqliteErrorCode switch
    {
        SQLITE_NOTADB => $"{file} is no database; move it away, or name another folder with Data:Folder.",
        SQLITE_CORRUPT => $"{file} is damaged; restore it from a copy, or name another folder with Data:Folder.",
        SQLITE_FULL => $"{file} cannot be written, since the disk is full; make room.",
        SQLITE_BUSY or SQLITE_LOCKED => $"Another program has locked {file}; close it.",
        SQLITE_CANTOPEN or SQLITE_READONLY or SQLITE_PERM =>
            $"{file} cannot be opened: the account {Environment.UserName} must be allowed to read it and to write in its folder; give it these rights.",
        var code => $"{file} cannot be used (SQLite error {code}, extended {cause.SqliteExtendedErrorCode}); look after the disk and the memory of this machine.",
    });
}
