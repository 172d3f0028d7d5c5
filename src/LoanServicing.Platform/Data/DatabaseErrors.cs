using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace LoanServicing.Platform.Data;

/// <summary>What an error of either database means to a handler that goes on after a part of its unit has failed.</summary>
public static class DatabaseErrors
{
    /// <summary>
    /// What one statement wanted to store does not fit its column or breaks a check: the same again would fail again. Not so a deadlock, a timeout, a lost
    /// connection or a key that is there already, after which the whole unit is worth another try.
    /// </summary>
    public static bool AreOfTheStatement(Exception cause) => SqlServerErrors.AreOfTheStatement(cause) || SqliteErrors.AreOfTheStatement(cause);

    /// <summary>The cause for a log: of a database's error its number, because its words may hold the values of the row, which are people's.</summary>
    public static string Describe(Exception cause) => cause switch
    {
        SqlException server => $"SQL Server error {server.Number}",
        SqliteException file => $"SQLite error {file.SqliteExtendedErrorCode}",
        DbException other => other.GetType().Name,
        _ => cause.Message,
    };
}
