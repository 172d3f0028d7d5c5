using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Books;

/// <summary>These tests once more, on a server where one is named (<see cref="SqlServerUnderTest.Variable"/>).</summary>
public sealed class TrialBalanceSqlServerTests : TrialBalanceTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class LedgerSqlServerTests : LedgerTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class JournalSqlServerTests : JournalTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class FunderStatementSqlServerTests : FunderStatementTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}

public sealed class PeriodSqlServerTests : PeriodTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.SqlServer);
}
