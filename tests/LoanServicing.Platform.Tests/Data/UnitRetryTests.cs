using LoanServicing.Platform.Data;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace LoanServicing.Platform.Tests.Data;

/// <summary>What an error of SQL Server means for a unit of work, without a server.</summary>
public sealed class UnitRetryTests
{
    [Theory]
    [InlineData(1205)] // chosen as the victim of a deadlock
    [InlineData(2627)] // a unique constraint
    [InlineData(2601)] // a unique index
    [InlineData(-2)] // took too long
    [InlineData(40613)] // Azure: moving
    [InlineData(10054)] // the connection was reset
    public async Task AUnitThatMayPassNextTime_RunsAgainAsAWhole(int number)
    {
        var runs = 0;
        var result = await UnitRetries.Create().ExecuteAsync(_ => ++runs < 3 ? throw SqlErrors.Of(number) : ValueTask.FromResult(runs));
        Assert.Equal(3, result);
    }

    [Fact]
    public async Task ARowThatAnotherUnitChanged_LetsTheUnitRunAgain()
    {
        var runs = 0;
        await UnitRetries.Create().ExecuteAsync(_ => ++runs < 5 ? throw new ConcurrentChangeException("The row") : ValueTask.CompletedTask);
        Assert.Equal(5, runs);
    }

    [Theory]
    [InlineData(547)] // a check constraint
    [InlineData(8115)] // a sum too large
    [InlineData(208)] // no such table
    public async Task AFailureOfTheUnitItself_IsToldAtOnce(int number)
    {
        var runs = 0;
        await Assert.ThrowsAsync<SqlException>(async () => await UnitRetries.Create().ExecuteAsync(_ => ++runs > 0 ? throw SqlErrors.Of(number) : ValueTask.CompletedTask));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task ARaceWithoutEnd_IsGivenUp()
    {
        var runs = 0;
        await Assert.ThrowsAsync<ConcurrentChangeException>(
            async () => await UnitRetries.Create().ExecuteAsync(_ => ++runs > 0 ? throw new ConcurrentChangeException("The row") : ValueTask.CompletedTask));
        Assert.Equal(1 + UnitRetries.Races, runs);
    }

    [Theory]
    [InlineData(18456, 14, true)] // login failed
    [InlineData(4060, 11, true)] // no such database
    [InlineData(1105, 17, true)] // the disk is full
    [InlineData(9002, 17, true)] // the log is full
    [InlineData(1205, 13, true)]
    [InlineData(-2, 11, true)]
    [InlineData(53, 20, true)] // nobody answers
    [InlineData(3906, 16, true)] // read-only
    [InlineData(547, 16, false)]
    [InlineData(2627, 14, false)]
    [InlineData(8152, 16, false)] // a text too long
    public void WhatTheDatabaseCannotDo_IsToldFromWhatTheUnitDidWrong(int number, byte severity, bool ofTheDatabase) =>
        Assert.Equal(ofTheDatabase, SqlServerErrors.AreOfTheDatabase(SqlErrors.Of(number, severity)));

    [Theory]
    [InlineData(547, true)]
    [InlineData(515, true)]
    [InlineData(1205, false)] // the whole transaction is gone
    [InlineData(2627, false)] // the whole unit looks again
    [InlineData(-2, false)]
    public void APartsOwnFailure_IsToldFromThatOfItsTransaction(int number, bool ofThePart) =>
        Assert.Equal(ofThePart, SqlServerErrors.AreOfThePart(SqlErrors.Of(number)));

    [Theory]
    [InlineData(2628, true)] // a text too long, with its column
    [InlineData(8152, true)] // the same of older servers
    [InlineData(547, true)]
    [InlineData(515, true)]
    [InlineData(1205, false)]
    [InlineData(2627, false)]
    [InlineData(-2, false)]
    [InlineData(10054, false)]
    [InlineData(1105, false)]
    public void WhatOneStatementWantedToStore_IsToldFromWhatIsWorthAnotherTry(int number, bool ofTheStatement) =>
        Assert.Equal(ofTheStatement, DatabaseErrors.AreOfTheStatement(SqlErrors.Of(number)));

    [Theory]
    [InlineData(SQLITE_CONSTRAINT, SQLITE_CONSTRAINT_CHECK, true)]
    [InlineData(SQLITE_CONSTRAINT, SQLITE_CONSTRAINT_NOTNULL, true)]
    [InlineData(SQLITE_TOOBIG, SQLITE_TOOBIG, true)]
    [InlineData(SQLITE_CONSTRAINT, SQLITE_CONSTRAINT_UNIQUE, false)]
    [InlineData(SQLITE_BUSY, SQLITE_BUSY, false)]
    [InlineData(SQLITE_FULL, SQLITE_FULL, false)]
    public void WhatOneStatementWantedToStore_IsToldOnSqliteToo(int code, int extended, bool ofTheStatement) =>
        Assert.Equal(ofTheStatement, DatabaseErrors.AreOfTheStatement(new SqliteException("x", code, extended)));

    [Theory]
    [InlineData(18456, "correct the user and the password")]
    [InlineData(262, "ask its administrator to create it")]
    [InlineData(4060, "make the login its owner")]
    [InlineData(229, "may not change the tables")]
    [InlineData(12345, "SQL Server error 12345")]
    public void ARefusal_SaysWhatToDo(int number, string what) => Assert.Contains(
        what, SqlServerErrors.Refusal(DatabaseSettings.SqlServer("data", "Server=db"), "LoanServicing_Intake", SqlErrors.Of(number)).Message, StringComparison.Ordinal);
}
