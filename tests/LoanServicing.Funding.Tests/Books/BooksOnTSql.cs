using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests.Books;

/// <summary>These tests once more, in T-SQL that is checked on its way (<see cref="DatabaseUnderTest.TSql"/>).</summary>
public sealed class TrialBalanceTSqlTests : TrialBalanceTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class LedgerTSqlTests : LedgerTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class JournalTSqlTests : JournalTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class FunderStatementTSqlTests : FunderStatementTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}

public sealed class PeriodTSqlTests : PeriodTests
{
    public DatabaseUnderTest Kind { get; } = DatabaseUnderTest.Choose(DatabaseUnderTest.TSql);
}
