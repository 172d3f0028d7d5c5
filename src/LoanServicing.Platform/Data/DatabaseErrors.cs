namespace LoanServicing.Platform.Data;

/// <summary>What an error of either database means to a handler that goes on after a part of its unit has failed.</summary>
public static class DatabaseErrors
{
    /// <summary>
    /// What one statement wanted to store does not fit its column or breaks a check: the same again would fail again. Not so a deadlock, a timeout, a lost
    /// connection or a key that is there already, after which the whole unit is worth another try.
    /// </summary>
    public static bool AreOfTheStatement(Exception cause) => SqlServerErrors.AreOfTheStatement(cause) || SqliteErrors.AreOfTheStatement(cause);
}
